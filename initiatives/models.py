"""Koplopers: the list of front-runners and one of them."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.search import index

from core.blocks.body import BodyBlock, figures
from core.facets import BRANCHES, THEMES
from core.forms import ThemedPageForm
from core.listing import Listing, MovedFilter, Noun
from core.models import SitePage, ThemedPage
from core.panels import listing_panel, terms_panels

KOPLOPERS = Noun("Koploper", "Koplopers")


class KoploperIndexPage(SitePage):
    """Koplopers: every front-runner, the one that joined last first."""

    intro = RichTextField(
        "inleiding", blank=True, features=["bold", "italic", "link"], help_text="Boven de lijst."
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["initiatives.InitiativePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = "koplopersoverzicht"
        verbose_name_plural = "koplopersoverzichten"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        path = self.get_url(request)
        initiatives = ThemedPage.objects.child_of(self).published().newest_first()
        try:
            listing = Listing(initiatives, [THEMES, BRANCHES], request.GET, path, KOPLOPERS)
        except MovedFilter as moved:
            return redirect(f"{path}?{moved.query}", permanent=True)
        return super().serve(request, *args, listing=listing, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "listing": kwargs.get("listing")}


class InitiativePage(ThemedPage):
    """One Koploper. An adviser admits it, an editor publishes it, everybody reads it."""

    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)

    base_form_class = ThemedPageForm
    read_along = ("listing_image",)
    parent_page_types: ClassVar[list[str]] = ["initiatives.KoploperIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        listing_panel(),
        *terms_panels(),
        FieldPanel("body"),
    ]
    search_fields = [*ThemedPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "Koploper"
        verbose_name_plural = "Koplopers"

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return [*super().pictures(), *figures(self.body)]

    @property
    def index_page(self) -> Page:
        """Return the list this Koploper stands in."""
        return self.breadcrumbs[-1]
