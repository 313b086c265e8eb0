"""The page form that every themed page shares."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from core.models.taxonomy import Term


class TermCheckboxes(forms.ModelMultipleChoiceField):
    """Check boxes for terms: the active ones, and those that this page already has."""

    widget = forms.CheckboxSelectMultiple


class ThemedPageForm(WagtailAdminPageForm):
    """Asks for themes and branches and for alt text, but only once the page is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "branches"):
            if name in self.fields:
                self._offer_active(name)

    def _offer_active(self, name: str) -> None:
        field = self.fields[name]
        model: type[Term] = field.queryset.model
        chosen = [term.pk for term in getattr(self.instance, name).all()]
        field.queryset = model.objects.active() | model.objects.filter(pk__in=chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, everything, word in (
            ("themes", "all_themes", "thema"),
            ("branches", "all_branches", "branche"),
        ):
            if name not in self.fields:
                continue
            if cleaned.get(everything):
                cleaned[name] = self.fields[name].queryset.none()
            elif not self.is_deferred_validation and not cleaned.get(name):
                self.add_error(name, f"Kies minstens één {word}, of kies ‘Alle’.")
        if (
            not self.is_deferred_validation
            and cleaned.get("listing_image")
            and not cleaned.get("listing_image_alt")
        ):
            self.add_error(
                "listing_image_alt",
                "Beschrijf wat er op de afbeelding staat. Wie hem niet ziet, leest deze tekst.",
            )
        return cleaned
