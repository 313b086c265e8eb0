"""What is asked of whoever comes in; each refusal is a Dutch sentence beside its question."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.forms.auth import PasswordChangeForm as WagtailPasswordChangeForm

from accounts import mails
from core import limits
from core.questions import Email, Line

WRONG = "Je gebruikersnaam of wachtwoord klopt niet. Kijk ze na en probeer het nog eens"
TOO_OFTEN_WRONG = "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het {} opnieuw"
HELP_TO_CHOOSE = (
    "Minstens 12 tekens. Een zinnetje van vier losse woorden is sterk en makkelijk te onthouden."
)


class LoginForm(auth_forms.AuthenticationForm):
    """A user name and a password. `too_often` says until when no password counts."""

    use_required_attribute = False
    username = forms.CharField(
        label="Gebruikersnaam",
        error_messages={"required": "Vul je gebruikersnaam in"},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        error_messages={"required": "Vul je wachtwoord in"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # Django takes the length of the column; a browser would cut off what was pasted.
        self.fields["username"].widget.attrs.pop("maxlength", None)
        self.too_often: limits.TooOften | None = None

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = self._user(name, password)
        return self.cleaned_data

    def _user(self, name: str, password: str) -> Any:
        try:
            user = limits.guess(
                "password",
                lambda: authenticate(self.request, username=name, password=password),
                account=name.casefold(),
                network=limits.network_of(self.request),  # type: ignore[arg-type] # the view gives it
            )
        except limits.TooOften as too_often:
            self.too_often = too_often
            sentence = TOO_OFTEN_WRONG.format(too_often.in_words)
            raise ValidationError({"password": sentence}) from None
        if user is None:
            raise ValidationError({"password": WRONG})
        return user


class CodeForm(forms.Form):
    """A code of an app, or one on paper."""

    use_required_attribute = False
    code = Line(
        label="Code",
        longest=40,
        missing="Vul de code in",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class AppCodeForm(CodeForm):
    """The first code of an app that was just set up."""

    code = Line(
        label="Code uit de app",
        longest=40,
        missing="Vul de code van 6 cijfers in",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ResetForm(auth_forms.PasswordResetForm):
    """Asks for the address of an account; Django finds whose it is."""

    use_required_attribute = False
    email = Email(label="E-mailadres van je account")

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Write a letter of ours instead of Django's own mail."""
        path = reverse("password-reset-confirm", args=[context["uid"], context["token"]])
        mails.send_reset_link(context["user"], address=to_email, link=settings.SITE_URL + path)


class OwnPasswordForm(WagtailPasswordChangeForm):
    """A new password of whoever is signed in; the present one cannot be guessed here either."""

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        try:
            is_right = limits.guess(
                "password",
                lambda: self.user.check_password(typed),
                account=self.user.get_username().casefold(),
            )
        except limits.TooOften as too_often:
            raise ValidationError(TOO_OFTEN_WRONG.format(too_often.in_words)) from None
        if not is_right:
            raise ValidationError("Dit is niet je wachtwoord van nu")
        return typed


class NewPasswordForm(auth_forms.SetPasswordForm):
    """A new password, twice; the validators of the settings judge it."""

    use_required_attribute = False

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = "Nieuw wachtwoord", "Nog een keer hetzelfde wachtwoord"
        first.help_text, again.help_text = HELP_TO_CHOOSE, ""
        first.error_messages["required"] = "Vul een nieuw wachtwoord in"
        again.error_messages["required"] = "Vul hetzelfde wachtwoord nog een keer in"
        different = "De twee wachtwoorden zijn niet hetzelfde"
        self.error_messages["password_mismatch"] = different
