"""Why something was not done, for whoever asked for it; apps have refusals of their own kinds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpRequest


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing was changed; `sentence` says why, in Dutch. `status` is what HTTP calls it.

    `typed` is what somebody wrote for it, as pairs of a question and an answer.
    """

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.typed: list[tuple[str, str]] = []


@contextmanager
def giving_back(form: forms.Form | None) -> Iterator[None]:
    """Have a refusal of what is done in the block show what was typed in this form, if any."""
    try:
        yield
    except Refused as refused:
        refused.typed = typed_in(form) if form else []
        raise


def typed_in(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what somebody wrote or chose in a form that leads nowhere any more, to be copied."""
    written = []
    for field in form.visible_fields():
        value = field.value()
        if isinstance(field.field, forms.ModelChoiceField) or not value:
            continue
        if isinstance(field.field, forms.CharField):
            written.append((str(field.label), str(value)))
        elif isinstance(field.field, forms.ChoiceField):
            choices: Any = field.field.choices
            labels = {str(key): str(label) for key, label in choices}
            chosen = value if isinstance(value, list) else [value]
            found = [labels[str(key)] for key in chosen if str(key) in labels]
            written += [(str(field.label), ", ".join(found))] if found else []
    return written


def typed_at(
    request: HttpRequest, form_of: Mapping[str, type[forms.Form]]
) -> list[tuple[str, str]]:
    """Return the same of a form that was sent to an address, whose name says which form it was."""
    name = request.resolver_match.url_name if request.resolver_match else None
    form = form_of.get(name or "") if request.method == "POST" else None
    return typed_in(form(request.POST)) if form else []
