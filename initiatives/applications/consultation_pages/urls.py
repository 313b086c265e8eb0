"""What those who are asked for advice reach by their personal link."""

from django.urls import path

from initiatives.applications.consultation_pages import views

urlpatterns = [
    path("<str:token>/", views.advise, name="advice"),
    path("<str:token>/belang/", views.conflict, name="advice-conflict"),
]
