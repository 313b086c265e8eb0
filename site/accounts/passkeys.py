"""Passkeys: what a browser asks of us when one is made or shown, as JSON (accounts/passkeys.js)."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django_otp_webauthn import exceptions
from django_otp_webauthn import views as webauthn
from django_otp_webauthn.helpers import WebAuthnHelper
from wagtail.log_actions import log

from accounts import second_factor, signing_in
from accounts.browsers import described

BAD_REQUEST = 400


class Helper(WebAuthnHelper):
    """Names a passkey after the browser that made it, and writes it in the history of its user."""

    @transaction.atomic
    def register_complete(self, user: Any, state: dict[str, Any], data: Any) -> Any:
        passkey = super().register_complete(user, state, data)
        log(instance=user, action=second_factor.ADDED, user=user, data={"what": passkey.name})
        return passkey

    def create_credential(self, *args: Any, **kwargs: Any) -> Any:
        passkey = super().create_credential(*args, **kwargs)
        browser = described(self.request.headers.get("User-Agent", ""))
        day = date_format(timezone.localdate(), "j F Y")
        passkey.name = f"Passkey van {browser}, {day}"[:64]
        return passkey


class _Guarded:
    """Answers 400 to what no browser of ours sends; the package knows most such cases, not all."""

    request: Any

    def handle_exception(self, error: Exception) -> HttpResponse:
        if isinstance(error, ValueError | TypeError | KeyError | AttributeError):
            return JsonResponse({"code": "malformed"}, status=BAD_REQUEST)
        return super().handle_exception(error)  # type: ignore[misc]


class _Registering(_Guarded):
    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        request.user = signing_in.who_may_set_up(request) or request.user
        super().initial(request, *args, **kwargs)  # type: ignore[misc]


class _Showing(_Guarded):
    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if request.half_user is None:
            raise exceptions.NotAuthenticated()
        request.user = request.half_user
        super().initial(request, *args, **kwargs)  # type: ignore[misc]


class BeginRegistration(_Registering, webauthn.BeginCredentialRegistrationView):
    pass


class CompleteRegistration(_Registering, webauthn.CompleteCredentialRegistrationView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        super().post(request, *args, **kwargs)
        passkey = second_factor.passkeys_of(request.user).last()
        if request.half_user is not None:  # type: ignore[attr-defined]
            second_factor.complete(request, passkey)
        return JsonResponse({"redirect_url": signing_in.after_set_up(request.user)})


class BeginAuthentication(_Showing, webauthn.BeginCredentialAuthenticationView):
    pass


class CompleteAuthentication(_Showing, webauthn.CompleteCredentialAuthenticationView):
    def complete_auth(self, device: Any) -> AbstractBaseUser:
        second_factor.complete(self.request, device)
        return device.user

    def get_success_url(self) -> str:
        return signing_in.way_on(self.request)
