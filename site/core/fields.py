"""Columns that more than one app needs."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ChoicesField(ArrayField):
    """Any number of a fixed set of choices, in one column; check boxes in a form.

    >>> levels = ChoicesField(Level.choices, verbose_name="niveau")
    """

    def __init__(self, choices: list[tuple[str, str]], **options: Any) -> None:
        self.options = choices
        options.pop("base_field", None)
        column = models.CharField(max_length=40, choices=choices)
        super().__init__(column, **{"default": list, "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        del options["base_field"]
        return name, path, [self.options, *args], options

    def formfield(self, **options: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=self.options,
            coerce=str,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels_of(self, values: list[str]) -> list[str]:
        """Return what people read for these values, in the order of the choices."""
        return [label for value, label in self.options if value in values]
