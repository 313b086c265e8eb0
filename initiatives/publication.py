"""What a Koploper must have before visitors may see it; a draft may lack it."""

from collections.abc import Mapping
from typing import Any

from wagtail import hooks

from initiatives.choices import CRITERIA_NEEDED

FIELDS = ("joined_on", "phase", "is_national", "criteria")
# Apps above this one may forbid: each gets the page, and returns a sentence, or nothing.
FORBID_HOOK = "forbid_koploper_online"


def forbidden(page: Any) -> list[str]:
    """Return why a Koploper may not be online at all, whatever it has; nothing when it may."""
    return [sentence for ask in hooks.get_hooks(FORBID_HOOK) if (sentence := ask(page))]


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return for every field that keeps a Koploper from being published what to do about it."""
    found = {}
    if not values.get("joined_on"):
        found["joined_on"] = "Vul in sinds wanneer dit een Koploper is."
    if not values.get("phase"):
        found["phase"] = "Kies hoe ver het initiatief is."
    if not values.get("is_national") and not values.get("regions"):
        found["regions"] = "Kies minstens één regio, of kies ‘Landelijk’."
    if len(values.get("criteria") or ()) < CRITERIA_NEEDED:
        found["criteria"] = (
            "Kies minstens drie criteria. Een initiatief met minder is nog geen Koploper."
        )
    return found


NO_ORGANISATION = "Noem minstens één organisatie die meedoet."
