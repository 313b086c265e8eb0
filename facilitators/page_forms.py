"""The form in which staff write the page of a facilitator."""

from typing import Any

from django import forms

from core.forms import ThemedPageForm
from facilitators import publication
from facilitators.models.profiles import Profile


class FacilitatorPageForm(ThemedPageForm):
    """Offers the methods in use, and asks on publication what the Pool asks of everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("methods", "work_forms"):
            if name in self.fields:
                field = self.fields[name]
                chosen = [choice.pk for choice in getattr(self.instance, name).all()]
                rows = field.queryset.model.objects
                field.queryset = rows.filter(active=True) | rows.filter(pk__in=chosen)
                field.widget = forms.CheckboxSelectMultiple()
                field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_organisation"):
            for name in ("first_name", "infix", "last_name"):
                cleaned[name] = ""
        if not self.is_deferred_validation:
            self.add_errors(publication.lacking(cleaned).items())
            profile = Profile.objects.filter(page=self.instance.pk).first()
            found = publication.of_profile(profile) | publication.keeps_paused(profile)
            for sentence in found.values():
                self.add_error(None, sentence)
        return cleaned
