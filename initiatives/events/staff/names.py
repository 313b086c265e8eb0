"""How people are sorted, how a list that is sorted so shows them, and how they are counted."""

from django.db.models import CharField, Expression, F, Func, Value
from django.db.models.functions import Collate, Concat, Lower

from initiatives.events.models.registrations import Registration


class WithoutAccents(Func):
    """A text with its bare letters: é is taken apart in e and an accent, and that left out.

    Not every PostgreSQL has a Dutch collation, so we sort bare letters (domain guide, 11.4).
    """

    template = r"regexp_replace(normalize(%(expressions)s, NFD), '[\u0300-\u036f]', '', 'g')"
    output_field = CharField()


def by_family_name() -> Expression:
    """Return what sorts people by family name; the prefix counts after it: "Aa, van der"."""
    parts = [F("last_name"), Value(", "), F("infix"), Value(", "), F("first_name")]
    return Collate(Lower(WithoutAccents(Concat(*parts))), "C")


def listed_name(registration: Registration) -> str:
    """Return a name as a sorted list shows it: "Aa, Fatima van der"."""
    given = " ".join(filter(None, [registration.first_name, registration.infix]))
    return ", ".join(filter(None, [registration.last_name, given])) or "Gewiste aanmelding"


def people(number: int) -> str:
    return "1 persoon" if number == 1 else f"{number} mensen"


def told(number: int, what: str = "bericht") -> str:
    """Say how many people hear of something, as a sentence."""
    if number == 0:
        return f"Niemand krijgt {what}."
    return f"{people(number)} {'krijgt' if number == 1 else 'krijgen'} {what}."
