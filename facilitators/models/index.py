"""The Facilitators Pool: the list of facilitators."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.models import SitePage
from facilitators import contact_views


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

    @path("contact/", name="contact")
    def contact(self, request: HttpRequest) -> HttpResponse:
        trail = [*self.breadcrumbs, self]
        return contact_views.contact(request, trail, contact_views.keys_in(request))

    @path("contact/verstuurd/", name="contact_sent")
    def contact_sent(self, request: HttpRequest) -> HttpResponse:
        trail = [*self.breadcrumbs, self]
        return contact_views.sent(request, trail, contact_views.keys_in(request))
