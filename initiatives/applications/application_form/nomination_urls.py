"""Nominating an initiative of others."""

from django.urls import path

from initiatives.applications.application_form import nomination_views

urlpatterns = [
    path("", nomination_views.nominate, name="koploper-nominate"),
    path("verstuurd/", nomination_views.nominated, name="koploper-nominated"),
]
