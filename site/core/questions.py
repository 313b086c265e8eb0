"""The questions that forms for visitors ask: each answer is kept, each refusal is a Dutch sentence.

They set no `maxlength`: a browser would cut off without a word what somebody pasted.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core import email_addresses, phones, photographs
from core.text import (
    CONTROLS,
    composed,
    line_ends,
    without_unseen,
    without_unseen_at_all,
)

# More than this of a refused answer is not sent back to whoever typed it.
LONGEST_KEPT = 100_000
LONGEST_URL = 200


class Line(forms.CharField):
    """An answer on one line. `missing` is what to say when it is empty or too short.

    `needed` says when an answer that may be left out is needed after all: "als je … kiest".

    >>> Line(label="Voornaam", missing="Vul je voornaam in", longest=60)
    """

    def __init__(
        self,
        *,
        longest: int,
        missing: str = "",
        shortest: int = 1,
        needed: str = "",
        **options: Any,
    ) -> None:
        super().__init__(required=bool(missing), **options)
        self.needed = needed
        self.longest = longest
        self.shortest = shortest
        self.missing = missing
        self.error_messages["required"] = missing

    # Whether `clean_every_field` of core.text leaves this to the field: control characters are
    # refused here, in words, and not taken out.
    judges_controls = True

    def to_python(self, value: Any) -> str:
        """Return the answer composed (NFC), without what nobody sees; white space is a blank."""
        return " ".join(without_unseen(composed(super().to_python(value) or "")).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if CONTROLS.search(value):
            raise ValidationError(f"Haal de vreemde tekens weg bij ‘{self.label}’")
        if value and len(value) < self.shortest:
            raise ValidationError(self.missing)
        if len(value) > self.longest:
            raise ValidationError(
                f"Maak je antwoord bij ‘{self.label}’ korter: hooguit {self.longest} tekens"
            )

    def run_validators(self, value: str) -> None:
        """Leave out Django's own validators; `validate` says the same in our words."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data[:LONGEST_KEPT] if isinstance(data, str) else data


class Lines(Line):
    """An answer of several lines."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Return the answer composed (NFC), without what nobody sees; line ends are alike."""
        return line_ends(without_unseen(composed(forms.CharField.to_python(self, value) or "")))

    def validate(self, value: str) -> None:
        if len(value) > self.longest:
            raise ValidationError(f"Maak de tekst korter: hooguit {self.longest} tekens")
        super().validate(value)


class FirstName(Line):
    """What somebody is called; as all questions of a name, with what a browser may fill in."""

    widget = forms.TextInput(attrs={"autocomplete": "given-name"})

    def __init__(self, *, label: str = "Voornaam", longest: int = 60, **options: Any) -> None:
        super().__init__(label=label, longest=longest, **options)


class Infix(Line):
    """What stands between first and last name, and does not count for the alphabet."""

    widget = forms.TextInput(attrs={"autocomplete": "additional-name"})

    def __init__(
        self,
        *,
        label: str = "Tussenvoegsel",
        longest: int = 20,
        help_text: str = "Bijvoorbeeld: van der",
        **options: Any,
    ) -> None:
        super().__init__(label=label, longest=longest, help_text=help_text, **options)


class LastName(Line):
    widget = forms.TextInput(attrs={"autocomplete": "family-name"})

    def __init__(self, *, label: str = "Achternaam", longest: int = 80, **options: Any) -> None:
        super().__init__(label=label, longest=longest, **options)


class FullName(Line):
    """First and last name in one answer, where nothing is sorted by them."""

    widget = forms.TextInput(attrs={"autocomplete": "name"})

    def __init__(
        self,
        *,
        label: str = "Je naam",
        longest: int = 120,
        missing: str = "Vul je naam in",
        **options: Any,
    ) -> None:
        super().__init__(label=label, longest=longest, missing=missing, **options)


class OrganisationName(Line):
    widget = forms.TextInput(attrs={"autocomplete": "organization"})

    def __init__(self, *, label: str = "Organisatie", longest: int = 120, **options: Any) -> None:
        super().__init__(label=label, longest=longest, **options)


class OwnOrganisation(OrganisationName):
    """The organisation that somebody works for, which must be named."""

    def __init__(
        self,
        *,
        shortest: int = 2,
        missing: str = "Vul de naam van je organisatie in",
        **options: Any,
    ) -> None:
        super().__init__(shortest=shortest, missing=missing, **options)


class JobTitle(Line):
    widget = forms.TextInput(attrs={"autocomplete": "organization-title"})

    def __init__(self, *, label: str = "Functie", longest: int = 80, **options: Any) -> None:
        super().__init__(label=label, longest=longest, **options)


