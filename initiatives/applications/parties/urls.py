"""What those who are asked for advice reach by their personal link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
