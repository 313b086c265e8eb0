"""Translates requests of facilitators about their own profile to forms and services, and back.

They have no account: the link in their mail is all.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import limits, receipts
from core.link_views import DeadLink, View, only_read_and_send, opened_by
from core.promised_links import promise
from core.refusals import giving_back, typed_at
from facilitators import consents, profile_links, profile_states, profile_updates
from facilitators.errors import InvalidState
from facilitators.locking import IN_THE_POOL, POSSIBLE, STANDING, State
from facilitators.models.profiles import Profile
from facilitators.self_service.forms import (
    AvailabilityForm,
    ContactForm,
    LinkForm,
    PhotographForm,
    answers_of_availability,
    answers_of_contact,
)
from facilitators.self_service.overview import overview_of, portrait_of
from facilitators.self_service.text_forms import TextForm, WithParts, answers_of_text
from facilitators.tasks import send_link
from facilitators.texts import text_of

NOT_FOUND, CONFLICT, GONE, TOO_MANY = 404, 409, 410, 429
SENT_IN = "Je {} is ingestuurd. We kijken ernaar voordat iedereen het ziet."
# In which much is typed, by the name of their address.
FORMS: dict[str, type[WithParts]] = {
    "facilitator-availability": AvailabilityForm,
    "facilitator-contact": ContactForm,
    "facilitator-photograph": PhotographForm,
    "facilitator-text": TextForm,
}


def by_link(purpose: str) -> Callable[[View], View]:
    """Decorate a view so that it gets the profile of a link that works.

    One that is garbled, too old or replaced leads to a page that says so, and to a new one.
    """
    back = "facilitator" if purpose == profile_links.EDIT else ""
    return opened_by(lambda request, token: _found(request, token, purpose)[0], back=back)


def _found(request: HttpRequest, token: str, purpose: str) -> tuple[Profile, str]:
    """Return whose link this is, and for which address if for one. Raises DeadLink."""
    opened = profile_links.open_link(token, purpose)
    if opened.profile is None:
        raise DeadLink(_dead(request, opened, purpose))
    if opened.profile.state not in STANDING:
        typed = typed_at(request, FORMS)
        raise DeadLink(_show(request, "gone.html", GONE, profile=opened.profile, typed=typed))
    return opened.profile, opened.address


@by_link(profile_links.EDIT)
def overview(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Show how a profile stands, what waits, and the ways to change it."""
    return _show(request, "overview.html", token=token, **overview_of(profile))


