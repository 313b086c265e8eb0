"""The field of each kind of question, made from the definition; what only this form asks."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.dates import MONTHS

from core.questions import Email, Line, Lines, OneOf, Phone, SomeOf, WebAddress
from core.text import without_unseen_at_all
from initiatives.applications.form import offers
from initiatives.applications.form.definition import FIRST_YEAR, Kind, Question

Made = Mapping[str, forms.Field]
KVK_DIGITS = 8
LONGEST_LINKS = 2_000
SHORT_TEXT = 250  # characters; a longer answer gets a larger box


class ChamberOfCommerceNumber(Line):
    """A KvK number: eight digits, kept as text because it may begin with a zero."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false"})

    def __init__(self, *, wrong: str, **options: Any) -> None:
        super().__init__(longest=40, **options)
        self.wrong = wrong

    def clean(self, value: Any) -> str:
        digits = re.sub(r"[\s.]", "", super().clean(value))
        if digits and not (len(digits) == KVK_DIGITS and digits.isascii() and digits.isdigit()):
            raise ValidationError(self.wrong)
        return digits


class WebAddresses(Lines):
    """Addresses on the web, one on each line; the answer has their scheme and no blank lines."""

    def __init__(self, *, most: int, too_many: str, wrong: str, **options: Any) -> None:
        super().__init__(longest=LONGEST_LINKS, rows=5, **options)
        self.widget.attrs |= {"spellcheck": "false"}
        self.most, self.too_many, self.wrong = most, too_many, wrong

    def clean(self, value: Any) -> str:
        addresses = []
        text = without_unseen_at_all(super().clean(value))
        for number, line in enumerate(text.split("\n"), start=1):
            if typed := line.strip():
                addresses.append(self._address(typed, number))
        if len(addresses) > self.most:
            raise ValidationError(self.too_many)
        return "\n".join(addresses)

    def _address(self, typed: str, number: int) -> str:
        wrong = self.wrong.format(number=number)
        address = typed if "://" in typed else f"https://{typed}"
        URLValidator(schemes=["http", "https"], message=wrong)(address)
        return address


class Year(Line):
    """The year in which something began: four digits, from 2000 on."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if typed and not (re.fullmatch(r"[0-9]{4}", typed) and int(typed) >= FIRST_YEAR):
            raise ValidationError(self.missing)
        return typed


class Regions(SomeOf):
    """Regions, all of the country, or not known; what says the most counts."""

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        known = [slug for slug in chosen if slug != offers.UNKNOWN]
        return known or chosen


def is_in_future(month: str, year: str) -> bool:
    today = timezone.localdate()
    return (int(year), int(month)) > (today.year, today.month)


def fields_of(question: Question, chosen: Collection[str], number: int = 0) -> Made:
    """Return the fields of a question by the keys of its answers, in order.

    `chosen` is what was chosen before, which stays on offer. `number` is that of the organisation.
    """
    if question.kind is Kind.MONTH:
        return _month(question)
    return {question.name: _MAKERS[question.kind](question, chosen, number)}


def _words(question: Question, number: int) -> dict[str, Any]:
    return {
        "label": question.label,
        "help_text": question.help,
        "missing": question.missing.format(number=number),
    }


def _shortest(question: Question) -> int:
    """Return how short an answer may be that is not needed: then there is no least length."""
    return 1 if question.required_when or question.shown_when else question.shortest


def _line(question: Question, _: Collection[str], number: int) -> Line:
    field = Line(longest=question.longest, shortest=_shortest(question), **_words(question, number))
    if question.autocomplete:
        field.widget.attrs["autocomplete"] = question.autocomplete
    return field


def _lines(question: Question, _: Collection[str], number: int) -> Lines:
    rows = 3 if question.longest < SHORT_TEXT else 6
    return Lines(
        longest=question.longest,
        shortest=_shortest(question),
        rows=rows,
        **_words(question, number),
    )


def _one_of(question: Question, chosen: Collection[str], number: int) -> OneOf:
    return OneOf(choices=_pairs(question, chosen), **_words(question, number))


def _picked(question: Question, chosen: Collection[str], number: int) -> OneOf:
    pairs = [("", "Maak een keuze"), *_pairs(question, chosen)]
    return OneOf(choices=pairs, widget=forms.Select, **_words(question, number))


def _some_of(question: Question, chosen: Collection[str], number: int) -> SomeOf:
    kind, everything = SomeOf, ""
    if question.offer is offers.REGIONS:
        kind, everything = Regions, offers.NATIONAL
    elif question.offer is offers.BRANCHES:
        everything = offers.EVERYTHING
    return kind(
        choices=_pairs(question, chosen),
        most=question.most,
        too_many=question.too_many,
        everything=everything,
        **_words(question, number),
    )


def _month(question: Question) -> Made:
    """Return the two fields of a month; the help stands at the group of them."""
    month, year = question.keys
    months = [("", "Kies een maand"), *((str(nth), name) for nth, name in MONTHS.items())]
    return {
        month: OneOf(choices=months, widget=forms.Select, label="Maand", missing=question.missing),
        year: Year(label="Jaar", longest=4, missing=question.wrong),
    }


def _web_address(question: Question, _: Collection[str], number: int) -> WebAddress:
    return WebAddress(label=question.label, help_text=question.help)


def _web_addresses(question: Question, _: Collection[str], number: int) -> WebAddresses:
    return WebAddresses(
        label=question.label,
        help_text=question.help,
        most=question.most,
        too_many=question.too_many,
        wrong=question.wrong,
    )


def _kvk(question: Question, _: Collection[str], number: int) -> ChamberOfCommerceNumber:
    return ChamberOfCommerceNumber(
        label=question.label, help_text=question.help, wrong=question.wrong
    )


def _email(question: Question, _: Collection[str], number: int) -> Email:
    return Email(**_words(question, number))


def _phone(question: Question, _: Collection[str], number: int) -> Phone:
    return Phone(label=question.label, help_text=question.help)


def _pairs(question: Question, chosen: Collection[str]) -> list[offers.Pair]:
    assert question.offer is not None  # noqa: S101 - tells mypy; the definition is tested
    return question.offer.pairs(chosen)


_MAKERS: Mapping[Kind, Callable[[Question, Collection[str], int], forms.Field]] = {
    Kind.LINE: _line,
    Kind.LINES: _lines,
    Kind.ONE_OF: _one_of,
    Kind.PICKED: _picked,
    Kind.SOME_OF: _some_of,
    Kind.WEB_ADDRESS: _web_address,
    Kind.WEB_ADDRESSES: _web_addresses,
    Kind.KVK: _kvk,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
}
