"""What editors can set for the whole site: who we are, the menu and the footer."""

from django.db import models
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from core.blocks.navigation import FooterColumnBlock, MenuItemBlock


@register_setting(icon="cog", order=100)
class SiteSettings(BaseGenericSetting):
    """One record with a tab for each subject, read in one query."""

    name = models.CharField("naam", max_length=80, default="Actie Leer Netwerk")
    tagline = models.CharField(
        "ondertitel",
        max_length=120,
        default="Samen leren. Samen het personeelstekort aanpakken.",
        help_text="Staat in de voet van elke pagina en in zoekmachines.",
    )
    description = models.CharField(
        "omschrijving",
        max_length=250,
        blank=True,
        help_text="Voor zoekmachines, als een pagina zelf geen inleiding heeft.",
    )
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoonnummer", max_length=20, blank=True)
    menu = StreamField(
        [("item", MenuItemBlock())],
        blank=True,
        verbose_name="hoofdmenu",
        help_text="Hooguit zeven. Een pagina die niet online staat, slaan we over.",
        max_num=7,
    )
    footer = StreamField(
        [("column", FooterColumnBlock())], blank=True, verbose_name="kolommen", max_num=3
    )
    footer_text = RichTextField("tekst onderaan", blank=True, features=["bold", "link"])

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name", help_text="Staat boven elke pagina en in de browser."),
                    FieldPanel("tagline"),
                    FieldPanel("description"),
                ],
                heading="Organisatie",
            ),
            ObjectList(
                [
                    FieldPanel("email", help_text="Van het netwerk, niet van een persoon."),
                    FieldPanel("phone", help_text="Bijvoorbeeld: 088 – 000 00 00."),
                ],
                heading="Contact",
                help_text="Staat in de voet van elke pagina. Laat leeg wat je niet wilt tonen.",
            ),
            ObjectList([FieldPanel("menu")], heading="Hoofdmenu"),
            ObjectList(
                [
                    FieldPanel(
                        "footer",
                        help_text="Hooguit drie kolommen met links, onder elke pagina. "
                        "Een pagina die niet online staat, slaan we over.",
                    ),
                    FieldPanel("footer_text", help_text="Eén regel, helemaal onderaan."),
                ],
                heading="Voet",
            ),
        ]
    )

    class Meta:
        verbose_name = "site"
