"""Translates requests about registrations to the form and the services, and back."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from initiatives.events.models import EventPage


def register(request: HttpRequest, event: "EventPage") -> HttpResponse:
    raise NotImplementedError


def registered(request: HttpRequest, event: "EventPage") -> HttpResponse:
    raise NotImplementedError
