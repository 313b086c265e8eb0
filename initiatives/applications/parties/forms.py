"""What a party says of an initiative."""

from typing import Any

from core.questions import Lines, OneOf, QuestionForm
from initiatives.applications.consulting import LONGEST
from initiatives.applications.models.choices import AdviceValue

NO_WHY = "Leg uit waarom je advies negatief is"


class AdviceForm(QuestionForm):
    advies = OneOf(
        label="Wat is jullie advies?",
        choices=[choice for choice in AdviceValue.choices if choice[0] != AdviceValue.OPEN],
        missing="Kies een advies, of kies ‘Geen advies’",
    )
    toelichting = Lines(
        label="Toelichting",
        help_text="Nodig bij een negatief advies. Noem geen namen van cliënten of medewerkers.",
        longest=LONGEST,
        rows=8,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        is_negative = cleaned.get("advies") == AdviceValue.NEGATIVE
        if is_negative and "toelichting" not in self.errors and not cleaned["toelichting"].strip():
            self.add_error("toelichting", NO_WHY)
        return cleaned

    @property
    def advice(self) -> tuple[AdviceValue, str]:
        """Return what is advised, with why, of a valid form."""
        return AdviceValue(self.cleaned_data["advies"]), self.cleaned_data["toelichting"]
