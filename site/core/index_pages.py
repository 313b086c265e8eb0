"""What the pages with a list that visitors filter have in common."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.listing import MovedFilter
from core.models import SitePage
from core.page_guards import FramePage


class IndexPage(FramePage, RoutablePageMixin, SitePage):
    """A list of pages of one kind. Editors write the introduction; the list keeps itself.

    Its template extends listing_page.html, with a core.listing.Listing as `listing`.
    """

    intro = RichTextField(
        "inleiding", blank=True, features=["bold", "italic", "link"], help_text="Boven de lijst."
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro", boost=2)]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send on whoever asks for a list by an old slug, whichever of our addresses it was."""
        try:
            return super().serve(request, *args, **kwargs)
        except MovedFilter as moved:
            return redirect(f"{request.path}?{moved.query}", permanent=True)
