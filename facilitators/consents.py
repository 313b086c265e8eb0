"""In which words a facilitator is asked to let us show something. What was said yes to is kept."""

from collections.abc import Collection
from datetime import datetime

from facilitators.models.profiles import Consent, Profile

Item = Consent.Item

WORDINGS = {
    Item.PROFILE: "Mijn profiel mag op de website van het Actie Leer Netwerk staan.",
    Item.EMAIL: "Iedereen mag mijn e-mailadres op de website zien.",
    Item.PHONE: "Iedereen mag mijn telefoonnummer op de website zien.",
    Item.PHOTOGRAPH: "Mijn foto mag bij mijn profiel op de website staan. De maker van de foto "
    "en de mensen op de foto vinden dat goed.",
    Item.WEBSITE: "Op mijn profiel mag een link naar mijn website staan.",
}
# Not a consent but a condition of the Pool.
VISION = "Ik werk volgens de gezamenlijke visie op actieleren."
# What that vision is until whoever runs the Pool writes it better (FacilitatorIndexPage.vision).
VISION_IN_FULL = (
    "<p>In de Pool werken we zo:</p><ul>"
    "<li>We beginnen bij een vraag uit het werk zelf. De mensen van wie de vraag is, doen mee.</li>"
    "<li>We proberen in het klein iets uit, kijken samen wat er gebeurt en kiezen dan opnieuw.</li>"
    "<li>Iedereen leert mee: de werkvloer, de leiding en het bestuur.</li>"
    "<li>Wat we leren, delen we. Zo kunnen anderen er verder mee.</li></ul>"
)


def given(profile: Profile) -> set[str]:
    """Return what somebody lets us show now."""
    return set(profile.consents.filter(withdrawn_at=None).values_list("item", flat=True))


def add(profile: Profile, item: str, at: datetime) -> None:
    """Note that this is let, besides what was let before."""
    record(profile, {*given(profile), item}, at)


def withdraw(profile: Profile, item: str, at: datetime) -> None:
    record(profile, given(profile) - {item}, at)


def record(profile: Profile, items: Collection[str], at: datetime) -> None:
    """Note that these are let, and no others: new ones in today's words, the rest withdrawn."""
    standing = profile.consents.filter(withdrawn_at=None)
    standing.exclude(item__in=items).update(withdrawn_at=at)
    had = set(standing.values_list("item", flat=True))
    Consent.objects.bulk_create(
        Consent(profile=profile, item=item, wording=WORDINGS[item], given_at=at)
        for item in Item
        if item in items and item not in had
    )
