"""Translates requests to nominate an initiative to the form and the service, and back."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from core import limits, times
from initiatives.applications import nominating
from initiatives.applications.apply.nominate_forms import NominationForm
from initiatives.applications.workflow import outgoing_mail
from initiatives.models import KoploperIndexPage

TOO_MANY = 429

# A browser may keep the page of one visitor, so that "back" still has what was typed.
kept_by_visitor = cache_control(private=True, no_cache=True)


@kept_by_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """Show the form to nominate an initiative; take what was filled in."""
    form = NominationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "form.html", form=form)
    if form.is_in_haste:
        return _show(request, "form.html", form=form, notice="again")
    try:
        nominating.nominate(form.tip, form.key, limits.network_of(request))
    except limits.TooOften as refused:
        response = _show(request, "form.html", TOO_MANY, form=form, until=refused)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return redirect("koploper-nominated")


@kept_by_visitor
@require_safe
def nominated(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the address tells nothing about who nominated what."""
    return _show(request, "receipt.html")


def _show(request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
    koplopers = KoploperIndexPage.objects.live().first()
    trail = [*koplopers.breadcrumbs, koplopers] if koplopers else []
    context = {
        "koplopers": koplopers,
        "trail": trail,
        "hears_within": times.workdays(outgoing_mail.WORKDAYS_TO_HEAR),
        "kept_for": times.term(settings.KEEP_NOMINATION),
        **more,
    }
    return render(request, f"applications/nominate/{template}", context, status=status)
