"""Koplopers: the list of front-runners, and what the network is."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.facets import BRANCHES, THEMES
from core.listing import Listing, MovedFilter, Noun
from core.models import SitePage, ThemedPage

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

    @property
    def apply_url(self) -> str:
        """Return where an initiative is put forward by those who work on it."""
        return f"{self.get_url()}aanmelden/"

    @property
    def nominate_url(self) -> str:
        """Return where somebody puts forward an initiative of others."""
        return f"{self.get_url()}voordragen/"
