"""Registrations and calendars: translates requests to the form and the services, and back."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import limits, links, receipts
from core.link_views import DeadLink, View, only_read_and_send, opened_by
from core.listing import Listing, MovedFilter
from core.refusals import typed_in
from initiatives.events import mails, services, wording
from initiatives.events.calendars import calendar_of, name_of
from initiatives.events.forms import DetailsForm, RegistrationForm, answers_of
from initiatives.events.listing import FACETS, MEETINGS
from initiatives.events.models import CalendarEntry, EventPage, NewDetails, Registration

State = Registration.State
LEAVE_OUT = "weglaten"  # the button that leaves things as they are
# The form as it was sent, and its answer.
CONFLICT, GONE, NOT_FOUND, TOO_MANY = 409, 410, 404, 429


@never_cache
@only_read_and_send
def register(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Show the form, or say why there is none; take what was filled in."""
    if request.method != "POST":
        return _form(request, event, RegistrationForm())
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _form(request, event, form)
    try:
        services.register(
            event, form.attendee, form.cleaned_data["formulier"], limits.network_of(request)
        )
    except limits.TooOften as too_often:
        return _form(request, event, form, too_often)
    except services.RegistrationRefused as refused:
        return _closed(request, event, refused.registration_status, form)
    return receipts.lead_to(f"{event.register_url}verstuurd/", address=form.attendee.email)


