"""Koplopers: the list of front-runners, and what their network is."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.search import index

from core.blocks.body import figures
from core.index_pages import IndexPage
from core.listing import Listing
from core.models import ContactRole, SitePage
from core.models.pages import published
from initiatives.blocks import NetworkBlock
from initiatives.listing import FACETS, KOPLOPERS, by_region
from initiatives.models.pages import InitiativePage, InitiativeQuerySet

# What a new page about the network starts with; editors fill in the rest.
STANDARD_BODY = [
    {"type": "heading", "value": "De vier criteria"},
    {"type": "criteria", "value": None},
    {"type": "heading", "value": "Ook Koploper worden?"},
    {"type": "ways_in", "value": {}},
]


class KoploperIndexPage(IndexPage):
    """Koplopers: every front-runner, the one that joined last first.

    Editors write the words around it; the list and the overview by region keep themselves.
    """

    join_text = RichTextField(
        "ook Koploper worden",
        blank=True,
        features=["bold", "italic", "link"],
        default="<p>Pakken jullie samen het tekort aan collega’s aan? En heeft een ander daar ook "
        "iets aan? Meld je initiatief dan aan. Of draag er een voor dat je kent.</p>",
        help_text="Onder de lijst, boven de knoppen om aan te melden en voor te dragen.",
    )

    subpage_types: ClassVar[list[str]] = ["initiatives.InitiativePage", "initiatives.NetworkPage"]
    content_panels = [*IndexPage.content_panels, FieldPanel("join_text")]

    class Meta:
        verbose_name = "koplopersoverzicht"
        verbose_name_plural = "koplopersoverzichten"

    @property
    def apply_url(self) -> str:
        """Return where those who work on an initiative apply (initiatives.applications)."""
        return reverse("koploper-apply")

    @property
    def nominate_url(self) -> str:
        """Return where others tell us of an initiative (initiatives.applications)."""
        return reverse("koploper-nominate")

    @path("")
    def list_koplopers(self, request: HttpRequest) -> HttpResponse:
        pages = self.initiatives()
        context = {
            "listing": Listing(
                pages.newest_first(), FACETS, request.GET, self.get_url(), KOPLOPERS
            ),
            "parts_of_the_country": by_region(pages, self.get_url()),
            "network": published(NetworkPage.objects.child_of(self)).first(),
        }
        return self.render(request, context_overrides=context)

    def initiatives(self) -> InitiativeQuerySet:
        """Return every Koploper that anybody may read about."""
        return InitiativePage.objects.child_of(self).published()


class NetworkPage(SitePage):
    """What the Koplopernetwerk is: its criteria, how one gets in, and who can help.

    A page of its own under the list, so that neither buries the other on a phone.
    """

    lead = models.TextField("inleiding", max_length=400, blank=True)
    body = StreamField(NetworkBlock(), verbose_name="tekst", blank=True, default=STANDARD_BODY)
    contact = models.ForeignKey(
        ContactRole,
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Met wie kan iemand eerst praten? Staat onder de tekst.",
    )

    max_count = 1
    read_along = ("contact",)
    parent_page_types: ClassVar[list[str]] = ["initiatives.KoploperIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("contact", icon="mail"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "uitleg Koplopernetwerk"
        verbose_name_plural = "uitleg Koplopernetwerk"

    @property
    def summary(self) -> str:
        return self.search_description or self.lead

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return figures(self.body)

    @property
    def lists_employers(self) -> bool:
        return any(block.block_type == "employers" for block in self.body)

    @cached_property
    def index_page(self) -> KoploperIndexPage:
        """Return the list of Koplopers, which knows where the forms are."""
        return KoploperIndexPage.objects.get(pk=self.breadcrumbs[-1].pk)
