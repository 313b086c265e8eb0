"""Files and feeds for calendars; their addresses do not change with the slug of a page."""

from django.urls import path

from initiatives.events import views

urlpatterns = [
    path("bijeenkomsten.ics", views.calendar_feed, name="events-feed"),
    path("<int:pk>.ics", views.calendar_file, name="events-file"),
]
