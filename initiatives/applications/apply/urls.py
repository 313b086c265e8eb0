"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
