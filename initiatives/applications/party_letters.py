"""What those who are asked for advice get to read (domain guide, paragraph 9: M8)."""

from django.utils.formats import date_format

from core.letters import Action, Facts, Letter, Paragraph, Quote
from core.times import DAY
from initiatives.applications import party_links
from initiatives.applications.models import Advice
from initiatives.applications.workflow.outgoing_mail import Post

KIND = "M8"
ONLY_YOURS = (
    "De link is persoonlijk en werkt zonder wachtwoord. Deel hem alleen met collega’s die met je "
    "meekijken. Wie de link heeft, kan de aanmelding lezen en namens jullie advies geven."
)
CONFLICT = (
    "Zijn jullie zelf bij het initiatief betrokken? Meld dat dan via dezelfde link. Je hoeft dan "
    "geen advies te geven."
)


def invitation(advice: Advice) -> Post:
    """M8: the question, the last day and the link. The name is what the applicant typed."""
    parts = [
        Paragraph(
            f"We vragen {advice.party} om advies over een initiatief dat Koploper wil worden. Het "
            "voldoet volgens onze toets aan minstens drie van de vier criteria. Voordat we "
            "besluiten, horen we graag wat jullie ervan vinden. Het gaat om:"
        ),
        Quote(advice.application.name),
        *_on_the_way(advice),
        Paragraph(
            "Je kunt positief of negatief adviseren, of laten weten dat jullie geen advies geven. "
            "Een negatief advies leg je uit. Je advies is alleen voor het Actie Leer Netwerk en "
            "voor de anderen die we om advies vragen."
        ),
        Paragraph(CONFLICT),
        Paragraph(ONLY_YOURS),
    ]
    return _post(advice, f"Advies gevraagd over {advice.application.name}", parts)


def reminder(advice: Advice) -> Post:
    """The same question again, shortly before or after the last day."""
    parts = [
        Paragraph(
            f"We vroegen {advice.party} om advies over een initiatief dat Koploper wil worden. "
            "Je advies is nog niet binnen. Het gaat om:"
        ),
        Quote(advice.application.name),
        *_on_the_way(advice),
        Paragraph("Geven jullie geen advies? Laat dat dan ook weten. Dan wachten we niet langer."),
        Paragraph(CONFLICT),
        Paragraph(ONLY_YOURS),
    ]
    return _post(advice, f"Herinnering: advies over {advice.application.name}", parts)


def _on_the_way(advice: Advice) -> list[Facts | Action]:
    return [
        Facts(
            [
                ("Kenmerk", advice.application.reference),
                ("Uiterlijk", date_format(advice.due_on, DAY)),
            ]
        ),
        Action("Lees de aanmelding en geef advies", party_links.url_of(advice)),
    ]


def _post(advice: Advice, subject: str, parts: list) -> Post:
    return Post(
        kind=KIND, to=advice.party.email, letter=Letter(subject, "", parts), key=str(advice.pk)
    )
