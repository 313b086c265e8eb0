"""Translates requests about coming in, and about one's own account, to services and back.

Every page of these is in the frame of the site, for members who read a private page too.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth import login as auth_login
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import ChangePasswordPanel
from wagtail.documents.views.serve import (
    authenticate_with_password as authenticate_for_documents,
)
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.views import authenticate_with_password as authenticate_for_page

from accounts import second_factor, sessions
from accounts.forms import (
    TOO_OFTEN_WRONG,
    AppCodeForm,
    CodeForm,
    LoginForm,
    NewPasswordForm,
    OwnPasswordForm,
    ResetForm,
)
from accounts.signing_in import (
    after_set_up,
    next_step,
    remember,
    setting_up,
    signed_in,
    way_on,
)
from accounts.tasks import send_reset_link
from core import limits, receipts
from core.link_views import refused_page
from core.promised_links import promise
from core.refusals import Refused

FOUND, TOO_MANY = 302, 429
# What browsers forget of the site when somebody signs out (W3C, Clear Site Data).
FORGET = '"cache", "cookies", "storage"'
# Below this many, somebody is told to make new ones.
FEW_CODES = 3
ADMIN = "/beheer/"
read_and_send = require_http_methods(["GET", "HEAD", "POST"])


def _show(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"accounts/{name}", context)


def _refused(response: HttpResponse, too_often: limits.TooOften | None) -> HttpResponse:
    """Return this page as the answer to one guess too many, if it was."""
    if too_often:
        response.status_code = TOO_MANY
        response.headers["Retry-After"] = str(too_often.seconds)
    return response


class LoginView(auth_views.LoginView):
    """Asks for the password; then comes the second factor, or setting one up."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    next_page = "wagtailadmin_home"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.half_user is not None:
            remember(request, self.get_redirect_url())
            return redirect(next_step(request.half_user))
        url = self.get_success_url()
        # A page for others would send them here again, without end.
        if request.user.has_perm("wagtailadmin.access_admin") and url.startswith(ADMIN):
            return redirect(url)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        auth_login(self.request, user)
        remember(self.request, self.get_redirect_url())
        if second_factor.is_asked(self.request):
            return redirect(next_step(user))
        return redirect(way_on(self.request))

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form), form.too_often)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, is_signed_out="uit" in self.request.GET)


@never_cache
@read_and_send
def code(request: Any) -> HttpResponse:
    """Ask for the second factor of whoever showed a password."""
    user = request.half_user
    if user is None:
        return redirect("login")
    if not second_factor.has_one(user):
        return redirect("second-factor")
    form, too_often = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        try:
            device = _guessed(request, user, lambda: second_factor.device_of_code(user, typed))
        except limits.TooOften as full:
            too_often = full
            form.add_error("code", _too_many_codes(full))
        else:
            if device is not None:
                request.user = user
                second_factor.complete(request, device)
                return redirect(way_on(request))
            form.add_error("code", "Deze code klopt niet, of is al gebruikt. Probeer een nieuwe")
    page = _show(
        request,
        "code.html",
        form=form,
        has_app=second_factor.app_of(user) is not None,
        has_passkeys=second_factor.passkeys_of(user).exists(),
    )
    return _refused(page, too_often)


def _guessed(request: HttpRequest, user: Any, check: Any) -> Any:
    return limits.guess(
        "second-factor", check, account=str(user.pk), network=limits.network_of(request)
    )


def _too_many_codes(too_often: limits.TooOften) -> str:
    return f"Er is te vaak een verkeerde code ingevuld. Probeer het {too_often.in_words} opnieuw"


@setting_up
def second_factor_choice(request: HttpRequest) -> HttpResponse:
    """Show with what somebody can log in besides a password."""
    return _show(request, "second_factor.html", is_required=settings.SECOND_FACTOR_REQUIRED)


