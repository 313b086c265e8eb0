"""What somebody who registered reaches by a signed link, also when the page is offline."""

from django.urls import path

from initiatives.events import views

urlpatterns = [
    path("<str:token>/", views.manage, name="registration"),
    path("<str:token>/bevestigen/", views.confirm, name="registration-confirm"),
    path("<str:token>/wijzigen/", views.change, name="registration-change"),
    path(
        "<str:token>/nieuwe-antwoorden/<int:number>/",
        views.take_over,
        name="registration-take-over",
    ),
    path("<str:token>/afmelden/", views.sign_off, name="registration-sign-off"),
]
