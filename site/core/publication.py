"""What a themed page must have before visitors may see it.

A draft may lack all of it. The page form says it beside the field; the ways to publish that show no
form (several pages at once, approving from the dashboard) ask the page itself.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

TERMS = (("themes", "all_themes", "thema"), ("branches", "all_branches", "branche"))


def lacking(values: Mapping[str, Any]) -> dict[str, str]:
    """Return for every field that keeps the page from being published what to do about it."""
    found = {
        field: f"Kies minstens één {word}, of kies ‘Alle’."
        for field, everything, word in TERMS
        if not values.get(everything) and not values.get(field)
    }
    if values.get("listing_image") and not values.get("listing_image_alt"):
        found["listing_image_alt"] = (
            "Beschrijf wat er op de afbeelding staat. Mensen die de afbeelding niet zien, lezen "
            "deze tekst."
        )
    return found


def lacking_in_text(page: Any) -> dict[str, str]:
    """Return the same for the texts: blocks that are not finished, alt text among them."""
    found = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError:
                found[field.name] = (
                    f"In ‘{field.verbose_name}’ is een blok nog niet af. "
                    "Open de pagina en kies Publiceren om te zien welk."
                )
    return found
