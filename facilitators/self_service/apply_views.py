"""Translates requests to join the Pool to the form and the service, and back."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from core import limits, receipts
from facilitators import profile_states
from facilitators.models.index import FacilitatorIndexPage
from facilitators.self_service.forms import ApplicationForm

TOO_MANY = 429

# A browser may keep the page of one visitor, so that "back" still has what was typed.
kept_by_visitor = cache_control(private=True, no_cache=True)


@kept_by_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pool: FacilitatorIndexPage) -> HttpResponse:
    """Show the form to join the Pool; take what was filled in."""
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, pool, "form.html", form=form)
    if form.is_in_haste:
        return _show(request, pool, "form.html", form=form, notice="again")
    application = form.application
    network = limits.network_of(request)
    try:
        with transaction.atomic():
            limits.count("application", email=application.email.lower(), network=network)
            profile_states.apply(pool, application, form.key)
    except limits.TooOften as refused:
        response = _show(
            request, pool, "form.html", TOO_MANY, form=form, notice="limit", until=refused
        )
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return receipts.lead_to(f"{pool.apply_url}verstuurd/", address=application.email)


@kept_by_visitor
@require_safe
def applied(request: HttpRequest, pool: FacilitatorIndexPage) -> HttpResponse:
    """Say to look in the mail; the same to everybody, whatever the mail says."""
    return _show(request, pool, "receipt.html", address=receipts.address_typed(request))


def _show(
    request: HttpRequest,
    pool: FacilitatorIndexPage,
    template: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"pool": pool, "trail": [*pool.breadcrumbs, pool], **more}
    return render(request, f"facilitators/apply/{template}", context, status=status)
