"""What is kept of staff (core.personal_data)."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from wagtail.models import ModelLogEntry

from core import times
from core.personal_data import retention
from core.personal_data.registry import Declaration, Ground, Rule, declare, needs_none

STAFF = (
    "Dit is het account van een medewerker. Dat hebben we nodig zolang iemand hier werkt. Een "
    "beheerder verwijdert het bij ‘Instellingen’, ‘Gebruikers’."
)


def _users(address: str) -> QuerySet[AbstractUser]:
    return get_user_model().objects.filter(email__iexact=address)


def _is_staff(user: AbstractUser) -> str:
    return STAFF


def _nobody(address: str) -> QuerySet:
    return ModelLogEntry.objects.none()


def _term_of_accounts() -> str:
    return "Zolang iemand voor het netwerk werkt."


def _term_of_history() -> str:
    return f"{times.term(settings.KEEP_HISTORY)}."


declare(
    Declaration(
        model=get_user_model(),
        name="Accounts van medewerkers",
        whom="Medewerkers",
        purpose="Veilig inloggen.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_accounts,
        fields=("username", "first_name", "last_name", "email", "last_login", "date_joined"),
        find=_users,
        keeps=_is_staff,
        is_of_visitors=False,
        rules=(Rule(retention.UNSAVED, retention.due_forms),),
        order=95,
    ),
    Declaration(
        model=ModelLogEntry,
        name="Geschiedenis in het beheer",
        whom="Medewerkers, met een nummer",
        purpose="Kunnen nagaan wie wat deed.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_history,
        fields=("label", "data"),
        find=_nobody,
        is_of_visitors=False,
        rules=(
            Rule(retention.HISTORY, retention.due_history),
            Rule(f"{retention.HISTORY} van pagina’s", retention.due_page_history),
        ),
        order=96,
    ),
)
GONE_WITH_ACCOUNT = "Gaat weg met het account, of als het voorbij is."
needs_none(
    GONE_WITH_ACCOUNT,
    "accounts.Session",
    "accounts.AuthenticatorApp",
    "accounts.RecoveryCodes",
    "django_otp_webauthn.WebAuthnCredential",
    "django_otp_webauthn.WebAuthnAttestation",
    "django_otp_webauthn.WebAuthnUserHandle",
    "wagtailusers.UserProfile",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailcore.APIToken",
)
needs_none("Is van dezelfde soort als de geschiedenis van records.", "wagtailcore.PageLogEntry")
