"""The pages around the form: begin, save for later, ask for a link, resume."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core import limits, receipts, times
from core.form_tokens import StampedForm
from core.link_views import only_read_and_send, refused_page
from core.promised_links import promise
from core.questions import Email, QuestionForm
from core.refusals import giving_back
from initiatives.applications.application_form.pages import (
    any_link,
    draft_link,
    first_unfinished,
    forget,
    kept_at,
    of_this_device,
    remember,
    step_url,
    token_of,
)
from initiatives.applications.form.definition import STEPS
from initiatives.applications.intake import contact_links, drafts
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.tasks import send_links_of_drafts
from initiatives.applications.workflow import outgoing_mail
from initiatives.applications.workflow.errors import InvalidState, Refused
from initiatives.models import KoploperIndexPage


class StartForm(StampedForm):
    """A button; its stamp makes that a double click begins once."""


class LinkForm(QuestionForm):
    """Where to send a new link."""

    email = Email(
        label="E-mailadres", help_text="Het adres dat je bij je aanmelding hebt opgegeven."
    )


class AddressForm(forms.Form):
    """Where to send the link to go on; under a personal link, so no program gets here."""

    use_required_attribute = False
    email = Email(
        label="E-mailadres",
        help_text="We gebruiken dit adres alleen voor berichten over je aanmelding.",
    )


TOO_MANY = 429
USED = (
    "De aanmelding die je hier begon, is al verstuurd of ingetrokken. Wil je een nieuwe beginnen? "
    "Open het formulier dan opnieuw."
)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent)


@never_cache
@only_read_and_send
def start(request: HttpRequest) -> HttpResponse:
    """Show what the form asks for and how long it takes; a button begins."""
    form = StartForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "start.html", form=form, mine=of_this_device(request))
    try:
        application = drafts.start(form.key, limits.network_of(request))
    except limits.TooOften as refused:
        return _too_often(request, "start.html", refused, form=form)
    if application.state != State.DRAFT:
        return refused_page(request, InvalidState(USED), reverse("koploper-apply"))
    response = redirect(step_url(application, STEPS[0]))
    remember(request, response, application)
    return response


@csrf_exempt
@any_link
def resume(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Lead to where somebody was; who was invited presses a button first."""
    if application.state == State.DRAFT:
        return redirect(step_url(application, first_unfinished(application)))
    if request.method != "POST":
        return _show(request, "invited.html", application=application)
    try:
        application = drafts.take_up_invitation(application)
    except Refused:
        application.refresh_from_db()
        if application.state != State.DRAFT:  # else this is the second press
            raise
    response = redirect(step_url(application, STEPS[0]))
    remember(request, response, application)
    return response


@csrf_exempt
@draft_link
def save_for_later(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Offer to mail the link with which to go on elsewhere."""
    is_sent = request.method == "POST"
    form = AddressForm(request.POST if is_sent else None, initial={"email": application.email})
    shown = {
        "application": application,
        "form": form,
        "kept_at": kept_at(application),
        "withdraw_url": _withdraw_url(application),
    }
    if not form.is_valid():
        return _of_draft(request, "later.html", **shown)
    try:
        with giving_back(form):
            renewed = contact_links.save_for_later(
                application, form.cleaned_data["email"], limits.network_of(request)
            )
    except limits.TooOften as refused:
        return _too_often(request, "later.html", refused, **shown)
    email = form.cleaned_data["email"]
    response = receipts.lead_to("koploper-later-sent", token_of(renewed), address=email)
    remember(request, response, renewed)
    return response


@csrf_exempt
@draft_link
def later_sent(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    address = receipts.address_typed(request)
    return _of_draft(request, "later_sent.html", application=application, address=address)


@never_cache
@only_read_and_send
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a new link; nobody learns from the answer whether the address is known."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "ask_link.html", form=form)
    try:
        email = form.cleaned_data["email"]
        promise(request, "koploper-link", send_links_of_drafts, email)
    except limits.TooOften as refused:
        return _too_often(request, "ask_link.html", refused, form=form)
    return receipts.lead_to("koploper-link-sent", address=email)


@require_safe
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    return _show(request, "link_sent.html", address=receipts.address_typed(request))


@never_cache
@only_read_and_send
def forget_here(request: HttpRequest) -> HttpResponse:
    """Have this device forget which application was filled in on it; the answers stay."""
    response = redirect("koploper-apply")
    if request.method == "POST":
        forget(response)
        messages.success(request, "Dit apparaat weet niet meer welke aanmelding je hier invulde.")
    return response


def _too_often(
    request: HttpRequest, template: str, refused: limits.TooOften, **context: Any
) -> HttpResponse:
    response = _show(request, template, TOO_MANY, until=refused, **context)
    response.headers["Retry-After"] = str(refused.seconds)
    return response


def _of_draft(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    application = context["application"]
    context["back_url"] = step_url(application, first_unfinished(application))
    return _show(request, template, **context)


def _withdraw_url(application: Application) -> str:
    return reverse("koploper-withdraw", args=[token_of(application)])


def _show(request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
    koplopers = KoploperIndexPage.objects.live().first()
    trail = [*koplopers.breadcrumbs, koplopers] if koplopers else []
    if mine := more.get("mine"):
        is_draft = mine.state == State.DRAFT
        more["resume_url"] = step_url(mine, first_unfinished(mine)) if is_draft else ""
        more["withdraw_url"] = _withdraw_url(mine) if is_draft else ""
    context = {
        "koplopers": koplopers,
        "trail": trail,
        "hears_within": times.workdays(outgoing_mail.WORKDAYS_TO_HEAR),
        "lapses_after": times.term(settings.APPLICATION_LAPSES_AFTER),
        **more,
    }
    return render(request, f"applications/application_form/{template}", context, status=status)
