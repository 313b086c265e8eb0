"""The Django form of each step, made from the definition; what is understood and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django import forms

from initiatives.applications.form.definition import (
    MOST_ORGANISATIONS,
    ONE_ORGANISATION,
    Answers,
    Condition,
    Kind,
    Question,
    Step,
    WhoseInitiative,
    YesNo,
)
from initiatives.applications.form.fields import fields_of, is_in_future
from initiatives.applications.form.typed import is_blank, row_prefix
from initiatives.applications.models.choices import Claim
from initiatives.choices import Criterion

# The answers after which a question follows.
FOLLOWED = dict(Claim.choices) | dict(WhoseInitiative.choices)


@dataclass(frozen=True)
class Asked:
    """A question with its fields, for a template; a month has two of them."""

    question: Question
    fields: Sequence[forms.BoundField]

    @property
    def field(self) -> forms.BoundField:
        return self.fields[0]

    @property
    def is_month(self) -> bool:
        return self.question.kind is Kind.MONTH

    @property
    def follows(self) -> Condition | None:
        """Return what must be answered for this to be asked."""
        return self.question.shown_when

    @property
    def follows_label(self) -> str:
        """Return the answer that this follows, in words."""
        follows = self.question.shown_when
        return FOLLOWED.get(follows.value, "") if follows else ""

    @property
    def counts(self) -> bool:
        """Tell whether the page counts the signs of the answer."""
        return self.question.kind is Kind.LINES

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields for error in field.errors]


class AnswersForm(forms.Form):
    """Some questions with what was answered. It says what is wrong only when it is `checked`."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Sequence[Question],
        answers: Answers,
        *,
        checked: bool,
        prefix: str | None = None,
        number: int = 0,
    ) -> None:
        self.questions = questions
        self.answers = {
            key: _current(question, answers.get(key))
            for question in questions
            for key in question.keys
        }
        named = {f"{prefix}-{key}" if prefix else key: v for key, v in self.answers.items()}
        super().__init__(data=named if checked else None, initial=self.answers, prefix=prefix)
        for question in questions:
            self.fields |= fields_of(question, _chosen(question, self.answers), number)

    @property
    def asked(self) -> list[Asked]:
        """Return the questions with their fields, in order."""
        return [
            Asked(question, [self[key] for key in question.keys]) for question in self.questions
        ]

    @property
    def by_criterion(self) -> list[tuple[Criterion, list[Asked]]]:
        """Return the questions about each criterion, in order."""
        return [
            (criterion, [one for one in self.asked if one.question.criterion == criterion])
            for criterion in Criterion
        ]

    def full_clean(self) -> None:
        """Ask only for what is needed with these answers; a label says what may be needed."""
        required = {name: field.required for name, field in self.fields.items()}
        for question in self.questions:
            for key in question.keys:
                field = self.fields[key]
                field.required = field.required and question.is_needed(self.answers)
        super().full_clean()
        for name, field in self.fields.items():
            field.required = required[name]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for question in self.questions:
            if question.shown_when and not question.shown_when.holds(self.answers):
                self._leave_out(question)
            elif question.kind is Kind.MONTH:
                self._judge_month(question)
            elif question.kind is Kind.LINES:
                self._judge_length(question)
            elif question.name == "weet_ervan" and self.cleaned_data.get("weet_ervan") == YesNo.NO:
                self.add_error("weet_ervan", question.missing)
        return self.cleaned_data

    def understood(self) -> dict[str, Any]:
        """Return each answer as it is understood, and as it was typed where it is wrong.

        What is not asked with these answers is left out.
        """
        wrong = self.errors
        return {
            key: self.answers[key] if key in wrong else self.cleaned_data[key]
            for question in self.questions
            if question.is_asked(self.answers)
            for key in question.keys
        }

    def _leave_out(self, question: Question) -> None:
        for key in question.keys:
            self.errors.pop(key, None)
            self.cleaned_data[key] = self.answers[key]

    def _judge_month(self, question: Question) -> None:
        month, year = (self.cleaned_data.get(key) for key in question.keys)
        if month and year and is_in_future(month, year):
            self.add_error(question.keys[1], question.in_future)

    def _judge_length(self, question: Question) -> None:
        answer = self.cleaned_data.get(question.name)
        if answer and question.is_needed(self.answers) and len(answer) < question.shortest:
            self.add_error(question.name, question.missing)


class RowsForm:
    """The questions about each organisation, one form for each, as one form to a template."""

    def __init__(self, question: Question, answers: Answers, *, checked: bool) -> None:
        self.question = question
        self.is_checked = checked
        self.answers: list[Answers] = list(answers.get(question.name) or [{}])
        self.rows = [
            AnswersForm(
                question.rows,
                row,
                # A row that was added and left empty is in nobody's way.
                checked=checked and (index == 0 or not is_blank(row)),
                prefix=row_prefix(question, index),
                number=index + 1,
            )
            for index, row in enumerate(self.answers[:MOST_ORGANISATIONS])
        ]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return chain.from_iterable(self.rows)

    one_is_few = ONE_ORGANISATION

    @property
    def has_one(self) -> bool:
        """Tell whether exactly one organisation is filled in, which is no error."""
        return sum(not is_blank(row) for row in self.answers) == 1

    @property
    def has_too_many(self) -> bool:
        return len(self.answers) > MOST_ORGANISATIONS

    @property
    def is_full(self) -> bool:
        return len(self.answers) >= MOST_ORGANISATIONS

    @property
    def errors(self) -> dict[str, Any]:
        """Return what is wrong by the name of the field, as that of a form."""
        found: dict[str, Any] = {}
        for row in self.rows:
            found |= {row.add_prefix(key): errors for key, errors in row.errors.items()}
        if self.has_too_many and self.is_checked:
            found["__all__"] = self.non_field_errors()
        return found

    def non_field_errors(self) -> list[str]:
        return [self.question.too_many] if self.has_too_many and self.is_checked else []

    def is_valid(self) -> bool:
        return self.is_checked and not self.errors

    def understood(self) -> dict[str, Any]:
        """Return the organisations, without rows that were left empty."""
        rows = [row.understood() for row in self.rows if row.is_bound]
        return {self.question.name: rows}


StepForm = AnswersForm | RowsForm


def form_of(step: Step, answers: Answers, *, checked: bool) -> StepForm:
    """Return the form of a step with these answers; `checked` also says what is wrong."""
    if step.questions and step.questions[0].kind is Kind.ROWS:
        return RowsForm(step.questions[0], answers, checked=checked)
    return AnswersForm(step.questions, answers, checked=checked)


def _current(question: Question, value: Any) -> Any:
    """Return an answer with the values of today: a theme may have got another slug."""
    if question.kind is Kind.SOME_OF:
        values = value if isinstance(value, list) else []
        offer = question.offer
        return list(dict.fromkeys(offer.current(one) for one in values)) if offer else values
    return value if isinstance(value, str) else ""


def _chosen(question: Question, answers: Mapping[str, Any]) -> list[str]:
    value = answers[question.keys[0]]
    return value if isinstance(value, list) else [value]
