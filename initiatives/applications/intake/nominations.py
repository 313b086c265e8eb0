"""What comes with an initiative that others told us of: the rules of T1, and word of T10."""

import uuid
from dataclasses import dataclass

from django.conf import settings

from core import times
from core.letters import Facts, Letter, Paragraph, Quote
from initiatives.applications import handovers
from initiatives.applications.models import Application, Nomination
from initiatives.applications.workflow import outgoing_mail
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import Details

# The kind of the mail with the word that M1 promises.
NEWS = "M1b"


@dataclass(frozen=True)
class Tip:
    """What somebody says of an initiative of others, and who says it.

    `contact` is whom to speak to there, as it was typed; `contact_email` may be empty.
    """

    name: str
    reason: str
    place: str
    contact: str
    contact_email: str
    first_name: str
    infix: str
    last_name: str
    organisation: str
    email: str


def keep(application: Application, actor: Actor, details: Details) -> None:
    """Keep the nomination of a new application, if it is one: `tip`, known by `form_key`."""
    tip: Tip | None = details.get("tip")
    if tip is None:
        return
    form_key: uuid.UUID = details["form_key"]
    Nomination.objects.create(
        application=application,
        form_key=form_key,
        reason=tip.reason,
        place=tip.place,
        contact=tip.contact,
        first_name=tip.first_name,
        infix=tip.infix,
        last_name=tip.last_name,
        organisation=tip.organisation,
        email=tip.email,
    )


def thank(application: Application, actor: Actor, details: Details) -> list[Post]:
    """Return M1 for whoever nominated it and M5b for the advisers."""
    tip: Tip | None = details.get("tip")
    if tip is None:
        return []
    thanks = Post("M1", tip.email, _thanks(application.nomination), is_private=False)
    return [thanks, *handovers.nominated(application, tip.place)]


def tell(application: Application, actor: Actor, details: Details) -> list[Post]:
    """Return the word to whoever nominated it that it is a Koploper now, as M1 promised; once.

    Only when the website may say so too: else it is nobody's business. What staff write along is
    for the applicant and stays out of it.
    """
    nomination = waiting_for_word(application)
    if nomination is None or not application.may_publish:
        return []
    letter = _news(nomination, application)
    return [Post(NEWS, nomination.email, letter, is_private=False, takes_paragraph=False)]


def waiting_for_word(application: Application) -> Nomination | None:
    """Return the nomination of which whoever made it was promised word, and did not hear yet."""
    nomination = _nomination_of(application)
    if nomination is None or not nomination.email:
        return None
    was_told = application.events.filter(details__mails__contains=[NEWS]).exists()
    return None if was_told else nomination


def _nomination_of(application: Application) -> Nomination | None:
    """Return how others told us of this initiative, of an application before this one too."""
    found: Application | None = application
    while found is not None:
        nomination = Nomination.objects.filter(application=found).first()
        if nomination is not None:
            return nomination
        found = found.previous
    return None


def reference_of(nomination: Nomination) -> str:
    """Return the number to name when somebody has a question about a nomination."""
    return f"TIP-{nomination.pk:05}"


def _thanks(nomination: Nomination) -> Letter:
    """M1; what was typed stands in a quote."""
    return Letter(
        "Bedankt voor je tip",
        nomination.first_name,
        [
            Paragraph(
                "Je hebt een initiatief voorgedragen voor het Koplopernetwerk. Fijn dat je aan ons "
                "denkt. Dit is het initiatief:"
            ),
            Quote(nomination.application.name),
            Paragraph(
                "We nemen contact op met de initiatiefnemers, meestal binnen "
                f"{times.workdays(outgoing_mail.WORKDAYS_TO_HEAR)}. Zij "
                "beslissen zelf of ze zich aanmelden. Worden zij Koploper, en mag dat op onze "
                "website staan? Dan hoor je het van ons."
            ),
            Facts([("Kenmerk", reference_of(nomination))]),
            Paragraph(
                "Komt er niets van? Dan wissen we je gegevens na "
                f"{times.term(settings.KEEP_NOMINATION)}. Wil je iets veranderen of "
                "terugnemen? Mail of bel ons, en noem het kenmerk."
            ),
            Paragraph(
                "Heb jij dit niet gestuurd? Dan vulde iemand anders jouw adres in. Laat het "
                "ons weten."
            ),
        ],
    )


def _news(nomination: Nomination, application: Application) -> Letter:
    return Letter(
        "Het initiatief dat je voordroeg is nu Koploper",
        nomination.first_name,
        [
            Paragraph(
                "Goed nieuws. Je hebt een initiatief voorgedragen voor het Koplopernetwerk. Het is "
                "nu Koploper:"
            ),
            Quote(application.name),
            Paragraph(
                "Vinden de initiatiefnemers de tekst goed? Dan lees je binnenkort meer over het "
                "initiatief op onze website. Dank je wel voor je tip."
            ),
            Facts([("Kenmerk", reference_of(nomination))]),
            Paragraph("Dit is ons laatste bericht hierover. Je hoeft niets te doen."),
        ],
    )