@by_link(profile_links.EDIT)
def availability(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    form = AvailabilityForm(
        request.POST if request.method == "POST" else None,
        initial=answers_of_availability(profile),
    )
    if not form.is_valid():
        return _edit(request, token, form, "Je beschikbaarheid", "Bewaar")
    chosen = form.cleaned_data["beschikbaarheid"]
    action = partial(profile_updates.set_availability, profile, chosen, form.available_from)
    return _do(request, token, action, "Je beschikbaarheid is bewaard.", form)


@by_link(profile_links.EDIT)
def contact(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial=answers_of_contact(profile, consents.given(profile)),
    )
    if not form.is_valid():
        return _edit(request, token, form, "Contact en toestemming", "Bewaar")
    answers = form.cleaned_data
    said = "Je gegevens zijn bewaard."
    if answers["email"].lower() != profile.email.lower():
        said += f" Bevestig je nieuwe adres met de link in de mail naar {answers['email']}."
    return _do(
        request,
        token,
        lambda: profile_updates.set_contact(
            profile, form.contact, answers["email"], follows_vision=answers["visie"]
        ),
        said,
        form,
    )


@by_link(profile_links.EDIT)
def text(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Let a facilitator rewrite the newest version, that of a draft if there is one."""
    kept = text_of(profile_states.latest(profile))
    form = TextForm(
        request.POST if request.method == "POST" else None,
        initial=answers_of_text(kept),
        kept=kept,
    )
    waits = profile.state in IN_THE_POOL
    if not form.is_valid():
        return _edit(request, token, form, "Je tekst en keuzes", "Stuur in", waits=waits)
    said = SENT_IN.format("tekst") if waits else "Je tekst is bewaard."
    if form.text == kept:
        said = "Er is niets veranderd: je tekst was al zo."
    return _do(
        request, token, lambda: profile_updates.submit_change(profile, form.text), said, form
    )


@by_link(profile_links.EDIT)
def preview(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Show the page as it will be, with what nobody else sees yet."""
    draft = profile_states.latest(profile)
    response: Any = draft.serve_preview(request, "")
    response.context_data["own_profile_url"] = reverse("facilitator", args=[token])
    return cast(HttpResponse, response)


@by_link(profile_links.EDIT)
def photograph(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Take a photograph, which the pool manager looks at before anybody else does."""
    draft = profile_states.latest(profile)
    is_sent = request.method == "POST"
    form = PhotographForm(request.POST, request.FILES) if is_sent else PhotographForm()
    shown: dict[str, Any] = {
        "token": token,
        "form": form,
        "portrait": portrait_of(draft),
        "waits": profile.state in IN_THE_POOL,
    }
    if not form.is_valid():
        return _show(request, "photograph.html", **shown)
    answers = form.cleaned_data
    try:
        with giving_back(form), transaction.atomic():
            limits.count("photograph", profile=str(profile.pk))
            profile_updates.submit_photograph(profile, answers["foto"], answers["beschrijving"])
    except limits.TooOften as refused:
        response = _show(request, "photograph.html", TOO_MANY, until=refused, **shown)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    waits = profile.state in IN_THE_POOL
    messages.success(request, SENT_IN.format("foto") if waits else "Je foto is bewaard.")
    return redirect("facilitator", token)


@by_link(profile_links.EDIT)
def withdraw_photograph(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    portrait = portrait_of(profile_states.latest(profile)) or portrait_of(profile.page)
    if portrait is None:
        return redirect("facilitator", token)
    if request.method == "POST":
        action = partial(profile_updates.withdraw_photograph, profile)
        return _do(request, token, action, "Je foto is weg, ook van de website.")
    return _show(
        request, "withdraw_photograph.html", token=token, profile=profile, portrait=portrait
    )


def _confirmed(
    name: str, action: Callable[[Profile], None], done: State, said: str
) -> Callable[..., HttpResponse]:
    """Return a view that asks whether it is meant, and then does it.

    `done` is the state after, and `said` what the page says then.
    """

    @by_link(profile_links.EDIT)
    def answer(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
        if profile.state == done:
            return redirect("facilitator", token)
        if request.method == "POST":
            return _do(request, token, lambda: action(profile), said)
        if profile.state not in POSSIBLE[name]:
            raise InvalidState(profile)
        if name == "resume":
            profile_states.check_resuming(profile, None)
        return _show(request, f"{name}.html", token=token, profile=profile)

    return answer


pause = _confirmed(
    "pause", profile_states.pause, State.PAUSED, "Je profiel is van de website gehaald."
)
resume = _confirmed(
    "resume", profile_states.resume, State.PUBLISHED, "Je profiel staat weer op de website."
)


@by_link(profile_links.EDIT)
def remove(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, "remove.html", token=token, profile=profile)
    profile_states.remove(profile)
    return redirect("facilitator-removed")


@by_link(profile_links.EDIT)
def right(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Take the answer to the yearly question from the overview, where its button stands."""
    if request.method != "POST":
        return redirect("facilitator", token)
    action = partial(profile_updates.still_right, profile)
    return _do(request, token, action, "Bedankt. We weten nu dat je profiel klopt.")


@require_safe
@never_cache
def removed(request: HttpRequest) -> HttpResponse:
    return _show(request, "removed.html")


@opened_by(lambda request, token: _found(request, token, profile_links.ADDRESS))
def confirm_address(request: HttpRequest, found: tuple[Profile, str], token: str) -> HttpResponse:
    """Ask for one press of a button, then take the address; a former one confirms nothing."""
    profile, address = found
    if request.method == "POST":
        profile_updates.confirm_address(profile, address)
        profile.refresh_from_db()
    if profile.new_email and address != profile.new_email:
        status = CONFLICT if request.method == "POST" else 200
        return _show(request, "former_address.html", status, address=address)
    is_known = not profile.new_email and profile.email_confirmed_at is not None
    own_url = profile_links.edit_url(profile) if is_known else ""
    return _show(request, "address.html", profile=profile, is_known=is_known, own_url=own_url)


@by_link(profile_links.YEARLY)
def still_right(request: HttpRequest, profile: Profile, token: str) -> HttpResponse:
    """Ask for one press of a button, then take the answer to the yearly question."""
    is_known = profile.asked_at is None
    if request.method == "POST" and not is_known:
        profile_updates.still_right(profile)
        profile.refresh_from_db()
        is_known = True
    own_url = profile_links.edit_url(profile)
    return _show(request, "still_right.html", profile=profile, is_known=is_known, own_url=own_url)


@never_cache
@only_read_and_send
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a new link; nobody learns from the answer whether the address is known."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "ask_link.html", form=form)
    email = form.cleaned_data["email"]
    try:
        promise(request, "profile-link", send_link, email)
    except limits.TooOften as refused:
        response = _show(request, "ask_link.html", TOO_MANY, form=form, until=refused)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return receipts.lead_to("facilitator-link-sent", address=email)


@require_safe
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    return _show(request, "link_sent.html", address=receipts.address_typed(request))


def _do(
    request: HttpRequest,
    token: str,
    action: Callable[[], None],
    said: str,
    form: WithParts | None = None,
) -> HttpResponse:
    """Do what was asked, and say so on the overview. Raises Refused, with what was typed."""
    with giving_back(form):
        action()
    messages.success(request, said)
    return redirect("facilitator", token)


def _dead(request: HttpRequest, opened: profile_links.Opened, purpose: str) -> HttpResponse:
    status = GONE if opened.was_ours else NOT_FOUND
    return _show(
        request,
        "dead_link.html",
        status,
        was_ours=opened.was_ours,
        is_for_address=purpose == profile_links.ADDRESS,
        form=LinkForm(),
        typed=typed_at(request, FORMS),
    )


def _edit(
    request: HttpRequest, token: str, form: WithParts, heading: str, button: str, **more: Any
) -> HttpResponse:
    context = {"token": token, "form": form, "heading": heading, "button": button, **more}
    return _show(request, "edit.html", **context)


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"facilitators/self_service/{template}", context, status=status)
