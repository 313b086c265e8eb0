"""What a profile must have before visitors may see it (domain guide, paragraph 7.2)."""

from collections.abc import Mapping
from typing import Any

from facilitators import consents
from facilitators.models.profiles import Consent, Profile

TO_CHOOSE = {
    "kinds": "Kies minstens één soort begeleider.",
    "help_questions": "Kies waarbij deze facilitator helpt.",
    "levels": "Kies minstens één niveau.",
    "group_sizes": "Kies minstens één groepsgrootte.",
    "deployments": "Kies minstens één soort inzet.",
    "regions": "Kies minstens één regio.",
}
FIELDS = (*TO_CHOOSE, "other_method", "experience", "is_organisation", "last_name")


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return for every field that keeps a page from being published what to do about it."""
    found = {name: sentence for name, sentence in TO_CHOOSE.items() if not values.get(name)}
    if not values.get("methods") and not values.get("other_method"):
        found["methods"] = "Kies minstens één methodiek."
    if not (values.get("experience") or "").strip():
        found["experience"] = "Beschrijf welke veranderingen in zorg en welzijn zijn begeleid."
    if not values.get("is_organisation") and not values.get("last_name"):
        found["last_name"] = "Vul de achternaam in, of vink ‘Bureau of organisatie’ aan."
    return found


def of_profile(profile: Profile | None) -> dict[str, str]:
    """Return the same of what stands beside the page."""
    if profile is None:
        return {"profile": "Bewaar de pagina eerst als concept."}
    found = lacking_in_profile(profile)
    return {"profile": " ".join(found)} if found else {}


def lacking_in_profile(profile: Profile) -> list[str]:
    """Return what has to be done first, as sentences for staff; nothing for who is in the Pool."""
    if profile.state == Profile.State.PUBLISHED:
        return []
    if profile.state in (Profile.State.REMOVED, Profile.State.REJECTED):
        return [f"Dit profiel is {profile.get_state_display().lower()}."]
    found = []
    if not profile.email:
        found.append("Er is nog geen e-mailadres.")
    elif not profile.email_confirmed_at:
        found.append("Het e-mailadres is nog niet bevestigd.")
    if not profile.follows_vision:
        found.append(
            "De facilitator heeft de gezamenlijke visie op actieleren nog niet aangevinkt."
        )
    missing = _shown(profile) - consents.given(profile)
    return found + [
        f"Er is geen toestemming voor: {item.label.lower()}."
        for item in Consent.Item
        if item in missing
    ]


def _shown(profile: Profile) -> set[str]:
    """Return what visitors would see, each of which needs consent."""
    shown = {Consent.Item.PROFILE: True}
    shown[Consent.Item.EMAIL] = profile.shows_email
    shown[Consent.Item.PHONE] = profile.shows_phone and bool(profile.phone)
    shown[Consent.Item.WEBSITE] = bool(profile.website)
    return {item.value for item, is_shown in shown.items() if is_shown}
