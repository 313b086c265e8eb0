"""Mail to everybody who registered: what staff write, that a meeting moved, or that it is off."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from core import generation, times
from core.letters import Button, Facts, Letter, Paragraph
from initiatives.events import calendars, invitations, mails, wording
from initiatives.events.calendars import Change
from initiatives.events.models import EventPage
from initiatives.events.models.calendar import CalendarEntry, Cancellation
from initiatives.events.models.registrations import Announcement, Registration

SENT = "events.announcement.send"
CANCELLED = "events.meeting.cancel"
# Stands in a preview for the first name of somebody who is not there yet.
NOBODY = Registration(pk=0, first_name="Voornaam")


def reachable(event: EventPage) -> QuerySet[Registration]:
    """Return everybody who is coming, may be coming or waits, and has an address."""
    active = Registration.objects.filter(event=event).active()
    return active.exclude(email="").order_by("pk")


def announcement_letter(announcement: Announcement, registration: Registration) -> Letter:
    event = announcement.event
    return Letter(
        announcement.subject,
        registration.first_name,
        [
            *map(Paragraph, paragraphs_of(announcement.text)),
            Facts(_about(event)),
            Button("Bekijk je aanmelding of meld je af", mails.manage_url(registration)),
        ],
    )


def send(announcement: Announcement, user: AbstractBaseUser | AnonymousUser) -> int | None:
    """Mail an announcement to whom it is for at this moment; return how many that are.

    Returns None when it was sent before: whoever presses twice sends once. When it is for nobody
    it stays a draft.
    """
    with transaction.atomic():
        locked = Announcement.objects.select_for_update(of=("self",))
        announcement = locked.select_related("event").get(pk=announcement.pk)
        if announcement.sent_at:
            return None
        recipients = list(announcement.recipients())
        for registration in recipients:
            letter = announcement_letter(announcement, registration)
            occasion = f"announcement:{announcement.pk}"
            mails.send(announcement.event, registration, letter, "mededeling", occasion)
        if recipients:
            announcement.sent_at = timezone.now()
            announcement.sent_by_id = user.pk
            announcement.number = len(recipients)
            announcement.save()
            data = {"number": len(recipients)}
            log(instance=announcement.event, action=SENT, user=user, data=data)
    return len(recipients)


def cancellation_letter(
    event: EventPage, registration: Registration, message: str, calendar: str = ""
) -> Letter:
    """M20; `calendar` takes the meeting out of the calendar of who was coming."""
    return Letter(
        f"De bijeenkomst van {wording.day_of(event)} gaat niet door",
        registration.first_name,
        [
            Paragraph(f"De bijeenkomst ‘{event.title}’ gaat niet door. Dat spijt ons."),
            *map(Paragraph, paragraphs_of(message)),
            Facts(_about(event)),
            Paragraph(
                "Je hoeft niets te doen. "
                + (mails.OUT_OF_CALENDAR if calendar else "Haal de bijeenkomst wel uit je agenda.")
            ),
        ],
        calendar=calendar,
    )


def cancel_meeting(
    event: EventPage, message: str, user: AbstractBaseUser | AnonymousUser
) -> int | None:
    """Call a meeting off for good and tell everybody who is active; return how many that are.

    Returns None, and changes nothing, when it was off already or is over.
    """
    with transaction.atomic():
        event = event.lock_row()
        if event.is_cancelled or event.is_past:
            return None
        Cancellation.objects.create(event=event, message=message, cancelled_by_id=user.pk)
        calendars.record(event)
        recipients = list(reachable(event))
        for registration in recipients:
            is_coming = registration.state in Registration.COMING
            calendar = invitations.cancel(event, registration) if is_coming else ""
            letter = cancellation_letter(event, registration, message, calendar)
            mails.send(event, registration, letter, "M20", "meeting-cancelled")
        data = {"number": len(recipients)}
        log(instance=event, action=CANCELLED, user=user, data=data)
        generation.raise_number()
    return len(recipients)


def change_letter(
    event: EventPage, registration: Registration, before: CalendarEntry, calendar: str = ""
) -> Letter:
    """M19: what was, and what is; with `calendar` the file that puts calendars right."""
    lines = []
    day = date_format(timezone.localdate(before.starts_at), times.DAY)
    if (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at):
        lines.append(("Was", times.span(before.starts_at, before.ends_at)))
        lines.append(("Wordt", times.span(event.starts_at, event.ends_at)))
    place = calendars.location_of(event)
    if before.location != place:
        lines += [("Plaats was", before.location or "Locatie volgt"), ("Plaats wordt", place)]
    return Letter(
        f"Gewijzigd: bijeenkomst {day}",
        registration.first_name,
        [
            Paragraph(f"Er is iets veranderd aan de bijeenkomst ‘{event.title}’."),
            Facts([*lines, ("Kenmerk", mails.reference(registration))]),
            Paragraph(
                f"Je aanmelding blijft staan. {mails.IN_CALENDAR}"
                if calendar
                else "Je aanmelding blijft staan."
            ),
            Paragraph("Kun je nu niet meer? Meld je dan af. Dan maak je iemand anders blij."),
            Button("Bekijk je aanmelding of meld je af", mails.manage_url(registration)),
        ],
        calendar=calendar,
    )


def announce_change(event: EventPage, change: Change) -> int:
    """Tell everybody who is active that a meeting got another time or place; return how many.

    Once for each change: its number is part of the key. A meeting that is over mails nobody.
    """
    before, now = change.before, timezone.now()
    if before is None or not change.moved or before.ends_at <= now or event.is_past:
        return 0
    recipients = list(reachable(event))
    for registration in recipients:
        is_coming = registration.state in Registration.COMING
        calendar = invitations.request(event, registration) if is_coming else ""
        letter = change_letter(event, registration, before, calendar)
        mails.send(event, registration, letter, "M19", f"changed:{change.sequence}")
    return len(recipients)


def paragraphs_of(text: str) -> Iterable[str]:
    """Yield the paragraphs of a text: an empty line stands between them."""
    blocks = "\n".join(line.rstrip() for line in text.strip().splitlines()).split("\n\n")
    return (block.strip() for block in blocks if block.strip())


def _about(event: EventPage) -> list[tuple[str, str]]:
    return [
        ("Bijeenkomst", event.title),
        ("Wanneer", wording.when(event)),
        ("Waar", wording.place_of(event)),
    ]
