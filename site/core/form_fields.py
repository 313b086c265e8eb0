"""What holds of every form field of the site: ours, Wagtail's, and those of its blocks."""

from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import email_addresses
from core.text import code_on_one_line, on_one_line, on_some_lines

# What is an address or a number: nothing in it may be unseen.
CODES = (
    forms.EmailField,
    forms.URLField,
    forms.SlugField,
    forms.IntegerField,  # and decimals
    forms.fields.BaseTemporalField,
)


def clean_every_field() -> None:
    """Have every form field take out what nobody sees, before it judges an answer.

    Done at the one method that all fields share. Blocks, tags, redirects and accounts have fields
    of other packages, which no class of ours could stand in for. A password stays as it is.
    """
    judge = forms.Field.clean

    @wraps(judge)
    def clean(field: forms.Field, value: Any) -> Any:
        answer = judge(field, _cleaned(field, value) if isinstance(value, str) else value)
        return _kept(field, answer)

    forms.Field.clean = clean  # type: ignore[method-assign, assignment]


def _kept(field: forms.Field, value: Any) -> Any:
    """Return an answer as we keep it. Raises ValidationError for an address without mail."""
    if not isinstance(field, forms.EmailField) or not value:
        return value
    try:
        return email_addresses.canonical(value)
    except ValueError:
        raise ValidationError(email_addresses.UNSENDABLE) from None


def _cleaned(field: forms.Field, value: str) -> str:
    if getattr(field, "judges_controls", False) or isinstance(field.widget, forms.PasswordInput):
        return value
    if isinstance(field, CODES):
        return code_on_one_line(value)
    if isinstance(field.widget, forms.Textarea) or field.widget.is_hidden:
        return on_some_lines(value)
    return on_one_line(value)
