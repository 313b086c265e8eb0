"""What somebody who registered reaches by a signed link, also when the page is offline."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
