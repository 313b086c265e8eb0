"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import include, path

from initiatives.applications.apply import send_views

urlpatterns = [
    path("voordragen/", include("initiatives.applications.apply.nominate_urls")),
    path("verder/<str:token>/versturen/", send_views.send, name="koploper-send"),
]
