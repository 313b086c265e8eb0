"""What a meeting must have before visitors may see it, and the page form that asks for it."""

from collections.abc import Mapping
from typing import Any

from core.forms import ThemedPageForm

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
    """Knows what is asked of a meeting besides themes, branches and alt text."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Het einde ligt vóór het begin. Kies een later tijdstip.")
        if not self.is_deferred_validation:
            self.add_errors(lacking(cleaned).items())
        return cleaned
