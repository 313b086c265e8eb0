"""What staff fill in about a meeting, besides its page."""

from typing import Any

from django import forms

from initiatives.events.models import Announcement, Cancellation, Registration
from initiatives.events.models.registrations import RegistrationQuerySet


class MarkForm(forms.Form):
    """One tick in the attendance list; made by buttons, so nobody types in it."""

    state = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (
                Registration.State.ATTENDED,
                Registration.State.ABSENT,
                Registration.State.CONFIRMED,
            )
        ]
    )

    def __init__(self, registrations: RegistrationQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"] = forms.ModelChoiceField(registrations)


class WalkInForm(forms.ModelForm):
    class Meta:
        model = Registration
        fields = ["first_name", "infix", "last_name", "organisation"]
        error_messages = {
            "first_name": {"required": "Vul de voornaam in."},
            "last_name": {"required": "Vul de achternaam in."},
            "organisation": {"required": "Vul de naam van de organisatie in."},
        }


class AnnouncementForm(forms.ModelForm):
    class Meta:
        model = Announcement
        fields = ["subject", "text", "audience"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10}), "audience": forms.RadioSelect}
        error_messages = {
            "subject": {"required": "Vul in waar de mail over gaat."},
            "text": {"required": "Schrijf eerst wat je wilt zeggen."},
        }


class CancellationForm(forms.ModelForm):
    class Meta:
        model = Cancellation
        fields = ["message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        labels = {"message": "Wat wil je erbij zeggen? (niet verplicht)"}
        help_texts = {
            "message": "Bijvoorbeeld waarom het niet doorgaat, of wanneer er weer een bijeenkomst "
            "is. Het komt in de mail en op de pagina te staan."
        }
