"""The Facilitators Pool: the list of facilitators."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.models import SitePage


class FacilitatorIndexPage(RoutablePageMixin, SitePage):
    """Facilitators Pool: who can guide a group or a change, by what an organisation needs."""

    intro = RichTextField(
        "inleiding", blank=True, features=["bold", "italic", "link"], help_text="Boven de lijst."
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["facilitators.FacilitatorPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = "Facilitators Pool"
        verbose_name_plural = "Facilitators Pools"
