from initiatives.events.models.calendar import CalendarEntry, Cancellation
from initiatives.events.models.index import EventIndexPage
from initiatives.events.models.pages import EventPage, Introduction
from initiatives.events.models.registrations import Announcement, NewDetails, Registration

__all__ = [
    "Announcement",
    "CalendarEntry",
    "Cancellation",
    "EventIndexPage",
    "EventPage",
    "Introduction",
    "NewDetails",
    "Registration",
]
