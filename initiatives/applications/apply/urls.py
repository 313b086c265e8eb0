"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import include, path

from initiatives.applications.apply import check_views, send_views, step_views, withdraw_views
from initiatives.applications.apply import views as apply_views

urlpatterns = [
    path("voordragen/", include("initiatives.applications.apply.nominate_urls")),
    path("", apply_views.start, name="koploper-apply"),
    path("link/", apply_views.ask_link, name="koploper-link"),
    path("link/verstuurd/", apply_views.link_sent, name="koploper-link-sent"),
    path("vergeten/", apply_views.forget_here, name="koploper-forget"),
    path("ingetrokken/", withdraw_views.withdrawn, name="koploper-withdrawn"),
    path("verder/<str:token>/", apply_views.resume, name="koploper-resume"),
    path("verder/<str:token>/versturen/", send_views.send, name="koploper-send"),
    path("<str:token>/later/", apply_views.save_for_later, name="koploper-later"),
    path("<str:token>/later/verstuurd/", apply_views.later_sent, name="koploper-later-sent"),
    path("<str:token>/intrekken/", withdraw_views.withdraw, name="koploper-withdraw"),
    path("<str:token>/controleren/", check_views.check, name="koploper-check"),
    path("<str:token>/kiezen/<int:pk>/", step_views.choose, name="koploper-choose"),
    path("<str:token>/<slug:slug>/", step_views.step, name="koploper-step"),
    path("<str:token>/<slug:slug>/bewaar/", step_views.keep, name="koploper-keep"),
]
