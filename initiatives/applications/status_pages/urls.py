"""What an applicant reaches by a personal link after sending: status, questions, text, end."""

from django.urls import path

from initiatives.applications.status_pages import answer_views, views

urlpatterns = [
    path("link/", views.ask_link, name="application-link"),
    path("link/verstuurd/", views.link_sent, name="application-link-sent"),
    path("<str:token>/", views.status, name="application"),
    path("<str:token>/verstuurd/", views.receipt, name="application-receipt"),
    path("<str:token>/kopie/", views.copy, name="application-copy"),
    path("<str:token>/intrekken/", views.withdraw, name="application-withdraw"),
    path("<str:token>/opnieuw/", views.reapply, name="application-reapply"),
    path("<str:token>/aanvulling/", answer_views.supplement, name="application-supplement"),
    path("<str:token>/tekst/", answer_views.text, name="application-text"),
    path(
        "<str:token>/tekst/verbeteren/", answer_views.correct_text, name="application-correct-text"
    ),
    path("<str:token>/website/", views.permission, name="application-permission"),
    path("<str:token>/stoppen/", views.end, name="application-end"),
]