@setting_up
@read_and_send
def set_up_app(request: Any) -> HttpResponse:
    """Show the QR code of an app, and ask for the first code that the app makes of it."""
    user = request.user
    form, too_often = AppCodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        typed = "".join(form.cleaned_data["code"].split())
        try:
            app = _guessed(request, user, lambda: second_factor.confirm_app(user, typed))
        except limits.TooOften as full:
            too_often = full
            form.add_error("code", _too_many_codes(full))
        else:
            if app is not None:
                second_factor.complete(request, app)
                return redirect(after_set_up(user))
            form.add_error(
                "code", "Deze code klopt niet. Wacht op de volgende code in de app en vul die in"
            )
    app = second_factor.new_app(user)
    picture = segno.make(app.address, error="m").svg_inline(scale=5, light="#fff")
    page = _show(request, "app.html", form=form, app=app, picture=mark_safe(picture))
    return _refused(page, too_often)


@signed_in
@read_and_send
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new codes on paper, and show them this once."""
    if not second_factor.has_one(request.user):
        return redirect("second-factor")
    codes = second_factor.renew_codes(request.user) if request.method == "POST" else []
    return _show(
        request, "recovery_codes.html", codes=codes, left=second_factor.codes_left(request.user)
    )


@signed_in
def codes_kept(request: HttpRequest) -> HttpResponse:
    """Go on to where somebody was going when they came in."""
    return redirect(way_on(request))


@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """Show how somebody logs in, and where they are signed in."""
    user = request.user
    left = second_factor.codes_left(user)
    return _show(
        request,
        "security.html",
        app=second_factor.app_of(user),
        passkeys=second_factor.passkeys_of(user),
        has_one=second_factor.has_one(user),
        may_remove=second_factor.may_remove(user),
        codes_left=left,
        has_few_codes=left < FEW_CODES,
        places=sessions.of_user(user, request.session),
    )


@signed_in
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take away an app or a passkey, unless it is the last one that somebody must have."""
    key = request.POST.get("passkey", "")
    if not second_factor.may_remove(request.user):
        sentence = (
            "Dit is je enige manier om in te loggen naast je wachtwoord. Stel eerst een andere in."
        )
        return refused_page(request, Refused(sentence), reverse("security"))
    if key.isascii() and key.isdigit() and len(key) < len(str(2**63)):
        second_factor.remove_passkey(request.user, int(key))
    elif "app" in request.POST:
        second_factor.remove_app(request.user)
    return redirect("security")


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End one other session of this user, or all others."""
    if "alle" in request.POST:
        sessions.end_others(request.user, request.session)
    else:
        sessions.end(request.user, request.POST.get("sessie", ""))
    return redirect("security")


class LogoutView(auth_views.LogoutView):
    """Signs out, and has the browser forget what it kept of the site."""

    http_method_names = ("post", "options")

    @method_decorator(never_cache)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        super().post(request, *args, **kwargs)
        response = redirect(f"{reverse('login')}?uit")
        response.headers["Clear-Site-Data"] = FORGET
        # A browser without Clear-Site-Data would go on as somebody with a session.
        response.delete_cookie(settings.SESSION_COOKIE_NAME)
        return response


class OwnPasswordPanel(ChangePasswordPanel):
    """Makes its form once: Wagtail would judge a password again to show what was wrong."""

    form_class = OwnPasswordForm

    def get_form(self) -> OwnPasswordForm:
        return self._form

    @cached_property
    def _form(self) -> OwnPasswordForm:
        form: OwnPasswordForm = super().get_form()
        return form


class AccountView(WagtailAccountView):
    """The page of Wagtail for one's own account, with our way to another password."""

    def get_panels(self) -> list[Any]:
        return self._panels

    @cached_property
    def _panels(self) -> list[Any]:
        panels = super().get_panels()
        for at, panel in enumerate(panels):
            if type(panel) is ChangePasswordPanel:
                panels[at] = OwnPasswordPanel(panel.request, panel.user, panel.profile)
        return panels


