"""The personal links of parties asked for advice, and the mails that carry them (M8).

A link is for one party and one case, and leads nowhere else. It works until the advice is given,
the consultation ends, the adviser takes the question back, or a month has passed since the last
day to advise. A link that was once ours always gets a kind answer; any other leads nowhere.
Source: domain guide, paragraph 9.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core import links
from core.letters import Button, Facts, Letter, Paragraph, Quote
from core.times import DAY
from initiatives.applications.models import Advice
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow.outgoing_mail import Post

# What a link is for (core.links).
ADVISE = "advies"
# So long after the last day advice is still welcome.
GRACE = timedelta(days=30)


class LinkStatus(StrEnum):
    """What a party can do with its link at this moment."""

    OPEN = "open"
    GIVEN = "given"  # and the consultation still runs
    CONFLICT = "conflict"  # an interest was declared
    REVOKED = "revoked"
    OVER = "over"  # the consultation has ended
    EXPIRED = "expired"
    REPLACED = "replaced"  # by a newer link


@dataclass(frozen=True)
class Opened:
    """What a token leads to; `advice` is None for a link that another one replaced."""

    status: LinkStatus
    advice: Advice | None = None


def url_of(advice: Advice) -> str:
    """Return the full address at which this party advises."""
    token = links.make_token(ADVISE, advice.key.hex)
    return settings.SITE_URL + reverse("advice", args=[token])


def open_link(token: str) -> Opened | None:
    """Return what a token leads to now; None for one that was never ours."""
    try:
        key = uuid.UUID(links.key_of(token))
    except ValueError:
        return None
    if not links.is_genuine(token, ADVISE):
        return None
    found = Advice.objects.filter(key=key)
    advice = found.select_related("application", "party").first()
    return Opened(link_status_of(advice), advice) if advice else Opened(LinkStatus.REPLACED)


def link_status_of(advice: Advice) -> LinkStatus:
    """Return what can be done at this moment about this advice."""
    if advice.conflict_at:
        return LinkStatus.CONFLICT
    if advice.revoked_at:
        return LinkStatus.REVOKED
    if not is_consulted(advice):
        return LinkStatus.OVER
    if advice.value != AdviceValue.OPEN:
        return LinkStatus.GIVEN
    return LinkStatus.EXPIRED if timezone.localdate() > last_day(advice) else LinkStatus.OPEN


def is_consulted(advice: Advice) -> bool:
    """Tell whether the consultation that this belongs to is still going on."""
    if advice.application.state != State.IN_CONSULTATION:
        return False
    rounds = Advice.objects.filter(application=advice.application_id)
    return bool(rounds.aggregate(last=Max("round"))["last"] == advice.round)


def last_day(advice: Advice) -> date:
    """Return the last day on which the link works."""
    return advice.due_on + GRACE


KIND = "M8"
ONLY_YOURS = (
    "De link is persoonlijk en werkt zonder wachtwoord. Deel die alleen met collega’s die met je "
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


def thanks(advice: Advice) -> Post:
    """M8b: that an answer came in; what it says is on the page behind the link."""
    gave_none = advice.conflict_at is not None
    parts = [
        Paragraph(
            "Bedankt voor je bericht. We hebben genoteerd dat jullie zelf bij het initiatief "
            "betrokken zijn. Jullie geven geen advies. Het gaat om:"
            if gave_none
            else f"Bedankt. We hebben het advies van {advice.party}. Het gaat om:"
        ),
        Quote(advice.application.name),
        *([] if gave_none else [Button("Bekijk jullie advies", url_of(advice))]),
        Paragraph("Heb jij dit niet gestuurd, of klopt het niet? Laat het ons dan weten."),
    ]
    return _post(advice, f"Advies ontvangen over {advice.application.name}", parts, kind="M8b")


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


def _on_the_way(advice: Advice) -> list[Facts | Button]:
    return [
        Facts(
            [
                ("Kenmerk", advice.application.reference),
                ("Uiterlijk", date_format(advice.due_on, DAY)),
            ]
        ),
        Button("Lees de aanmelding en geef advies", url_of(advice)),
    ]


def _post(advice: Advice, subject: str, parts: list, *, kind: str = KIND) -> Post:
    return Post(
        kind=kind, to=advice.party.email, letter=Letter(subject, "", parts), key=str(advice.pk)
    )
