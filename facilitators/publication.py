"""What a profile must have before visitors may see it (domain guide, paragraphs 7.1 and 7.2)."""

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
# What the form of the facilitator asks too: staff publish nothing that could not be sent in again.
MOST_METHODS, MOST_WORK_FORMS = 8, 6
SHORTEST_EXPERIENCE, LONGEST_EXPERIENCE = 100, 1_200
PAUSED_INSTEAD = (
    "Ga naar ‘Facilitators Pool’ en dan ‘Profielen’. Daar kun je een wijziging goedkeuren. Wil de "
    "facilitator weer meedoen, zet het profiel daar dan weer online."
)


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return for every field that keeps a page from being published what to do about it.

    `methods` and `work_forms` are collections of what was chosen, or left out when nothing was.
    """
    found = {name: sentence for name, sentence in TO_CHOOSE.items() if not values.get(name)}
    methods, work_forms = (len(values.get(name) or ()) for name in ("methods", "work_forms"))
    if not methods and not values.get("other_method"):
        found["methods"] = "Kies minstens één methodiek."
    elif methods > MOST_METHODS:
        found["methods"] = f"Kies hooguit {MOST_METHODS} methodieken."
    if work_forms > MOST_WORK_FORMS:
        found["work_forms"] = f"Kies hooguit {MOST_WORK_FORMS} werkvormen."
    # A browser sends the end of a line as two characters.
    experience = (values.get("experience") or "").strip().replace("\r\n", "\n")
    if not experience:
        found["experience"] = "Beschrijf welke veranderingen in zorg en welzijn zijn begeleid."
    elif len(experience) < SHORTEST_EXPERIENCE:
        found["experience"] = f"Beschrijf de ervaring in minstens {SHORTEST_EXPERIENCE} tekens."
    elif len(experience) > LONGEST_EXPERIENCE:
        found["experience"] = f"Maak de ervaring korter: hooguit {LONGEST_EXPERIENCE} tekens."
    if not values.get("is_organisation") and not values.get("last_name"):
        found["last_name"] = "Vul de achternaam in, of vink ‘Bureau of organisatie’ aan."
    return found


def of_profile(profile: Profile | None) -> dict[str, str]:
    """Return the same of what stands beside the page."""
    if profile is None:
        return {"profile": "Bewaar de pagina eerst als concept."}
    found = lacking_in_profile(profile)
    return {"profile": " ".join(found)} if found else {}


def keeps_paused(profile: Profile | None) -> dict[str, str]:
    """Return why staff cannot publish the page of a facilitator paused by others.

    The way back is at the desk, where it is asked for and not a side effect. A page that the clock
    took offline was paused by nobody.
    """
    if profile is None or profile.state != Profile.State.PAUSED:
        return {}
    if profile.is_paused_by_staff or profile.page.expired:
        return {}
    why = (
        "Dit profiel is gepauzeerd: de facilitator liet niet weten of het nog klopt."
        if profile.asked_at
        else "De facilitator heeft dit profiel gepauzeerd."
    )
    return {"paused": f"{why} {PAUSED_INSTEAD}"}


def lacking_in_profile(profile: Profile) -> list[str]:
    """Return what has to be done first, as sentences for staff; nothing for members."""
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
