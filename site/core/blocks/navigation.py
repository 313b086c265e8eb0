"""Links in the menu and the footer."""

from django.core.exceptions import ValidationError
from wagtail import blocks

# The pages that no editor makes: their key says of what, the admin shows their name.
OVERVIEWS = [("theme", "Alle thema's"), ("branch", "Alle branches")]


class MenuItemBlock(blocks.StructBlock):
    """A page of the site or one of the overviews: one of the two."""

    page = blocks.PageChooserBlock(label="pagina", required=False)
    overview = blocks.ChoiceBlock(label="of een overzicht", choices=OVERVIEWS, required=False)
    label = blocks.CharBlock(
        label="tekst",
        max_length=30,
        required=False,
        help_text="Laat leeg om de titel van de pagina te gebruiken.",
    )

    class Meta:
        icon = "doc-empty"
        label = "Pagina"

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["overview"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("Kies een pagina of een overzicht, niet allebei.")}
            )
        return value


class FooterLinkBlock(blocks.StructBlock):
    """A page of the site, one of the overviews or an address elsewhere: one of the three."""

    page = blocks.PageChooserBlock(label="pagina", required=False)
    overview = blocks.ChoiceBlock(label="of een overzicht", choices=OVERVIEWS, required=False)
    url = blocks.URLBlock(label="of een webadres", required=False)
    label = blocks.CharBlock(
        label="tekst",
        max_length=60,
        required=False,
        help_text="Bij een pagina of overzicht mag dit leeg blijven.",
    )

    class Meta:
        icon = "link"
        label = "Link"

    def clean(self, value):
        value = super().clean(value)
        if sum(bool(value[where]) for where in ("page", "overview", "url")) != 1:
            raise blocks.StructBlockValidationError(
                {
                    "page": ValidationError(
                        "Kies een pagina of een overzicht, of vul een webadres in: één van de drie."
                    )
                }
            )
        if value["url"] and not value["label"]:
            raise blocks.StructBlockValidationError(
                {"label": ValidationError("Vul de tekst van de link in.")}
            )
        return value


class FooterColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="kop", max_length=40)
    links = blocks.ListBlock(FooterLinkBlock(), label="links", max_num=8)

    class Meta:
        icon = "list-ul"
        label = "Kolom"
