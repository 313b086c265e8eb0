"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import include, path

from initiatives.applications.apply import (
    check_views,
    send_views,
    step_views,
    views,
    withdraw_views,
)

urlpatterns = [
    path("voordragen/", include("initiatives.applications.apply.nominate_urls")),
    path("", views.start, name="koploper-apply"),
    path("link/", views.ask_link, name="koploper-link"),
    path("link/verstuurd/", views.link_sent, name="koploper-link-sent"),
    path("vergeten/", views.forget_here, name="koploper-forget"),
    path("ingetrokken/", withdraw_views.withdrawn, name="koploper-withdrawn"),
    path("verder/<str:token>/", views.resume, name="koploper-resume"),
    path("verder/<str:token>/versturen/", send_views.send, name="koploper-send"),
    path("<str:token>/later/", views.save_for_later, name="koploper-later"),
    path("<str:token>/later/verstuurd/", views.later_sent, name="koploper-later-sent"),
    path("<str:token>/intrekken/", withdraw_views.withdraw, name="koploper-withdraw"),
    path("<str:token>/controleren/", check_views.check, name="koploper-check"),
    path("<str:token>/kiezen/<int:pk>/", step_views.choose, name="koploper-choose"),
    path("<str:token>/<slug:slug>/", step_views.step, name="koploper-step"),
    path("<str:token>/<slug:slug>/bewaar/", step_views.keep, name="koploper-keep"),
]
