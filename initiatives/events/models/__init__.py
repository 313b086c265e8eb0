from initiatives.events.models.calendar import CalendarEntry, Cancellation
from initiatives.events.models.pages import EventIndexPage, EventPage, Introduction
from initiatives.events.models.registrations import Registration

__all__ = [
    "CalendarEntry",
    "Cancellation",
    "EventIndexPage",
    "EventPage",
    "Introduction",
    "Registration",
]
