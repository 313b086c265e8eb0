"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import include, path

urlpatterns = [
    path("voordragen/", include("initiatives.applications.apply.nominate_urls")),
]
