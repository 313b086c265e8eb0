"""What a meeting must have before visitors may see it, and the page form that asks for it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from core.forms import ThemedPageForm
from core.reserved_slugs import SitePageCopyForm, free_slug

# The values of EventPage.RegisterBy, which stands above this module.
ELSEWHERE = "elders"
FIELDS = (
    "starts_at",
    "venue",
    "address",
    "is_online",
    "online_url",
    "register_by",
    "external_url",
    "capacity",
    "registration_closes_at",
)


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return for every field that keeps a meeting from being published what to do about it."""
    found = {}
    elsewhere = values.get("register_by") == ELSEWHERE
    if elsewhere and not values.get("external_url"):
        found["external_url"] = "Vul de link in waarmee bezoekers zich aanmelden."
    if values.get("is_online") and not elsewhere and not values.get("online_url"):
        found["online_url"] = "Vul de link in om mee te doen, of vink ‘Online’ uit."
    if values.get("online_url") and not values.get("is_online"):
        found["is_online"] = (
            "Er is een link om mee te doen. Vink ‘Online’ aan, of haal de link weg."
        )
    if values.get("address") and not values.get("venue"):
        found["venue"] = "Er is een adres. Vul ook de naam van de locatie in."
    if values.get("capacity") == 0:
        found["capacity"] = "Vul minstens 1 in. Is er geen grens? Laat het veld dan leeg."
    closes_at, starts_at = values.get("registration_closes_at"), values.get("starts_at")
    if closes_at and starts_at and closes_at > starts_at:
        found["registration_closes_at"] = (
            "Dit is na het begin van de bijeenkomst. Kies een eerder tijdstip, of laat het leeg."
        )
    return found


class EventPageForm(ThemedPageForm):
    """Knows what is asked of a meeting besides themes, branches and alt text.

    Until a meeting was online once, an address that only repeats the title and is taken already
    gets the date behind it: there is a "regio West" every year.
    """

    def clean(self) -> dict[str, Any]:
        if not self.instance.first_published_at and "slug" in self.cleaned_data:
            self.cleaned_data["slug"] = self._with_date(self.cleaned_data["slug"])
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Het einde ligt vóór het begin. Kies een later tijdstip.")
        if not self.is_deferred_validation:
            self.add_errors(lacking(cleaned).items())
        return cleaned

    def _with_date(self, slug: str) -> str:
        bare = slugify(self.cleaned_data.get("title") or "")
        is_chosen = slug and not re.fullmatch(rf"{re.escape(bare)}(-\d{{1,2}})?", slug)
        if is_chosen or not bare:
            return slug
        if free_slug(bare, self.parent_page, self.instance) == bare:
            return bare
        starts_at = self.cleaned_data.get("starts_at")
        day = f"-{timezone.localdate(starts_at):%Y-%m-%d}" if starts_at else ""
        return free_slug(f"{bare}{day}", self.parent_page, self.instance)


class EventCopyForm(SitePageCopyForm):
    """Proposes an address without the date of the meeting that is copied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bare = slugify(self.page.title) or self.page.slug
        self.fields["new_slug"].initial = free_slug(bare, self.page.get_parent())
