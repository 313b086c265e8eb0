"""The home page and the pages with a fixed place: about us, privacy, accessibility, contact."""

from typing import ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.blocks.body import PageListBlock, figures
from core.models import ContactRole, SitePage
from core.page_guards import FramePage
from home.blocks import CallToActionBlock, FixedPageBlock, LinesBlock, ThemesBlock


class HomePage(FramePage, SitePage):
    """The front door: one sentence on who we are, the newest news, ways onward."""

    kicker = models.CharField("boven de kop", max_length=60, blank=True)
    heading = models.CharField("kop", max_length=100, blank=True)
    lead = models.TextField("inleiding", max_length=400, blank=True)
    primary_label = models.CharField("tekst op de knop", max_length=40, blank=True)
    primary_page = models.ForeignKey(
        Page,
        verbose_name="knop gaat naar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    secondary_label = models.CharField("tekst van de link", max_length=40, blank=True)
    secondary_page = models.ForeignKey(
        Page,
        verbose_name="link gaat naar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sections = StreamField(
        [
            ("page_list", PageListBlock()),
            ("lines", LinesBlock()),
            ("themes", ThemesBlock()),
            ("call_to_action", CallToActionBlock()),
        ],
        verbose_name="blokken",
        blank=True,
    )

    max_count = 1
    read_along = ("primary_page", "secondary_page")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kicker", help_text="Een paar woorden, klein boven de kop."),
                FieldPanel("heading", help_text="Wat doet het netwerk? Eén zin."),
                FieldPanel("lead", help_text="Twee of drie zinnen onder de kop."),
                FieldPanel("primary_label", help_text="Zeg wat er gebeurt: ‘Lees het nieuws’."),
                PageChooserPanel("primary_page"),
                FieldPanel("secondary_label", help_text="Naast de knop, minder opvallend."),
                PageChooserPanel("secondary_page"),
            ],
            "Opening",
            help_text="Het eerste dat een bezoeker ziet.",
        ),
        FieldPanel("sections"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead", boost=2)]

    class Meta:
        verbose_name = "homepage"

    @property
    def summary(self) -> str:
        return self.search_description or self.lead

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page for a path in two queries, however deep it lies.

        Wagtail's own way takes two queries a level. The pages on the way are the breadcrumbs, so
        they are handed to the page that was found.
        """
        if not path_components:
            return super().route(request, path_components)
        paths = [
            self.url_path + "/".join(path_components[:depth]) + "/"
            for depth in range(1, len(path_components) + 1)
        ]
        found = list(
            Page.objects.filter(
                slug__in=set(path_components), url_path__in=paths, path__startswith=self.path
            ).order_by("depth")
        )
        if not found:
            raise Http404
        deepest = found[-1]
        model = deepest.specific_class
        page = model.objects.select_related(*getattr(model, "read_along", ())).get(pk=deepest.pk)
        page.ancestors_on_route = [self, *found[:-1]]
        return page.route(request, path_components[len(found) :])


class ContentPage(SitePage):
    """A page with a fixed place, such as Over ons or Privacyverklaring."""

    lead = models.TextField("inleiding", max_length=400, blank=True)
    body = StreamField(FixedPageBlock(), verbose_name="tekst", blank=True)
    contact = models.ForeignKey(
        ContactRole,
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    read_along = ("contact",)
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("contact"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "vaste pagina"
        verbose_name_plural = "vaste pagina's"

    @property
    def summary(self) -> str:
        return self.search_description or self.lead

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return figures(self.body)
