"""The page form that every themed page shares."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.models.taxonomy import Term
from core.publication import TERMS, lacking
from core.reserved_slugs import SitePageForm


class TermCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes in columns that step back when `everything`, the "alle" of the same form, is on.

    Without the script they stay as they are; the form then leaves them out by itself.
    """

    template_name = "core/admin/term_checkboxes.html"
    option_template_name = "django/forms/widgets/checkbox_option.html"

    class Media:
        js = ["core/admin/terms.js"]
        css = {"all": ["core/admin/admin.css"]}

    def __init__(self, everything: str, legend: str) -> None:
        super().__init__()
        self.everything = everything
        self.legend = legend

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"everything": self.everything, "legend": self.legend}
        return context

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class ThemedPageForm(SitePageForm):
    """Asks for themes and branches and for alt text, but only once the page is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _, word in TERMS:
            if name in self.fields:
                self._offer_active(name, word)

    def _offer_active(self, name: str, word: str) -> None:
        """Offer the terms in use, and those that this page already has."""
        field = self.fields[name]
        model: type[Term] = field.queryset.model
        chosen = [term.pk for term in getattr(self.instance, name).all()]
        field.queryset = model.objects.active() | model.objects.filter(pk__in=chosen)
        field.label_from_instance = _label
        gone = f"Een {word} dat je koos is er niet meer. Kijk na wat er nu aangevinkt staat."
        field.error_messages |= {"invalid_choice": gone, "invalid_pk_value": gone}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, everything, _ in TERMS:
            if name in self.fields and cleaned.get(everything):
                cleaned[name] = self.fields[name].queryset.none()
        if not self.is_deferred_validation:
            self.add_errors(lacking(cleaned).items())
        return cleaned

    def add_errors(self, found: Iterable[tuple[str, str]]) -> None:
        for field, message in found:
            if field in self.fields and field not in self.errors:
                self.add_error(field, message)


def _label(term: Term) -> str:
    return term.name if term.active else f"{term.name} (niet meer in gebruik)"