@never_cache
@require_safe
def registered(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Say to look in the mail; the same to everybody, whatever the mail says."""
    context = _about(event) | {"address": receipts.address_typed(request)}
    return render(request, "events/registration/receipt.html", context)


def _form(
    request: HttpRequest,
    event: EventPage,
    form: RegistrationForm,
    until: limits.TooOften | None = None,
) -> HttpResponse:
    status = event.registration_status
    if not status.has_form:
        return _closed(request, event, status, form)
    context = _about(event) | {
        "form": form,
        "waits": status == event.RegistrationStatus.WAITING_LIST,
    }
    if until is None:
        return render(request, "events/registration/form.html", context)
    context["until"] = until
    response = render(request, "events/registration/form.html", context, status=TOO_MANY)
    response.headers["Retry-After"] = str(until.seconds)
    return response


def _closed(
    request: HttpRequest, event: EventPage, status: str, form: RegistrationForm
) -> HttpResponse:
    """Say why there is no form, and give back what was sent in it, if anything was."""
    is_answered = form.is_bound and form.is_valid()
    context = _about(event) | {
        "status": status,
        "was_sent": form.is_bound,
        "typed": typed_in(form) if form.is_bound else None,
        "address": form.attendee.email if is_answered else "",
    }
    code = CONFLICT if form.is_bound else 200
    return render(request, "events/registration/closed.html", context, status=code)


def _about(event: EventPage) -> dict[str, object]:
    """Return what every page around the form says of the meeting."""
    trail = [*event.breadcrumbs, event]
    return {"page": event, "trail": trail, "facts": wording.facts_of(event)}


def by_link(purpose: str) -> Callable[[View], View]:
    """Decorate a view so that it gets the registration of a genuine link.

    A link that is garbled, or whose registration is gone, leads to a page that says so.
    """

    def find(request: HttpRequest, token: str) -> Registration:
        registration = _of_link(token, purpose)
        if registration is None:
            nothing = render(request, "events/registration/no_link.html", status=NOT_FOUND)
            raise DeadLink(nothing)
        if registration.forgotten_at:
            raise DeadLink(_stands(request, registration, status=GONE))
        return registration

    return opened_by(find)


@by_link(mails.MANAGE)
def manage(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Show how a registration stands."""
    return _stands(request, registration)


@by_link(mails.ANSWER)
def confirm(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Ask for one press of a button, because mail programs open links by themselves."""
    if registration.state in Registration.COMING:
        return redirect(mails.manage_url(registration))
    is_dead = not links.is_genuine(token, mails.ANSWER, registration.state)
    if is_dead or _standing(registration) != Standing.MUST_ANSWER:
        return _stands(request, registration, status=GONE)
    if request.method == "POST":
        try:
            services.confirm(registration)
        except services.AnswerRefused as refused:
            return _stands(request, refused.registration, status=GONE)
        messages.success(request, "Je plek is zeker. We hebben je een mail gestuurd.")
        return redirect(mails.manage_url(registration))
    return render(request, "events/registration/confirm.html", _context(registration))


@by_link(mails.MANAGE)
def sign_off(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Ask whether it is meant, then sign off."""
    if not _may_sign_off(registration):
        is_refused = request.method == "POST" and registration.state != State.CANCELLED
        return _stands(request, registration, status=CONFLICT if is_refused else 200)
    if request.method == "POST":
        try:
            services.cancel(registration)
        except services.AnswerRefused as refused:
            return _stands(request, refused.registration, status=CONFLICT)
        messages.success(request, "Je afmelding is verwerkt. We hebben je een mail gestuurd.")
        return redirect("registration", token)
    return render(request, "events/registration/sign_off.html", _context(registration))


@by_link(mails.MANAGE)
def change(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Let somebody change what they told of themselves, what they need included."""
    form = DetailsForm(
        request.POST if request.method == "POST" else None, initial=answers_of(registration)
    )
    if not _may_sign_off(registration):
        return _too_late(request, registration, typed_in(form) if form.is_bound else [])
    if not form.is_valid():
        context = _context(registration) | {"form": form}
        return render(request, "events/registration/change.html", context)
    try:
        services.change_details(registration, form.details)
    except services.AnswerRefused as refused:
        return _too_late(request, refused.registration, typed_in(form))
    messages.success(request, "Je gegevens zijn bewaard. Je krijgt er ook een mail over.")
    return redirect("registration", token)


@by_link(mails.MANAGE)
def take_over(
    request: HttpRequest, registration: Registration, token: str, number: int
) -> HttpResponse:
    """Show what was filled in again beside what we have; take it over, or leave it out."""
    new = registration.new_details.filter(pk=number).first()
    if new is None or not _may_sign_off(registration):
        return redirect("registration", token)
    if request.method != "POST":
        context = _context(registration) | {"new": new, "rows": _compared(registration, new)}
        return render(request, "events/registration/take_over.html", context)
    if LEAVE_OUT in request.POST:
        services.leave_out(registration, number)
        messages.success(request, "De nieuwe antwoorden zijn weg. Er is niets veranderd.")
        return redirect("registration", token)
    try:
        services.take_over(registration, number)
    except services.AnswerRefused as refused:
        return _too_late(request, refused.registration, new.answers)
    messages.success(request, "De nieuwe antwoorden zijn bewaard. Je krijgt er ook een mail over.")
    return redirect("registration", token)


def _compared(registration: Registration, new: NewDetails) -> list[tuple[str, str, str]]:
    """Return each question with what we have and what was filled in now."""
    pairs = zip(registration.answers, new.answers, strict=True)
    return [(question, had, now) for (question, had), (_, now) in pairs]


def _too_late(
    request: HttpRequest, registration: Registration, typed: list[tuple[str, str]]
) -> HttpResponse:
    """Say how it stands to whoever wants to change something now, with what was typed."""
    status = CONFLICT if request.method == "POST" else GONE
    return _stands(request, registration, status, typed=typed)


class Standing(TextChoices):
    """How a registration stands, for whoever has its link; the label is what they read first."""

    MUST_ANSWER = "must_answer", "Je hebt nog niet bevestigd dat je komt"
    CONFIRMED = "confirmed", "Je bent aangemeld"
    WAITING = "waiting", "Je staat op de wachtlijst"
    SIGNED_OFF = "signed_off", "Je bent afgemeld"
    LAPSED = "lapsed", "Je aanmelding is vervallen"
    CANCELLED = "cancelled", "De bijeenkomst gaat niet door"
    PAST = "past", "De bijeenkomst is begonnen of geweest"
    FORGOTTEN = "forgotten", "Je gegevens zijn gewist"


STANDINGS = {
    State.REGISTERED: Standing.MUST_ANSWER,
    State.OFFERED: Standing.MUST_ANSWER,
    State.CONFIRMED: Standing.CONFIRMED,
    State.ATTENDED: Standing.CONFIRMED,
    State.ABSENT: Standing.CONFIRMED,
    State.WAITING: Standing.WAITING,
    State.CANCELLED: Standing.SIGNED_OFF,
    State.LAPSED: Standing.LAPSED,
}


def _standing(registration: Registration) -> Standing:
    """Return how it stands now, also when the worker has not yet done what the clock asks."""
    event, now = registration.event, timezone.now()
    if registration.forgotten_at:
        return Standing.FORGOTTEN
    if event.is_cancelled:
        return Standing.CANCELLED
    if event.starts_at <= now:
        return Standing.PAST
    if registration.expires_at and registration.expires_at <= now:
        return Standing.LAPSED
    return STANDINGS[State(registration.state)]


def _may_sign_off(registration: Registration) -> bool:
    return _standing(registration) in {
        Standing.MUST_ANSWER,
        Standing.CONFIRMED,
        Standing.WAITING,
    }


def _of_link(token: str, purpose: str) -> Registration | None:
    """Return whose link it is; a link to answer may be one of a former state."""
    try:
        key = uuid.UUID(links.key_of(token))
    except ValueError:
        return None
    states = [(state,) for state in Registration.MUST_ANSWER] if purpose == mails.ANSWER else [()]
    if not any(links.is_genuine(token, purpose, *state) for state in states):
        return None
    found = Registration.objects.filter(key=key)
    return found.select_related("event__cancellation", "event__contact").first()


def _stands(
    request: HttpRequest,
    registration: Registration,
    status: int = 200,
    typed: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = _context(registration) | {"typed": typed}
    return render(request, "events/registration/standing.html", context, status=status)


def _context(registration: Registration) -> dict[str, object]:
    event = registration.event
    standing = _standing(registration)
    takes_part = standing == Standing.CONFIRMED
    may_sign_off = _may_sign_off(registration)
    waiting = registration.new_details.all() if may_sign_off else []
    return {
        "event": event,
        "registration": registration,
        "standing": standing,
        "facts": [*wording.facts_of(event), ("Kenmerk", mails.reference(registration))],
        "answer_before": registration.expires_at and wording.moment(registration.expires_at),
        "manage_url": mails.manage_url(registration),
        "answer_url": mails.answer_url(registration),
        "sign_off_url": mails.sign_off_url(registration) if may_sign_off else "",
        "change_url": mails.change_url(registration) if may_sign_off else "",
        "own_answers": [pair for pair in registration.answers if pair[1]],
        "new_answers": [(new, mails.take_over_url(registration, new)) for new in waiting],
        "online_url": event.online_url if takes_part and event.is_online else "",
        "calendar_url": reverse("events-file", args=[event.pk]) if event.live else "",
        "can_register": event.registration_status.has_form,
    }


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the calendar file of a meeting; one that is offline says that it is off."""
    # The host in a UID is that of the day it was made; the site may have moved since.
    entry = get_object_or_404(_calendar_entries(), uid__startswith=f"{name_of(pk)}@")
    return _calendar(calendar_of([entry], name=entry.title), f"bijeenkomst-{pk}.ics")


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Serve every meeting to come that the query asks for, to subscribe to.

    A filter that the site does not have (any more) is a 404, and not a calendar of everything.
    """
    now = timezone.now()
    events = EventPage.objects.filter(ends_at__gt=now)
    try:
        listing = Listing(events, FACETS, request.GET, request.path, MEETINGS)
    except MovedFilter as moved:
        return redirect(f"{request.path}?{moved.query}", permanent=True)
    if listing.left_out:
        raise Http404
    entries = _calendar_entries().filter(ends_at__gt=now)
    if listing.is_filtered:
        entries = entries.filter(event__in=listing.matching.order_by().values("pk"))
    return _calendar(calendar_of(entries, name=_calendar_name(listing)), "bijeenkomsten.ics")


def _calendar_entries():
    """Return what anybody may read: what is online, and what has to disappear from calendars."""
    online = EventPage.objects.published().values("pk")
    return CalendarEntry.objects.filter(event__in=online) | CalendarEntry.objects.filter(
        is_cancelled=True
    )


def _calendar_name(listing: Listing) -> str:
    chosen = [chip.label for chip in listing.chips]
    return ": ".join(["Bijeenkomsten Actie Leer Netwerk", *filter(None, [", ".join(chosen)])])


def _calendar(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
