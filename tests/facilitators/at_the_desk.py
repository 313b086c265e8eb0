"""What tests of the desk of the Pool managers say again and again."""

from typing import Any

from facilitators.models import Profile
from tests.facilitators.keeping_profiles import fresh
from tests.html import parse

LIST = "/beheer/profielen/"


def desk(profile: Profile, action: str = "inspect") -> str:
    return f"{LIST}{action}/{profile.pk}/"


def names(response: Any) -> list[str]:
    return [cell.get_text(strip=True) for cell in parse(response).select("td.field-name a")]


def seen(profile: Profile) -> dict[str, Any]:
    """Return what the form of an action sends along: what was on the screen."""
    return {"seen": fresh(profile).page.latest_revision_id, "step": "doen"}
