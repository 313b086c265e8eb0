"""The Facilitators Pool: the list of facilitators, the guide through it, and comparing some."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField

from core.index_pages import IndexPage
from core.listing import Listing
from core.site_context import Link
from facilitators import comparing
from facilitators.consents import VISION_IN_FULL
from facilitators.listing import FACILITATORS, SEARCH_PARAMETER, facets
from facilitators.managers import let_managers_in
from facilitators.matching import QUESTIONS, Answers
from facilitators.models.pages import FacilitatorPage, FacilitatorQuerySet
from facilitators.shortlist import Shortlist, listed_keys

# Views import models, so the page knows its views by name only.
APPLY, CONTACT = "facilitators.self_service.apply_views", "facilitators.contact.views"


class FacilitatorIndexPage(IndexPage):
    """Facilitators Pool: who can guide a group or a change, by what an organisation needs."""

    vision = RichTextField(
        "gezamenlijke visie op actieleren",
        blank=True,
        default=VISION_IN_FULL,
        db_default=VISION_IN_FULL,
        features=["bold", "italic", "ul", "link"],
        help_text="Wie zich aanmeldt voor de Pool, vinkt aan zo te werken, en kan dit daar lezen.",
    )

    content_panels = [*IndexPage.content_panels, FieldPanel("vision")]
    subpage_types: ClassVar[list[str]] = ["facilitators.FacilitatorPage"]

    class Meta:
        verbose_name = "Facilitators Pool"
        verbose_name_plural = "Facilitators Pools"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let who runs the Pool in when the list is made."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            let_managers_in(self)

    @path("")
    def list_facilitators(self, request: HttpRequest) -> HttpResponse:
        """Show the list; the best first when the address has answers of the guide."""
        answers = Answers.of(request.GET)
        shortlist = self.shortlist(request)
        pages = (
            answers.best_first(self.facilitators()) if answers else self.facilitators().by_name()
        )
        listing = Listing(
            pages,
            facets(request.GET.get(SEARCH_PARAMETER, "")),
            request.GET,
            self.get_url(),
            FACILITATORS,
            carried=[*answers.pairs, *shortlist.pairs],
        )
        context = {"listing": listing, "answers": answers, **self.kept(shortlist)}
        if answers:
            context["fitting"] = listing.matching.filter(fit=answers.most).count()
        return self.render(request, context_overrides=context)

    @path("welke-past/", name="guide")
    def guide(self, request: HttpRequest) -> HttpResponse:
        """Ask a few questions; the answers go to the list, which stands in order of fit."""
        answers = Answers.of(request.GET)
        context = {
            "asked": [
                (question, answers.given.get(question.parameter, "")) for question in QUESTIONS
            ],
            "answers": answers,
            **self.kept(self.shortlist(request)),
        }
        return self.render(request, context_overrides=context, template="facilitators/guide.html")

    @path("vergelijk/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        """Show the facilitators of a shortlist side by side."""
        shortlist = self.shortlist(request)
        return self.render(
            request,
            context_overrides={
                "rows": comparing.rows(shortlist.pages),
                **self.kept(shortlist),
            },
            template="facilitators/compare.html",
        )

    @path("aanmelden/", name="apply")
    def apply(self, request: HttpRequest) -> HttpResponse:
        return import_string(f"{APPLY}.apply")(request, self)

    @path("aanmelden/verstuurd/", name="applied")
    def applied(self, request: HttpRequest) -> HttpResponse:
        return import_string(f"{APPLY}.applied")(request, self)

    @path("contact/", name="contact")
    def contact(self, request: HttpRequest) -> HttpResponse:
        trail = [*self.breadcrumbs, self]
        return import_string(f"{CONTACT}.contact")(request, trail, listed_keys(request.GET))

    @path("contact/verstuurd/", name="contact_sent")
    def contact_sent(self, request: HttpRequest) -> HttpResponse:
        trail = [*self.breadcrumbs, self]
        return import_string(f"{CONTACT}.sent")(request, trail, listed_keys(request.GET))

    def facilitators(self) -> FacilitatorQuerySet:
        """Return everybody whom visitors can see."""
        return FacilitatorPage.objects.child_of(self).published()

    def shortlist(self, request: HttpRequest) -> Shortlist:
        return Shortlist.of(
            request.GET,
            self.facilitators().select_related("profile", "listing_image"),
            Answers.of(request.GET).pairs,
        )

    def kept(self, shortlist: Shortlist) -> dict[str, Any]:
        """Return what a page needs to keep the shortlist in the menu and the breadcrumbs too."""
        return {"shortlist": shortlist, "carried": {"to": self.get_url(), "query": shortlist.query}}

    @property
    def own_crumb(self) -> tuple[Link, ...]:
        """Return the crumb of this page above one of its other pages."""
        return (Link(self.title, self.get_url()),)

    @property
    def guide_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('guide')}"

    @property
    def compare_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('compare')}"

    @property
    def contact_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('contact')}"

    @property
    def apply_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('apply')}"
