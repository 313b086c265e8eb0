"""The way in: password, second factor, and then where somebody was going."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts import second_factor

NEXT = "next"
View = Callable[..., HttpResponse]


def remember(request: HttpRequest, url: str) -> None:
    """Keep where somebody was going; the caller has judged that address."""
    if url:
        request.session[NEXT] = url


def way_on(request: HttpRequest) -> str:
    """Return where somebody was going, once."""
    return request.session.pop(NEXT, "") or reverse("wagtailadmin_home")


def next_step(user: Any) -> str:
    """Return the address where who showed a password goes on."""
    return reverse("login-code" if second_factor.has_one(user) else "second-factor")


def who_may_set_up(request: Any) -> Any:
    """Return who may add an app or passkey now, None for nobody.

    That is who is wholly signed in, or has nothing to show yet besides the password.
    """
    if request.user.is_authenticated:
        return request.user
    half = request.half_user
    return half if half is not None and not second_factor.has_one(half) else None


def after_set_up(user: Any) -> str:
    """Return where to go when an app or passkey was added: first of all to codes on paper."""
    return reverse("security" if second_factor.codes_left(user) else "recovery-codes")


def setting_up(view: View) -> View:
    """Decorate a view for those who may set up a second factor; others go to what comes first."""

    @never_cache
    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        user = who_may_set_up(request)
        if user is not None:
            request.user = user
            return view(request, *args, **kwargs)
        if request.half_user is not None:
            return redirect("login-code")
        return _to_login(request)

    return answer


def signed_in(view: View) -> View:
    """Decorate a view for whoever is wholly signed in."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _to_login(request)

    return answer


def _to_login(request: HttpRequest) -> HttpResponse:
    """Ask to log in; what was sent is not done, so afterwards the overview comes."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("security")
    return redirect_to_login(back, reverse("login"))
