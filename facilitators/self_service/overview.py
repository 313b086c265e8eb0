"""What a facilitator reads of the own profile."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from core import phones
from core.pictures import small_url
from facilitators import availability, profile_states
from facilitators.locking import State
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Consent, Profile
from facilitators.texts import Difference, differences, text_of


def overview_of(profile: Profile) -> dict[str, Any]:
    """Return how a profile stands, for the page that shows it."""
    given = profile.consents.filter(withdrawn_at=None).order_by("item")
    draft = profile_states.latest(profile)
    return {
        "profile": profile,
        "page": None,
        "name": draft.title,
        "portrait": portrait_of(draft),
        "page_url": profile.page.get_url() if profile.state == State.PUBLISHED else "",
        "availability": availability.in_words(profile),
        "reach": reach_of(profile),
        "given": [(consent.wording, day_of(consent.given_at)) for consent in given],
        "waiting": waiting_change(profile),
        "is_waiting": profile.review_asked_at is not None,
    }


def reach_of(profile: Profile) -> list[tuple[str, str]]:
    """Return how somebody can be reached, and what of that everybody sees."""

    def said(value: str, is_shown: bool) -> str:
        return f"{value} ({'op de site' if is_shown else 'niet op de site'})" if value else ""

    lines = [
        ("E-mailadres", said(profile.email, profile.shows_email)),
        ("Nieuw adres", f"{profile.new_email} (nog niet bevestigd)" if profile.new_email else ""),
        (
            "Telefoon",
            said(phones.shown(profile.phone) if profile.phone else "", profile.shows_phone),
        ),
        ("Website", said(profile.website, bool(profile.website))),
    ]
    return [(name, value) for name, value in lines if value]


@dataclass(frozen=True)
class Portrait:
    """A photograph as somebody judges it: small, with its text for people who cannot see it."""

    url: str
    described: str


def portrait_of(page: FacilitatorPage) -> Portrait | None:
    if page.listing_image is None:
        return None
    return Portrait(small_url(page.listing_image), page.listing_image_alt)


@dataclass(frozen=True)
class Change:
    """What the newest version shows otherwise than the one that was approved; false if nothing."""

    texts: list[Difference] = field(default_factory=list)
    has_other_portrait: bool = False
    before: Portrait | None = None
    after: Portrait | None = None

    def __bool__(self) -> bool:
        return bool(self.texts) or self.has_other_portrait


def waiting_change(profile: Profile) -> Change:
    """Return what waits for review, or was refused and still stands in the draft."""
    if profile.state == State.PUBLISHED:
        approved = profile.page
    elif profile.state == State.PAUSED and profile.approved_revision:
        approved = profile.approved_revision.as_object()
    else:
        return Change()
    draft = profile_states.latest(profile)
    before, after = portrait_of(approved), portrait_of(draft)
    return Change(
        differences(text_of(approved), text_of(draft)),
        has_other_portrait=before != after,
        before=before,
        after=after,
    )


def day_of(moment: Any) -> str:
    return date_format(timezone.localdate(moment), "j F Y")


def consents_of(profile: Profile) -> list[tuple[Consent, str, str]]:
    """Return every consent that was ever given, with its dates in words."""
    return [
        (
            consent,
            day_of(consent.given_at),
            day_of(consent.withdrawn_at) if consent.withdrawn_at else "",
        )
        for consent in profile.consents.all()
    ]
