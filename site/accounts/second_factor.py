"""What somebody shows besides a password: a code of an app, a passkey, or a code on paper.

A session with only a password is *half*: it opens nothing but the page that asks for the rest
(accounts.middleware). Where SECOND_FACTOR_REQUIRED is on, people without an app or passkey set one
up first.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp import login as otp_login
from django_otp.models import Device
from django_otp_webauthn.models import WebAuthnCredential
from wagtail.log_actions import log

from accounts import mails, sessions
from accounts.models import AuthenticatorApp, RecoveryCodes

ADDED, REMOVED, RECOVERED, LOST = (
    f"accounts.{action}" for action in ("added", "removed", "recovered", "lost")
)
ASKS = "asks_second_factor"
OF_APP = re.compile(r"[0-9]{6}")


def connect() -> None:
    user_logged_in.connect(_ask_from_now_on, dispatch_uid="accounts.second_factor")


def _ask_from_now_on(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[ASKS] = has_one(user)


def has_one(user: Any) -> bool:
    """Tell whether somebody has an app or a passkey; codes on paper are only for the loss of it."""
    return app_of(user) is not None or passkeys_of(user).exists()


def app_of(user: Any) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


def passkeys_of(user: Any) -> Any:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("created_at", "pk")


def codes_left(user: Any) -> int:
    codes = RecoveryCodes.objects.filter(user=user).first()
    return codes.left if codes else 0


def is_asked(request: HttpRequest) -> bool:
    """Tell whether the user of this session must show more than a password."""
    return bool(settings.SECOND_FACTOR_REQUIRED or request.session.get(ASKS))


def is_half(request: HttpRequest) -> bool:
    """Tell whether this session still lacks its second factor."""
    return is_asked(request) and not request.user.is_verified()  # type: ignore[union-attr]


def may_remove(user: Any) -> bool:
    """Tell whether one app or passkey can be missed."""
    number = passkeys_of(user).count() + (app_of(user) is not None)
    return number > (1 if settings.SECOND_FACTOR_REQUIRED else 0)


@transaction.atomic
def new_app(user: Any) -> AuthenticatorApp:
    """Return the app that this user is setting up, with a secret that stays until that is done."""
    get_user_model().objects.select_for_update().get(pk=user.pk)  # one at a time
    app = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    if app is None or not app.is_readable:
        app = app or AuthenticatorApp(user=user, confirmed=False, name="Authenticator-app")
        app.renew()
        app.save()
    return app


@transaction.atomic
def confirm_app(user: Any, code: str) -> AuthenticatorApp | None:
    """Have the app that was set up replace the former, if this is a code of it; None if not."""
    apps = AuthenticatorApp.objects.select_for_update().filter(user=user)
    app = apps.filter(confirmed=False).first()
    if app is None or not OF_APP.fullmatch(code) or not app.verify_token(code):
        return None
    apps.filter(confirmed=True).delete()
    app.confirmed = True
    app.save()
    log(instance=user, action=ADDED, user=user, data={"what": app.name})
    return app


@transaction.atomic
def device_of_code(user: Any, typed: str) -> Device | None:
    """Return what this code is from, an app or the codes on paper; None for a wrong one."""
    code = "".join(typed.split())
    of_app = bool(OF_APP.fullmatch(code))
    model: type[Device] = AuthenticatorApp if of_app else RecoveryCodes
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None or not device.verify_token(code):
        return None
    if not of_app:
        log(instance=user, action=RECOVERED, user=user, data={"left": codes_left(user)})
    return device


def complete(request: HttpRequest, device: Device) -> None:
    """Make a whole session of one of which the second factor was shown."""
    request.session.cycle_key()
    otp_login(request, device)
    request.session[ASKS] = True


@transaction.atomic
def renew_codes(user: Any) -> list[str]:
    """Replace the codes on paper, and return the new ones."""
    codes, _ = RecoveryCodes.objects.select_for_update().get_or_create(
        user=user, defaults={"name": "Herstelcodes"}
    )
    return codes.renew()


@transaction.atomic
def remove_passkey(user: Any, key: int) -> bool:
    """Take away one passkey; tell whether it was there."""
    passkey = passkeys_of(user).filter(pk=key).first()
    if passkey is None:
        return False
    passkey.delete()
    _note_removal(user, passkey.name)
    return True


@transaction.atomic
def remove_app(user: Any) -> bool:
    """Take away the app; tell whether it was there."""
    if not AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()[0]:
        return False
    _note_removal(user, "Authenticator-app")
    return True


def _note_removal(user: Any, what: str) -> None:
    if not has_one(user):
        RecoveryCodes.objects.filter(user=user).delete()
    log(instance=user, action=REMOVED, user=user, data={"what": what})


def may_help(helper: Any, user: AbstractBaseUser) -> bool:
    """Tell whether one may reset what another lost: not one's own, nor a superuser's."""
    is_above = bool(user.is_superuser) and not helper.is_superuser  # type: ignore[attr-defined]
    return helper.has_perm("auth.change_user") and helper.pk != user.pk and not is_above


@transaction.atomic
def forget_lost(user: Any, *, by: Any) -> None:
    """Take away all that somebody can show besides a password, and sign them out everywhere.

    They set up a new one when they next come in. Whoever it concerns gets a mail, so that nobody
    does this unseen.
    """
    for model in (AuthenticatorApp, WebAuthnCredential, RecoveryCodes):
        model.objects.filter(user=user).delete()
    sessions.end_all(user)
    log(instance=user, action=LOST, user=by)
    mails.tell_of_loss(user, by=by, at=timezone.now())
