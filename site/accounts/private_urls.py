"""Addresses of Wagtail where the password of a page or of documents is typed, answered by us."""

from django.urls import path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("_util/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        views.private_page,
    ),
    path("documenten/authenticate_with_password/<int:restriction_id>/", views.private_documents),
]