class ResetView(auth_views.PasswordResetView):
    """Sends the link for a new password; the answer is the same for an unknown address."""

    template_name = "accounts/reset.html"
    form_class = ResetForm
    success_url = reverse_lazy("password-reset-sent")

    @method_decorator(never_cache)
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(*args, **kwargs)  # type: ignore[return-value]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            promise(self.request, "password-reset", send_reset_link, form.cleaned_data["email"])
        except limits.TooOften as too_often:
            form.add_error(
                "email",
                "Er is te vaak om een nieuw wachtwoord gevraagd. Kijk eerst in je mail, of probeer "
                f"het {too_often.in_words} opnieuw",
            )
            return _refused(self.form_invalid(form), too_often)
        email = form.cleaned_data["email"]
        return receipts.lead_to(self.get_success_url(), address=email)


@method_decorator(never_cache, name="dispatch")
class LinkSentView(auth_views.PasswordResetDoneView):
    template_name = "accounts/reset_sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=receipts.address_typed(self.request), **kwargs)


class NewPasswordView(auth_views.PasswordResetConfirmView):
    template_name = "accounts/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("password-reset-done")


class NewPasswordDoneView(auth_views.PasswordResetCompleteView):
    template_name = "accounts/new_password_done.html"


@never_cache
def private_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Take the password of a page, as Wagtail does, but not without end."""

    def ask(form: PasswordViewRestrictionForm) -> HttpResponse:
        page = get_object_or_404(Page, id=page_id).specific
        return page.serve_password_required_response(request, form, request.path)

    answer = partial(authenticate_for_page, request, page_view_restriction_id, page_id)
    restriction = get_object_or_404(PageViewRestriction, id=page_view_restriction_id)
    return _with_shared_password(request, restriction, answer, ask)


@never_cache
def private_documents(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The same for the documents of a collection."""

    def ask(form: PasswordViewRestrictionForm) -> HttpResponse:
        context = {"form": form, "action_url": request.path}
        return render(request, "wagtaildocs/password_required.html", context)

    answer = partial(authenticate_for_documents, request, restriction_id)
    restriction = get_object_or_404(CollectionViewRestriction, id=restriction_id)
    return _with_shared_password(request, restriction, answer, ask)


def _with_shared_password(
    request: HttpRequest,
    restriction: Any,
    answer: Callable[[], HttpResponse],
    ask: Callable[[PasswordViewRestrictionForm], HttpResponse],
) -> HttpResponse:
    """Give the answer of Wagtail, which sends on who has the password, unless it is too often."""
    if request.method != "POST":
        return answer()
    answers: list[HttpResponse] = []

    def is_right() -> bool:
        answers.append(answer())
        return answers[0].status_code == FOUND

    place = f"{restriction._meta.label}:{restriction.pk}"
    try:
        limits.guess("shared-password", is_right, lock=place, network=limits.network_of(request))
    except limits.TooOften as too_often:
        form = PasswordViewRestrictionForm(request.POST, instance=restriction)
        form.errors.clear()
        form.add_error("password", TOO_OFTEN_WRONG.format(too_often.in_words))
        return _refused(ask(form), too_often)
    return answers[0]


@require_admin_access
@read_and_send
def lost(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a colleague lost what they log in with, then take it away."""
    user = get_object_or_404(get_user_model(), pk=pk)
    if not second_factor.may_help(request.user, user):
        raise PermissionDenied
    if request.method == "POST":
        second_factor.forget_lost(user, by=request.user)
        name = get_user_display_name(user)
        messages.success(request, f"{name} stelt bij het inloggen een nieuwe manier in.")
        return redirect("wagtailusers_users:edit", user.pk)
    return render(
        request,
        "accounts/admin/lost.html",
        {"user_to_help": user, "name": get_user_display_name(user)},
    )
