"""What a facilitator reaches by a personal link, also when the page is offline."""

from django.urls import path

from facilitators.self_service import views

urlpatterns = [
    path("link/", views.ask_link, name="facilitator-link"),
    path("link/verstuurd/", views.link_sent, name="facilitator-link-sent"),
    path("verwijderd/", views.removed, name="facilitator-removed"),
    path("<str:token>/", views.overview, name="facilitator"),
    path("<str:token>/beschikbaarheid/", views.availability, name="facilitator-availability"),
    path("<str:token>/contact/", views.contact, name="facilitator-contact"),
    path("<str:token>/tekst/", views.text, name="facilitator-text"),
    path("<str:token>/voorbeeld/", views.preview, name="facilitator-preview"),
    path("<str:token>/foto/", views.photograph, name="facilitator-photograph"),
    path(
        "<str:token>/foto-weghalen/",
        views.withdraw_photograph,
        name="facilitator-withdraw-photograph",
    ),
    path("<str:token>/pauzeren/", views.pause, name="facilitator-pause"),
    path("<str:token>/hervatten/", views.resume, name="facilitator-resume"),
    path("<str:token>/verwijderen/", views.remove, name="facilitator-remove"),
    path("<str:token>/alles-klopt/", views.right, name="facilitator-right"),
    path("<str:token>/adres/", views.confirm_address, name="facilitator-address"),
    path("<str:token>/klopt/", views.still_right, name="facilitator-still-right"),
]
