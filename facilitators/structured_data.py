"""What search engines read of a facilitator: schema.org Person or Organization, no contact data."""

from typing import Any

from core.models import MeetingRegion
from core.site_context import SiteContext
from facilitators.models import FacilitatorPage


def facilitator(page: FacilitatorPage, site_context: SiteContext, image_url: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Organization" if page.is_organisation else "Person",
        "@id": f"{page.canonical_url}#facilitator",
        "name": page.title,
        "description": page.summary,
        "url": page.canonical_url,
        "image": image_url,
        "knowsAbout": [*page.help_question_labels, *(term.name for term in page.theme_list)],
    }
    if page.is_organisation:
        found["areaServed"] = [_area(region) for region in page.regions]
    else:
        found["jobTitle"] = page.kind_labels
    return found


def _area(region: str) -> str:
    return "Nederland" if region == MeetingRegion.NATIONAL else str(MeetingRegion(region).label)
