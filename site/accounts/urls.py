"""Below /beheer/, before the addresses of Wagtail, of which we answer some ourselves."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from accounts import passkeys, session_views, views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("login/code/", views.code, name="login-code"),
    path("login/passkey/vraag/", passkeys.BeginAuthentication.as_view(), name="passkey-ask"),
    path("login/passkey/", passkeys.CompleteAuthentication.as_view(), name="passkey-show"),
    path("sessie/", session_views.session_state, name="session-state"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password_reset/", views.ResetView.as_view(), name="password-reset"),
    path(
        "password_reset/done/",
        views.LinkSentView.as_view(),
        name="password-reset-sent",
    ),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        views.NewPasswordView.as_view(),
        name="password-reset-confirm",
    ),
    path(
        "password_reset/complete/", views.NewPasswordDoneView.as_view(), name="password-reset-done"
    ),
    path("account/", never_cache(require_admin_access(views.AccountView.as_view()))),
    path("beveiliging/", views.security, name="security"),
    path("beveiliging/instellen/", views.second_factor_choice, name="second-factor"),
    path("beveiliging/app/", views.set_up_app, name="second-factor-app"),
    path("beveiliging/passkey/vraag/", passkeys.BeginRegistration.as_view(), name="passkey-begin"),
    path("beveiliging/passkey/", passkeys.CompleteRegistration.as_view(), name="passkey-add"),
    path("beveiliging/herstelcodes/", views.recovery_codes, name="recovery-codes"),
    path("beveiliging/verder/", views.codes_kept, name="recovery-codes-kept"),
    path("beveiliging/weghalen/", views.remove, name="second-factor-remove"),
    path("beveiliging/uitloggen/", views.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("users/kwijt/<int:pk>/", views.lost, name="second-factor-lost"),
]
