"""Groups of fields that the page forms share."""

from django import forms
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


def listing_panel() -> MultiFieldPanel:
    """What a card shows besides the title."""
    return MultiFieldPanel(
        [FieldPanel("lead"), FieldPanel("listing_image"), FieldPanel("listing_image_alt")],
        "Inleiding en afbeelding",
        help_text="Dit zien bezoekers op de kaart in elke lijst.",
    )


def terms_panel() -> MultiFieldPanel:
    """Themes and branches as check boxes."""
    return MultiFieldPanel(
        [
            FieldPanel("all_themes"),
            FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
            FieldPanel("all_branches"),
            FieldPanel("branches", widget=forms.CheckboxSelectMultiple),
        ],
        "Thema's en branches",
        help_text="Hiermee vinden bezoekers de pagina. Kies ‘Alle’ als het voor iedereen is.",
    )
