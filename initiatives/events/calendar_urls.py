"""Files and feeds for calendars; their addresses do not change with the slug of a page."""

from django.urls import path

from initiatives.events import calendar_views

urlpatterns = [
    path("bijeenkomsten.ics", calendar_views.feed, name="events-feed"),
    path("<int:pk>.ics", calendar_views.file, name="events-file"),
]
