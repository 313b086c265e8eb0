"""Putting an initiative forward: the form, and telling us of an initiative of others."""

from django.urls import include, path

from initiatives.applications.application_form import step_views, submission_views, views

urlpatterns = [
    path("voordragen/", include("initiatives.applications.application_form.nomination_urls")),
    path("", views.start, name="koploper-apply"),
    path("link/", views.ask_link, name="koploper-link"),
    path("link/verstuurd/", views.link_sent, name="koploper-link-sent"),
    path("vergeten/", views.forget_here, name="koploper-forget"),
    path("ingetrokken/", submission_views.withdrawn, name="koploper-withdrawn"),
    path("verder/<str:token>/", views.resume, name="koploper-resume"),
    path("verder/<str:token>/versturen/", submission_views.send, name="koploper-send"),
    path("<str:token>/later/", views.save_for_later, name="koploper-later"),
    path("<str:token>/later/verstuurd/", views.later_sent, name="koploper-later-sent"),
    path("<str:token>/intrekken/", submission_views.withdraw, name="koploper-withdraw"),
    path("<str:token>/controleren/", submission_views.check, name="koploper-check"),
    path("<str:token>/kiezen/<int:pk>/", step_views.choose, name="koploper-choose"),
    path("<str:token>/<slug:slug>/", step_views.step, name="koploper-step"),
    path("<str:token>/<slug:slug>/bewaar/", step_views.keep, name="koploper-keep"),
]
