"""Groups of fields that the page forms share."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.forms import TermCheckboxes


def listing_panel() -> MultiFieldPanel:
    """What a card shows besides the title."""
    return MultiFieldPanel(
        [FieldPanel("lead"), FieldPanel("listing_image"), FieldPanel("listing_image_alt")],
        "Inleiding en afbeelding",
        help_text="Dit zien bezoekers op de kaart in elke lijst, en boven aan de pagina.",
        icon="image",
    )


def terms_panels() -> list[MultiFieldPanel]:
    """Themes and branches as check boxes, "alle" first."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("all_themes"),
                FieldPanel(
                    "themes",
                    heading="Of alleen deze thema's",
                    widget=TermCheckboxes("all_themes", "Of alleen deze thema's"),
                ),
            ],
            "Thema's",
            help_text="Bezoekers vinden de pagina met het filter ‘Thema’. De eerste bepaalt de "
            "kleur. Nodig om te publiceren.",
            icon="tag",
        ),
        MultiFieldPanel(
            [
                FieldPanel("all_branches"),
                FieldPanel(
                    "branches",
                    heading="Of alleen deze branches",
                    widget=TermCheckboxes("all_branches", "Of alleen deze branches"),
                ),
            ],
            "Branches",
            help_text="Voor wie is de pagina? Bezoekers vinden de pagina met het filter ‘Branche’. "
            "Nodig om te publiceren.",
            icon="group",
        ),
    ]
