"""What somebody typed in one step, as a document: kept whether it is right or wrong.

Everything that a browser sent for the questions of the step is kept as it came, and nothing else.
Two things cannot be kept: the sign NUL, which the database refuses, and more than a hundred
thousand signs in one answer, which nobody types. The form says so of both.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from core.questions import LONGEST_KEPT
from initiatives.applications.form.definition import Kind, Question, Step

MOST_CHOSEN = 200
COUNT = "aantal"


LOST_SIGNS = (
    "Er stond een teken in dat we niet kunnen bewaren. Dat teken is weg, de rest staat er nog."
)
LOST_END = (
    "Je tekst was te lang om helemaal te bewaren. Alleen de eerste 100.000 tekens staan er nog."
)


def typed_in(step: Step, sent: QueryDict) -> dict[str, Any]:
    """Return the answers document of one step, of a form as it was sent."""
    document: dict[str, Any] = {}
    for question in step.questions:
        if question.kind is Kind.ROWS:
            document[question.name] = _rows(question, sent)
        else:
            document |= _answers(question, sent, "")
    return document


def lost_in(sent: QueryDict) -> list[str]:
    """Return what of a form could not be kept, as sentences."""
    values = [value for _, many in sent.lists() for value in many]
    sentences = []
    if any("\0" in value for value in values):
        sentences.append(LOST_SIGNS)
    if any(len(value) > LONGEST_KEPT for value in values):
        sentences.append(LOST_END)
    return sentences


def row_prefix(question: Question, index: int) -> str:
    """Return what stands before the names of the fields about one organisation."""
    return f"{question.name}-{index}"


def is_blank(document: Mapping[str, Any]) -> bool:
    """Tell whether nothing was filled in."""
    return not any(
        str(value).strip() if isinstance(value, str) else value for value in document.values()
    )


def _rows(question: Question, sent: QueryDict) -> list[dict[str, Any]]:
    count = _text(sent.get(f"{question.name}-{COUNT}", ""))
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1
    rows = []
    # One more than there may be, so that the form can say that there are too many.
    for index in range(min(max(number, 1), question.most + 1)):
        row: dict[str, Any] = {}
        for asked in question.rows:
            row |= _answers(asked, sent, f"{row_prefix(question, index)}-")
        rows.append(row)
    return rows


def _answers(question: Question, sent: QueryDict, prefix: str) -> dict[str, Any]:
    if question.kind is Kind.SOME_OF:
        chosen = sent.getlist(prefix + question.name)[:MOST_CHOSEN]
        return {question.name: list(dict.fromkeys(_text(value) for value in chosen))}
    return {key: _text(sent.get(prefix + key, "")) for key in question.keys}


def _text(value: str) -> str:
    return value[:LONGEST_KEPT].replace("\0", "").replace("\r\n", "\n")
