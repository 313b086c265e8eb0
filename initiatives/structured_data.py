"""What search engines read of a Koploper: schema.org Project, and who takes part in it."""

from typing import Any

from initiatives.models import InitiativePage


def initiative(page: InitiativePage, image_url: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Project",
        "@id": f"{page.canonical_url}#initiatief",
        "name": page.title,
        "description": page.summary,
        "url": page.canonical_url,
        "image": image_url,
        "areaServed": [region.name for region in page.region_list] or ["Nederland"],
        "knowsAbout": [term.name for term in (*page.theme_list, *page.branch_list)],
        "member": [
            {"@type": "Organization", "name": organisation.name}
            for organisation in page.organisations.all()
        ],
    }
    if page.website:
        found["sameAs"] = page.website
    return found
