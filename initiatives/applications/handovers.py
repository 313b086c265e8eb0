"""What colleagues read when a case comes to lie with them (domain guide, paragraph 16).

M5b, M5c, M7b, M9b, M10b and M13b. Such a mail says which case, what there is to do and where; it
holds no contact data, and what staff write along goes to the applicant only.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.urls import reverse

from core import site_context
from core.groups import EDITORS
from core.letters import Button, Facts, Letter, Paragraph, Part, Quote
from initiatives.applications.assessment import criteria
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.workflow import outgoing_mail, personal_links
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.outgoing_mail import (
    SEE,
    Post,
    advisers_of,
    applicant_post,
    desk_url,
    reference_facts,
)
from initiatives.applications.workflow.types import Details

Readers = Iterable[tuple[str, str]]


def nominated(application: Application, place: str) -> list[Post]:
    """M5b, to all advisers: a new tip, of which they read the name and where it is."""
    return _to(
        advisers_of(application),
        "M5b",
        f"Nieuwe tip: {application.name}",
        Paragraph("Iemand draagt een initiatief voor voor het Koplopernetwerk:"),
        Quote(application.name),
        *([Facts([("Waar", place)])] if place else []),
        Paragraph("Neem contact op met het initiatief, of nodig het meteen uit."),
        Button("Bekijk de tip", desk_url(application)),
    )


def assigned(application: Application, adviser: AbstractUser, actor: Actor) -> list[Post]:
    """M5c, to whoever gets a case from a colleague; nobody writes to themselves."""
    if adviser.pk == actor.user_id or not adviser.email:
        return []
    return _to(
        [(adviser.email, adviser.first_name)],
        "M5c",
        f"Deze aanmelding is nu van jou: {_known_as(application)}",
        Paragraph("Een collega heeft deze aanmelding op jouw naam gezet:"),
        Quote(application.name),
        *reference_facts(application),
        Button("Bekijk de aanmelding", desk_url(application)),
    )


def taken_up(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T5: M5c, when it is a colleague who looks after the case from now on."""
    chosen = details.get("adviser")
    return assigned(application, chosen, actor) if chosen else []


def all_advice_is_in(application: Application) -> list[Post]:
    """M7b, to the adviser: nobody has to be waited for any more."""
    return _to(
        advisers_of(application),
        "M7b",
        f"Alle adviezen zijn binnen: {_known_as(application)}",
        Paragraph(
            "Iedereen die we om advies vroegen, heeft geantwoord. De aanmelding is klaar voor een "
            "besluit."
        ),
        *reference_facts(application),
        Button("Bekijk de adviezen", desk_url(application)),
    )


def text_is_ready(application: Application, *, is_corrected: bool) -> list[Post]:
    """M9b, to the editors: the applicant agrees with the text of the page."""
    users = get_user_model().objects.filter(is_active=True, groups__name=EDITORS)
    editors = dict(users.exclude(email="").values_list("email", "first_name"))
    if not editors and (address := site_context.read().email):
        editors = {address: ""}
    what = (
        "heeft de tekst verbeterd en vindt hem zo goed" if is_corrected else "vindt de tekst goed"
    )
    page = reverse("wagtailadmin_pages:edit", args=[application.page_id])
    return _to(
        sorted(editors.items()),
        "M9b",
        f"Klaar om online te zetten: {application.name}",
        Paragraph(f"De indiener van deze Koploper {what}:"),
        Quote(application.name),
        Paragraph("Lees de pagina na, en zet hem online."),
        Button("Open de pagina", outgoing_mail.in_full(page)),
    )


def reopened(application: Application, actor: Actor) -> list[Post]:
    """M10b, to the applicant and to the colleagues who tested or look after the case."""
    to_applicant = applicant_post(
        "M10b",
        application,
        "We kijken opnieuw naar je aanmelding",
        Paragraph(
            "Eerder lieten we je weten wat we over je aanmelding besloten. Dat besluit hebben we "
            "heropend: we kijken opnieuw naar je aanmelding. Je hoeft nu niets te doen."
        ),
        Paragraph("Je hoort van ons zodra we opnieuw hebben besloten. Vragen? Mail of bel ons."),
        Button(SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )
    colleagues = _to(
        _testers_and_adviser(application, actor),
        "M10b",
        f"Besluit heropend: {_known_as(application)}",
        Paragraph(
            "Een collega heeft het besluit over deze aanmelding heropend. Zij is weer in toetsing. "
            "Waarom, lees je in de tijdlijn."
        ),
        *reference_facts(application),
        Button("Bekijk de aanmelding", desk_url(application)),
    )
    return [to_applicant, *colleagues]


def closed_by_applicant(application: Application, actor: Actor) -> list[Post]:
    """M13b, to the adviser: the applicant withdrew, or was silent too long. Drafts are nobody's."""
    if not application.submitted_at:
        return []
    lapsed = actor.role == Role.SYSTEM
    why = "De indiener gaf lang geen antwoord." if lapsed else "De indiener trok zich terug."
    word = "vervallen" if lapsed else "ingetrokken"
    return _to(
        advisers_of(application),
        "M13b",
        f"Aanmelding {word}: {_known_as(application)}",
        Paragraph(f"{why} Je hoeft niets meer te doen met deze aanmelding."),
        *reference_facts(application),
        Button("Bekijk de aanmelding", desk_url(application)),
    )


def _known_as(application: Application) -> str:
    return application.reference or application.name


def _testers_and_adviser(application: Application, actor: Actor) -> Readers:
    tested = get_user_model().objects.filter(pk__in=criteria.testers(application), is_active=True)
    found = dict(advisers_of(application))
    found |= dict(tested.exclude(email="").values_list("email", "first_name"))
    own = (
        get_user_model()
        .objects.filter(pk=actor.user_id or 0)
        .values_list("email", flat=True)
        .first()
    )
    return sorted((address, name) for address, name in found.items() if address != own)


def _to(readers: Readers, kind: str, subject: str, *parts: Part) -> list[Post]:
    return [
        Post(
            kind,
            address,
            Letter(subject, name, parts),
            key=address,
            is_private=False,
            takes_paragraph=False,
        )
        for address, name in readers
    ]
