"""What those who are asked for advice reach by their personal link."""

from django.urls import path

from initiatives.applications.parties import views as parties_views

urlpatterns = [
    path("<str:token>/", parties_views.advise, name="advice"),
    path("<str:token>/belang/", parties_views.conflict, name="advice-conflict"),
]