class Email(Line):
    """An e-mail address to which mail can be sent; the answer is as we keep it
    (core.email_addresses).
    """

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
    )

    def __init__(
        self,
        *,
        missing: str = "Vul een e-mailadres in, zoals naam@voorbeeld.nl",
        **options: Any,
    ) -> None:
        super().__init__(longest=email_addresses.LONGEST, missing=missing, **options)

    def to_python(self, value: Any) -> str:
        return without_unseen_at_all(super().to_python(value))

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return email_addresses.canonical(typed) if typed else ""
        except ValueError:
            raise ValidationError(self.missing) from None


class EmailOfAnother(Email):
    """An address that need not be given; a browser would fill in that of whoever types."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.required = False


class Phone(Line):
    """A Dutch telephone number; the answer is as we store it (core.phones)."""

    widget = forms.TextInput(
        attrs={"autocomplete": "tel", "inputmode": "tel", "spellcheck": "false", "type": "tel"}
    )
    wrong = "Vul een telefoonnummer van 10 cijfers in"

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=phones.LONGEST_TYPED, **options)

    def to_python(self, value: Any) -> str:
        return without_unseen_at_all(super().to_python(value))

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return phones.stored(typed) if typed else ""
        except ValueError:
            raise ValidationError(self.wrong) from None


class OneOf(forms.ChoiceField):
    """A choice of a few, shown as radio buttons. `missing` is what to say when none is chosen."""

    widget = forms.RadioSelect

    def __init__(self, *, missing: str, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages |= {"required": missing, "invalid_choice": missing}


class SomeOf(forms.MultipleChoiceField):
    """A choice of several, shown as check boxes. `missing` is what to say when none is chosen.

    `most` is how many may be chosen at most, `too_many` what to say of more. `everything` is the
    choice that includes all others. `needed` is as that of Line.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        *,
        missing: str = "",
        most: int = 0,
        too_many: str = "",
        everything: str = "",
        needed: str = "",
        **options: Any,
    ) -> None:
        super().__init__(required=bool(missing), **options)
        self.needed = needed
        self.most = most
        self.too_many = too_many or f"Kies bij ‘{self.label}’ hooguit {most} antwoorden"
        self.everything = everything
        again = f"Een antwoord bij ‘{self.label}’ is er niet meer. Kies opnieuw"
        self.error_messages |= {
            "required": missing,
            "invalid_choice": again,
            "invalid_list": again,
        }

    # Tells what a value is called now, where that can change after the page was shown.
    today: Callable[[str], str | None] | None = None

    def clean(self, value: Any) -> list[str]:
        if self.today and isinstance(value, list):
            value = list(dict.fromkeys(self.today(one) or one for one in value))
        chosen: list[str] = super().clean(value)
        if self.everything in chosen:
            return [self.everything]
        if self.most and len(chosen) > self.most:
            raise ValidationError(self.too_many)
        return chosen


class Tick(forms.BooleanField):
    """One box beside a sentence to agree with; `missing` is what to say when that is needed.

    `to_read` is what one agrees with: the words that open it, and the text as editors wrote it.
    """

    to_read: tuple[str, str] | None = None

    def __init__(self, *, missing: str = "", **options: Any) -> None:
        super().__init__(required=bool(missing), **options)
        self.error_messages["required"] = missing


class WebAddress(Line):
    """An address on the web, with or without its scheme."""

    widget = forms.TextInput(
        attrs={"autocomplete": "url", "inputmode": "url", "spellcheck": "false"}
    )
    wrong = "Vul een webadres in, zoals www.voorbeeld.example"

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_URL, **options)

    def to_python(self, value: Any) -> str:
        return without_unseen_at_all(super().to_python(value))

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        URLValidator(schemes=["http", "https"], message=self.wrong)(address)
        return address


class Photograph(forms.FileField):
    """A photograph to send along; the answer is a JPEG of our own (core.photographs)."""

    widget = forms.FileInput(
        attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}
    )

    def __init__(self, *, missing: str, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages |= dict.fromkeys(("required", "invalid", "missing", "empty"), missing)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        sent = super().clean(data, initial)
        try:
            return photographs.rewritten(sent, sent.size)
        except photographs.Unusable as unusable:
            raise ValidationError(unusable.sentence) from None


class Trap(forms.CharField):
    """A question that nobody sees (components/trap.html), so that only a program fills it in."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})

    def __init__(self) -> None:
        super().__init__(label="Laat dit leeg", required=False)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Come back empty, so that a person whose browser filled it in can simply send again."""
        return ""


class QuestionForm(forms.Form):
    """A form for visitors. A page says above it that every question must be answered unless…

    Who fell into the trap gets the form back with all that was typed: a program falls into it each
    time, a person never twice.
    """

    use_required_attribute = False
    website = Trap()

    def clean(self) -> dict[str, Any] | None:
        if self.data.get(self.add_prefix("website")):
            raise ValidationError("We konden dit nog niet versturen. Druk nog een keer op de knop.")
        return super().clean()
