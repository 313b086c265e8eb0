"""The small forms around the application: to begin, and to ask for a link."""

from django import forms

from core.questions import Email, QuestionForm
from core.stamps import StampedForm


class StartForm(StampedForm):
    """A button; its stamp makes that a double click begins once."""


class LinkForm(QuestionForm):
    """Where to send a new link."""

    email = Email(
        label="E-mailadres", help_text="Het adres dat je bij je aanmelding hebt opgegeven."
    )


class AddressForm(forms.Form):
    """Where to send the link to go on; under a personal link, so no program gets here."""

    use_required_attribute = False
    email = Email(
        label="E-mailadres",
        help_text="We gebruiken dit adres alleen voor berichten over je aanmelding.",
    )
