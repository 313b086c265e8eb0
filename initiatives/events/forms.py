"""The form to register for a meeting (domain guide, paragraph 8.2)."""

import uuid
from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings

from core import times
from core.questions import (
    Email,
    FirstName,
    Infix,
    JobTitle,
    LastName,
    Lines,
    OneOf,
    OwnOrganisation,
    QuestionForm,
)
from initiatives.events.models.registrations import Registration
from initiatives.events.services import Attendee, Details

# Each question, with the name of its answer.
MEANT = {
    "voornaam": "first_name",
    "tussenvoegsel": "infix",
    "achternaam": "last_name",
    "organisatie": "organisation",
    "functie": "job_title",
    "rol": "role",
    "wensen": "needs",
}


class FormKey(forms.Field):
    """The name that a form got when it was shown; whoever changed it has none."""

    def to_python(self, value: Any) -> uuid.UUID | None:
        try:
            return uuid.UUID(value or "")
        except ValueError:
            return None


class DetailsForm(QuestionForm):
    """What somebody tells of themselves; the address is that of the registration."""

    voornaam = FirstName(missing="Vul je voornaam in")
    tussenvoegsel = Infix()
    achternaam = LastName(missing="Vul je achternaam in")
    organisatie = OwnOrganisation()
    functie = JobTitle()
    rol = OneOf(
        label="Hoe ben je betrokken?",
        choices=Registration.Role.choices,
        missing="Kies hoe je betrokken bent",
    )
    wensen = Lines(
        label="Hebben we iets nodig om je goed te ontvangen?",
        longest=300,
        help_text="Bijvoorbeeld een rolstoelplek of een schrijftolk. Je hoeft niet te zeggen "
        f"waarom. We wissen dit {times.term(settings.KEEP_NEEDS_AFTER_MEETING)} na de bijeenkomst.",
    )
    QUESTIONS: tuple[str, ...] = (
        "voornaam",
        "tussenvoegsel",
        "achternaam",
        "organisatie",
        "functie",
        "rol",
        "wensen",
    )

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return what the visitor is asked, in order."""
        return [self[name] for name in self.QUESTIONS]

    @property
    def details(self) -> Details:
        """Return what was told, of a valid form."""
        answers: dict[str, Any] = self.cleaned_data
        return Details(**{name: answers[question] for question, name in MEANT.items()})


class RegistrationForm(DetailsForm):
    email = Email(label="E-mailadres", help_text="Hierop ontvang je bericht over je aanmelding.")
    # The name of this form, so that sending it twice registers once.
    formulier = FormKey(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    QUESTIONS = (*DetailsForm.QUESTIONS[:5], "email", *DetailsForm.QUESTIONS[5:])
    field_order = QUESTIONS

    @property
    def attendee(self) -> Attendee:
        """Return who wants to come, of a valid form."""
        return Attendee(**asdict(self.details), email=self.cleaned_data["email"])


class TelephoneForm(RegistrationForm):
    """The same questions, as a colleague asks them of somebody on the telephone."""

    voornaam = FirstName(missing="Vul de voornaam in")
    achternaam = LastName(missing="Vul de achternaam in")
    organisatie = OwnOrganisation(missing="Vul de naam van de organisatie in")
    rol = OneOf(
        label="Hoe is deze persoon betrokken?",
        choices=Registration.Role.choices,
        missing="Kies hoe deze persoon betrokken is",
    )
    wensen = Lines(
        label="Wat is er nodig om deze persoon goed te ontvangen?",
        longest=300,
        help_text="Bijvoorbeeld een rolstoelplek of een schrijftolk. Vraag niet waarom.",
    )
    email = Email(
        label="E-mailadres",
        help_text="Hierop komt de mail met de link. Spel het adres nog een keer samen.",
    )


def answers_of(registration: Registration) -> dict[str, str]:
    """Return what somebody told, for the form to change it."""
    return {question: getattr(registration, name) for question, name in MEANT.items()}
