"""The one renderer of what was answered: questions with their answers, as plain lines of text.

The page to check the answers, the mail, the copy on paper, the desk and the export all show a
`Sheet`; none of them knows of questions or choices. A question that does not apply is on none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.dates import MONTHS

from core import phones
from core.text import CONTROLS, without_unseen
from initiatives.applications.form.definition import (
    FORM_VERSION,
    Answers,
    Kind,
    Question,
    Step,
    steps_of,
)
from initiatives.applications.form.typed import row_prefix, typed_in
from initiatives.choices import Criterion

EMPTY = "Niet ingevuld"


@dataclass(frozen=True)
class Line:
    """A question with its answer. `name` is that of the field, `anchor` the id of its first input.

    `part` is the heading above the question where it needs one: the criterion or the organisation.
    """

    name: str
    question: str
    answer: tuple[str, ...]
    part: str = ""
    anchor: str = ""
    criterion: Criterion | None = None
    is_contact: bool = False

    @property
    def is_empty(self) -> bool:
        return self.answer == (EMPTY,)

    @property
    def full_question(self) -> str:
        """Return the question so that it can stand alone: "Organisatie 2: Plaats"."""
        return f"{self.part}: {self.question}" if self.part else self.question

    @property
    def text(self) -> str:
        return "\n".join(self.answer)


@dataclass(frozen=True)
class SheetStep:
    slug: str
    title: str
    lines: tuple[Line, ...]

    @property
    def parts(self) -> list[tuple[str, list[Line]]]:
        """Return the lines under their headings, in order; a heading may be empty."""
        found: list[tuple[str, list[Line]]] = []
        for line in self.lines:
            if not found or found[-1][0] != line.part:
                found.append((line.part, []))
            found[-1][1].append(line)
        return found


@dataclass(frozen=True)
class Sheet:
    steps: tuple[SheetStep, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for step in self.steps for line in step.lines]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return every question that can stand alone with its answer."""
        return [(line.full_question, line.text) for line in self.lines]


def sheet_of(answers: Answers, form_version: int, *, without_contact: bool = False) -> Sheet:
    """Return what was answered, as the form of that version asked it.

    `without_contact` leaves out who the applicant is.
    """
    steps = []
    for step in steps_of(form_version):
        lines = [
            line
            for question in step.questions
            if not (without_contact and question.is_contact)
            for line in _lines_of(question, answers)
        ]
        if lines:
            steps.append(SheetStep(step.slug, step.title, tuple(lines)))
    return Sheet(tuple(steps))


def _lines_of(question: Question, answers: Answers) -> Iterator[Line]:
    if question.kind is Kind.ROWS:
        for index, row in enumerate(answers.get(question.name) or [{}]):
            prefix = row_prefix(question, index)
            part = f"Organisatie {index + 1}"
            for asked in question.rows:
                yield _line(asked, row, name=f"{prefix}-{asked.name}", part=part)
    elif question.is_asked(answers):
        criterion = question.criterion
        part = f"Criterium {criterion.number}, {criterion.label}" if criterion else ""
        yield _line(question, answers, name=question.name, part=part)


def _line(question: Question, answers: Answers, *, name: str, part: str) -> Line:
    texts = (CONTROLS.sub("�", without_unseen(text)).strip() for text in _texts(question, answers))
    answer = tuple(line for text in texts if text for line in text.split("\n"))
    is_group = question.kind in (Kind.ONE_OF, Kind.SOME_OF)
    first = question.keys[0] if question.kind is Kind.MONTH else name
    return Line(
        name=name,
        question=question.label,
        answer=answer or (EMPTY,),
        part=part,
        anchor=f"id_{first}_0" if is_group else f"id_{first}",
        criterion=question.criterion,
        is_contact=question.is_contact,
    )


def _texts(question: Question, answers: Answers) -> list[str]:
    """Return the answer as people read it, one text for each thing that was said."""
    if question.kind is Kind.MONTH:
        return [_month(*(_text(answers.get(key)) for key in question.keys))]
    value = answers.get(question.name)
    if question.kind is Kind.SOME_OF:
        values = value if isinstance(value, list) else []
        return sorted_labels(question, [str(one) for one in values])
    text = _text(value)
    if question.offer is not None:
        return [question.offer.label_of(text)] if text else []
    return [_phone(text)] if question.kind is Kind.PHONE else [text]


def sorted_labels(question: Question, values: list[str]) -> list[str]:
    """Return the labels of what was chosen, in the order in which the form offers it."""
    offer = question.offer
    if offer is None:
        return values
    current = [offer.current(value) for value in values]
    order = {value: place for place, (value, _) in enumerate(offer.pairs(current))}
    chosen = sorted(dict.fromkeys(current), key=lambda value: order.get(value, len(order)))
    return [offer.label_of(value) for value in chosen]


def _month(month: str, year: str) -> str:
    number = int(month) if month.isascii() and month.isdigit() else 0
    return f"{MONTHS.get(number, month)} {year}".strip()


def _phone(text: str) -> str:
    """Return a number as people read it; one that was typed wrong stays as it is."""
    try:
        return phones.shown(phones.stored(text)) if text else ""
    except ValueError:
        return text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def typed_lines(steps: Sequence[Step], sent: QueryDict) -> list[tuple[str, str]]:
    """Return the questions of these steps with what was typed, right or wrong, where that is much.

    For who typed it, when it cannot be kept.
    """
    typed: dict[str, Any] = {}
    for step in steps:
        typed |= typed_in(step, sent)
    slugs = {step.slug for step in steps}
    return [
        (line.full_question, line.text)
        for shown in sheet_of(typed, FORM_VERSION).steps
        if shown.slug in slugs
        for line in shown.lines
        if not line.is_empty
    ]
