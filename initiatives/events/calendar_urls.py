"""Files and feeds for calendars; their addresses do not change with the slug of a page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
