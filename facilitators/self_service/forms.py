"""The forms in which facilitators apply, and keep what changes at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS

from core.form_tokens import StampedForm
from core.questions import (
    Email,
    Line,
    OneOf,
    Phone,
    Photograph,
    QuestionForm,
    Tick,
    WebAddress,
)
from facilitators.availability import is_available
from facilitators.choices import Availability
from facilitators.consents import VISION, WORDINGS, Item
from facilitators.models.index import FacilitatorIndexPage
from facilitators.models.profiles import Profile
from facilitators.profile_states import Application, Contact
from facilitators.self_service.text_forms import WHAT, WHO, WHOM, Parts, TextForm, WithParts

YEARS_AHEAD = 3


WHEN = (
    "Wanneer kun je?",
    "Dit kun je later altijd zelf veranderen.",
    ("beschikbaarheid", "maand", "jaar"),
)
REACH = (
    "Hoe bereiken mensen je?",
    "Bezoekers stellen hun vraag met een formulier op je profiel. Je e-mailadres zien ze daarbij "
    "niet. Wat je nog meer laat zien, kies je zelf. Je kunt het altijd weer uitzetten.",
    ("email", "toon_email", "telefoon", "toon_telefoon", "webadres", "toon_website"),
)
PROMISE = ("Tot slot", "", ("visie", "profiel"))


class AvailabilityForm(WithParts):
    """When somebody can be asked."""

    PARTS: Parts = (WHEN,)

    beschikbaarheid = OneOf(
        label="Ben je beschikbaar?",
        choices=Availability.choices,
        missing="Kies of je beschikbaar bent",
    )
    maand = forms.TypedChoiceField(
        label="Vanaf welke maand weer?",
        choices=[
            ("", "Weet ik nog niet"),
            *((str(number), name) for number, name in MONTHS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Alleen als je nu niet beschikbaar bent.",
        error_messages={"invalid_choice": "Kies een maand"},
    )
    jaar = Line(
        label="Welk jaar?",
        longest=4,
        needed="als je een maand kiest",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maand"].needed = "als je een jaar invult"  # type: ignore[attr-defined]
        self.fields["jaar"].help_text = f"Bijvoorbeeld: {timezone.localdate().year + 1}"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        cleaned["vanaf"] = None
        month, year = cleaned.get("maand"), cleaned.get("jaar", "")
        if cleaned.get("beschikbaarheid") != Availability.NOT_NOW or not (month or year):
            return cleaned
        this_year = timezone.localdate().year
        possible = {str(this_year + ahead) for ahead in range(YEARS_AHEAD + 1)}
        if not month:
            self.add_error("maand", "Kies ook de maand, of laat het jaar leeg")
        elif year not in possible:
            self.add_error("jaar", f"Vul een jaar in van {this_year} tot en met {max(possible)}")
        elif (start := date(int(year), month, 1)) <= timezone.localdate():
            # From the first day of that month the site says: available.
            self.add_error("maand", "Kies een maand die nog komt")
        else:
            cleaned["vanaf"] = start
        return cleaned

    @property
    def available_from(self) -> date | None:
        start: date | None = self.cleaned_data["vanaf"]
        return start


def answers_of_availability(profile: Profile) -> dict[str, Any]:
    """Return what the form shows: who named a month that has come is available, as the site says.

    So a month in the past is nobody's answer, and refuses no other.
    """
    start = profile.available_from
    if start and is_available(profile):
        return {"beschikbaarheid": Availability.AVAILABLE, "maand": "", "jaar": ""}
    return {
        "beschikbaarheid": profile.availability,
        "maand": start.month if start else "",
        "jaar": start.year if start else "",
    }


class ContactForm(WithParts):
    """How somebody can be reached, and what of that everybody may see."""

    PARTS: Parts = (REACH, PROMISE)

    email = Email(label="E-mailadres", help_text="Hierop krijg je vragen, en mail van ons.")
    toon_email = Tick(label=WORDINGS[Item.EMAIL])
    telefoon = Phone(label="Telefoonnummer", needed="als je het wilt laten zien")
    toon_telefoon = Tick(label=WORDINGS[Item.PHONE])
    webadres = WebAddress(
        label="Website",
        needed="als je een link wilt laten zien",
        help_text="Bijvoorbeeld: www.voorbeeld.example",
    )
    toon_website = Tick(label=WORDINGS[Item.WEBSITE])
    visie = Tick(
        label=VISION,
        missing="Vink aan dat je werkt volgens de gezamenlijke visie op actieleren",
        help_text="Dat vragen we van iedereen in de Pool.",
    )
    profiel = Tick(
        label=WORDINGS[Item.PROFILE],
        missing="Vink aan dat je profiel op de website mag staan",
        help_text="Je kunt je profiel altijd pauzeren of verwijderen. Dat werkt meteen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vision, pool = self.fields["visie"], FacilitatorIndexPage.objects.live().first()
        if isinstance(vision, Tick) and pool and pool.vision:
            vision.to_read = ("Lees de gezamenlijke visie", pool.vision)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("toon_telefoon") and not cleaned.get("telefoon"):
            self._unless_wrong("telefoon", "Vul je telefoonnummer in, of vink het niet aan")
        if cleaned.get("toon_website") and not cleaned.get("webadres"):
            self._unless_wrong("webadres", "Vul je website in, of vink het niet aan")
        # A website is for nothing but showing it.
        if cleaned.get("webadres") and not cleaned.get("toon_website"):
            self.add_error(
                "toon_website", "Vink aan dat we je website mogen tonen, of haal het webadres weg"
            )
        return cleaned

    def _unless_wrong(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    @property
    def contact(self) -> Contact:
        answers = self.cleaned_data
        return Contact(
            phone=answers["telefoon"],
            website=answers["webadres"],
            shows_email=answers["toon_email"],
            shows_phone=answers["toon_telefoon"],
        )


def answers_of_contact(profile: Profile, given: Iterable[str]) -> dict[str, Any]:
    return {
        "email": profile.new_email or profile.email,
        "toon_email": profile.shows_email and Item.EMAIL in given,
        "telefoon": profile.phone,
        "toon_telefoon": profile.shows_phone and Item.PHONE in given,
        "webadres": profile.website,
        "toon_website": bool(profile.website) and Item.WEBSITE in given,
        "visie": profile.follows_vision,
        "profiel": Item.PROFILE in given,
    }


class PhotographForm(WithParts):
    """A photograph, and its text for people who cannot see it."""

    PARTS: Parts = (("Je foto", "", ("foto", "beschrijving", "toestemming")),)

    foto = Photograph(
        label="Kies een foto",
        missing="Kies een foto",
        help_text="Een JPEG, PNG, WebP of HEIC van hooguit 10 MB. Een vierkante uitsnede komt op "
        "de website: zorg dat je in het midden staat.",
    )
    beschrijving = Line(
        label="Wat is er te zien op de foto?",
        longest=150,
        help_text="Voor wie de foto niet ziet. Bijvoorbeeld: Anna lacht en staat voor een bord.",
    )
    toestemming = Tick(
        label=WORDINGS[Item.PHOTOGRAPH],
        missing="Vink aan dat je foto op de website mag staan",
        help_text="Je kunt je foto altijd weer weghalen. Dat werkt meteen.",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.errors and cleaned.get("foto"):
            self.add_error("foto", "Kies je foto opnieuw: een bestand onthoudt je browser niet")
        return cleaned


class ApplicationForm(StampedForm, TextForm, AvailabilityForm, ContactForm):
    """Everything that the Pool asks of whoever wants to join."""

    PARTS: Parts = (WHO, WHAT, WHOM, WHEN, REACH, PROMISE)
    # In which order the summary names what is wrong.
    field_order = tuple(name for _, _, names in PARTS for name in names)

    @property
    def application(self) -> Application:
        """Return what was filled in, of a valid form."""
        return Application(
            text=self.text,
            email=self.cleaned_data["email"],
            contact=self.contact,
            availability=self.cleaned_data["beschikbaarheid"],
            available_from=self.available_from,
        )


class LinkForm(QuestionForm):
    """Where to send a new link."""

    email = Email(label="E-mailadres", help_text="Het adres waarop je mail van ons krijgt.")
