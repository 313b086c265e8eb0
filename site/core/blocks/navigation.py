"""Links in the menu and the footer."""

from django.core.exceptions import ValidationError
from wagtail import blocks


class MenuItemBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label="pagina")
    label = blocks.CharBlock(
        label="tekst",
        max_length=30,
        required=False,
        help_text="Laat leeg om de titel van de pagina te gebruiken.",
    )

    class Meta:
        icon = "doc-empty"
        label = "Pagina"


class FooterLinkBlock(blocks.StructBlock):
    """A page of the site or an address elsewhere: one of the two."""

    page = blocks.PageChooserBlock(label="pagina", required=False)
    url = blocks.URLBlock(label="of een webadres", required=False)
    label = blocks.CharBlock(
        label="tekst",
        max_length=60,
        required=False,
        help_text="Bij een pagina mag dit leeg blijven.",
    )

    class Meta:
        icon = "link"
        label = "Link"

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError("Kies een pagina of vul een webadres in, niet allebei.")}
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
