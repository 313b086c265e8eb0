"""Translates requests to write to facilitators to the form and the service, and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from core import limits, receipts
from core.models.pages import prepare_cards
from facilitators import shortlist
from facilitators.contact import services as contact_services
from facilitators.contact.forms import ContactForm
from facilitators.models.profiles import Profile

# The form as it was sent, and its answer.
CONFLICT, TOO_MANY = 409, 429

# A browser may keep the page of one visitor, so that "back" still has what was typed.
kept_by_visitor = cache_control(private=True, no_cache=True)


@dataclass(frozen=True)
class Writing:
    """Somebody who writes: `trail` are the pages above, the last of which is the Pool."""

    request: HttpRequest
    trail: Sequence[Page]
    asked: Sequence[int]
    profiles: Sequence[Profile]

    @property
    def some_are_gone(self) -> bool:
        return len(self.profiles) < len(self.asked)

    @property
    def pool_url(self) -> str:
        return self.trail[-1].get_url()

    def address(self, part: str = "") -> str:
        """Return the address for those shown now; an address of somebody gone leads nowhere."""
        keys = urlencode([(shortlist.PARAMETER, profile.page_id) for profile in self.profiles])
        return f"{self.pool_url}contact/{part}?{keys}"

    def answer(self, template: str, status: int = 200, **more: object) -> HttpResponse:
        prepare_cards([profile.page for profile in self.profiles])
        one = [self.profiles[0].page] if len(self.profiles) == 1 else []
        context = {"writing": self, "trail": [*self.trail, *one], **more}
        return render(self.request, f"facilitators/contact/{template}", context, status=status)


@kept_by_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, trail: Sequence[Page], asked: Sequence[int]) -> HttpResponse:
    """Show the form to write to the facilitators of these pages; take what was filled in."""
    writing = Writing(request, trail, asked, contact_services.seen(asked))
    form = ContactForm(request.POST if request.method == "POST" else None)
    if not writing.profiles:
        return writing.answer("nobody.html", CONFLICT if form.is_bound else 200, form=form)
    if not form.is_bound:
        return writing.answer("form.html", form=form)
    # What is wrong comes first: who has to mend something takes time anyway.
    if not form.is_valid():
        return writing.answer("form.html", form=form)
    if writing.some_are_gone:
        return writing.answer("form.html", CONFLICT, form=form, notice="gone")
    if form.is_in_haste:
        return writing.answer("form.html", form=form, notice="again")
    return _ask(writing, form)


def _ask(writing: Writing, form: ContactForm) -> HttpResponse:
    network = limits.network_of(writing.request)
    try:
        contact_services.ask(writing.asked, form.question, form.key, network)
    except contact_services.NotSeenAnyMore:
        return contact(writing.request, writing.trail, writing.asked)
    except limits.TooOften as refused:
        response = writing.answer("form.html", TOO_MANY, form=form, until=refused)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return receipts.lead_to(writing.address("verstuurd/"), address=form.question.email)


@kept_by_visitor
@require_safe
def sent(request: HttpRequest, trail: Sequence[Page], asked: Sequence[int]) -> HttpResponse:
    """Say that it was sent, and to whom; the address tells nothing about who sent it."""
    writing = Writing(request, trail, asked, contact_services.seen(asked))
    if not writing.profiles:
        return redirect(writing.pool_url)
    return writing.answer("receipt.html", address=receipts.address_typed(writing.request))
