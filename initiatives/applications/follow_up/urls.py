"""What an applicant reaches by a personal link after sending: status, questions, text, end."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
