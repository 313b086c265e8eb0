"""Nominating an initiative of others."""

from django.urls import path

from initiatives.applications.apply import nominate_views

urlpatterns = [
    path("", nominate_views.nominate, name="koploper-nominate"),
    path("verstuurd/", nominate_views.nominated, name="koploper-nominated"),
]
