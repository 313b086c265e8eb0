"""The form in which staff write the page of a Koploper."""

from typing import Any

from core.forms import ThemedPageForm
from initiatives import publication


class InitiativePageForm(ThemedPageForm):
    """Knows what is asked of a Koploper besides themes, branches and alt text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = self.formsets.get("organisations")
        if organisations is not None:
            organisations.error_messages["too_few_forms"] = publication.NO_ORGANISATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "regions" in self.fields and cleaned.get("is_national"):
            cleaned["regions"] = self.fields["regions"].queryset.none()
        if not self.is_deferred_validation:
            self.add_errors(publication.lacking(cleaned).items())
        return cleaned
