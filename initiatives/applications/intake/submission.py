"""Submitting an application (T4), and beginning it again after it ended (T16).

Rules for the table of transitions: views call `engine.apply`. The state refuses a second
submission, so a double click, a refresh or a retry gives one number and one receipt.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from core import times
from core.letters import Answers, Button, Facts, Letter, Paragraph, Quote
from core.times import DAY, moment
from core.workdays import add_workdays
from initiatives.applications.assessment import decision
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, ReferenceNumber, Version
from initiatives.applications.workflow import outgoing_mail, personal_links
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import Details


def is_complete(application: Application, actor: Actor, details: Details) -> list[str]:
    """T4: every step is filled in; each sentence is that of the question."""
    return [problem.sentence for problem in form_data.problems(application)]


def send(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """Keep the answers as they were understood, as version 1, under a number of their own."""
    reading = form_data.read(application.answers, application.form_version)
    application.answers = reading.document
    form_data.copy_to_columns(application, reading)
    application.set_aside.all().delete()
    application.submitted_at = timezone.now()
    Version.objects.create(
        application=application,
        number=1,
        answers=application.answers,
        form_version=application.form_version,
        created_at=application.submitted_at,
    )
    application.reference = next_reference()
    return {"version": 1}


def received(application: Application, actor: Actor, details: Details) -> list[Post]:
    """Return M4 for the applicant and M5 for the advisers."""
    posts = [Post("M4", application.email, _receipt(application))]
    for address, name in outgoing_mail.advisers_of(application):
        posts.append(Post("M5", address, _news(application, name), key=address, is_private=False))
    return posts


def begun_again(application: Application, actor: Actor, details: Details) -> list[Post]:
    """Return M3: the link to go on with the copy of the answers."""
    new = decision.successor(application)
    letter = Letter(
        "Verder met je aanmelding",
        new.first_name,
        [
            Paragraph(
                "Je bent een nieuwe aanmelding begonnen voor het Koplopernetwerk. Je antwoorden "
                f"van {application.reference} staan er al in. Pas aan wat is veranderd, en "
                "verstuur de aanmelding. Je krijgt dan een nieuw kenmerk."
            ),
            Button("Ga verder met je aanmelding", personal_links.resume_url(new)),
            Paragraph("Met deze link ga je verder waar je was. Deel de link niet."),
            Paragraph("Heb jij dit niet gedaan? Laat het ons dan weten."),
        ],
    )
    return [Post("M3", application.email, letter)]


def hears_by(application: Application) -> date:
    """Return by which working day whoever sent this hears from us."""
    sent_at = application.submitted_at or timezone.now()
    return add_workdays(timezone.localdate(sent_at), outgoing_mail.WORKDAYS_TO_HEAR)


def _receipt(application: Application) -> Letter:
    """M4, with a copy of the answers, but for those about people."""
    sheet = sheet_of(application.answers, application.form_version, without_contact=True)
    sent_at = application.submitted_at or timezone.now()
    return Letter(
        f"We hebben je aanmelding ontvangen ({application.reference})",
        application.first_name,
        [
            Paragraph(
                "Je hebt een initiatief aangemeld als Koploper. Goed dat je dat doet. We hebben "
                "je aanmelding ontvangen."
            ),
            Facts([("Kenmerk", application.reference), ("Verstuurd op", moment(sent_at))]),
            Paragraph(
                "Een adviseur kijkt naar je aanmelding. Je hoort van ons binnen "
                f"{times.workdays(outgoing_mail.WORKDAYS_TO_HEAR)}, dus uiterlijk "
                f"{date_format(hears_by(application), DAY)}."
            ),
            Paragraph(
                "Met deze link zie je altijd hoe het ervoor staat. Je kunt er je aanmelding ook "
                "mee intrekken."
            ),
            Button("Bekijk je aanmelding of trek die in", personal_links.status_url(application)),
            Paragraph(outgoing_mail.OWN_LINK),
            Paragraph(
                "Klopt er iets niet? Mail of bel ons en noem het kenmerk. Hieronder staat een "
                "kopie van je antwoorden. Je eigen gegevens staan er niet bij."
            ),
            *(
                Answers(step.title, [(line.full_question, line.text) for line in step.lines])
                for step in sheet.steps
            ),
        ],
    )


def _news(application: Application, first_name: str) -> Letter:
    """M5: no more than what an adviser needs to find it; its name is the applicant's words."""
    facts = [("Regio", regions_in_words(application)), ("Kenmerk", application.reference)]
    return Letter(
        f"Nieuwe aanmelding: {application.name}",
        first_name,
        [
            Paragraph("Er is een nieuwe aanmelding voor het Koplopernetwerk:"),
            Quote(application.name),
            Facts(facts),
            Button("Bekijk de aanmelding", outgoing_mail.desk_url(application)),
        ],
    )


def regions_in_words(application: Application) -> str:
    """Return where an initiative is, as the form has it; the applicant may not know."""
    if application.is_national:
        return "Landelijk"
    return ", ".join(region.name for region in application.regions.all()) or "Weet ik niet"


def next_reference() -> str:
    """Return the next number of this year, in the transaction of the caller.

    The row of the year stays locked until that transaction ends: who comes next waits, and a
    transaction that is rolled back gives its number back. So no number is missing or given twice.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number belongs to the transaction of what it is for.")
    year = timezone.localdate().year
    ReferenceNumber.objects.bulk_create([ReferenceNumber(year=year)], ignore_conflicts=True)
    counter = ReferenceNumber.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KL-{year}-{counter.last:04}"
