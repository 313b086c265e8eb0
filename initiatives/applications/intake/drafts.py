"""Writing an application: it begins, each step is stored as it was typed, nothing gets lost.

What a browser tab sends is stored when nobody else has changed that step since the tab showed it.
Otherwise it is set aside, until the applicant says which of the two it is to be.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import limits
from initiatives.applications.form.definition import FORM_VERSION, Answers, Kind, Question, Step
from initiatives.applications.form.typed import is_blank
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, ConflictingDraft
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.errors import InvalidState
from initiatives.applications.workflow.locking import under_lock

# An application begins with a name, an address and a contact that were known before the form.
KNOWN_BEFORE = {
    "naam": "name",
    "voornaam": "first_name",
    "tussenvoegsel": "infix",
    "achternaam": "last_name",
    "functie": "job_title",
    "email": "email",
}
# A browser has a few tabs; a program that makes up more of them pushes out its own.
CHOSEN = "Deze keuze is al gemaakt. Kijk of je antwoorden kloppen."
MOST_SET_ASIDE = 40
MOST_BYTES = 500_000  # of all answers together; a long application has some 40,000


class TooLarge(Exception):  # noqa: N818 - an answer, not a fault
    """With this the answers would be larger than any application is."""


@dataclass(frozen=True)
class Tab:
    """One page of the form as a browser shows it.

    `name` is random; `seen` is the mark of the step when it was shown; `turn` counts what the page
    has sent, so that what comes late does not undo what came after it.
    """

    name: str
    seen: str
    turn: int = 0


@dataclass(frozen=True)
class Stored:
    """The application as it is now, and what was set aside if the tab was behind."""

    application: Application
    set_aside: ConflictingDraft | None = None


def start(form_key: uuid.UUID, network: str = "") -> Application:
    """Begin an application with the form, once for each name that a form got. Raises TooOften."""
    with transaction.atomic():
        limits.count("koploper-start", network=network)
        new = Application(key=form_key, form_version=FORM_VERSION)
        try:
            with transaction.atomic():
                return engine.begin(new, Action.START, APPLICANT)
        except IntegrityError:
            return Application.objects.get(key=form_key)


def take_up_invitation(application: Application) -> Application:
    """Begin the form after an invitation, with what is known already filled in.

    Raises InvalidState when there is no invitation any more.
    """
    with transaction.atomic():
        mine = engine.apply(application, Action.START, APPLICANT)
        known = {key: str(getattr(mine, column)) for key, column in KNOWN_BEFORE.items()}
        mine.answers = {**{key: text for key, text in known.items() if text}, **mine.answers}
        mine.touched_at = timezone.now()
        mine.save(update_fields=["answers", "touched_at"])
        return mine


def store_step(application: Application, step: Step, typed: Answers, tab: Tab) -> Stored:
    """Keep what was typed in a step, right or wrong.

    Raises InvalidState when it is no draft any more, and TooLarge.
    """
    with under_lock(application) as mine:
        if mine.state != State.DRAFT:
            raise InvalidState("Deze aanmelding is al verstuurd of ingetrokken.")
        present, sent = answers_of(step, mine.answers), answers_of(step, typed)
        if sent == present:
            return Stored(mine)
        if len(json.dumps({**mine.answers, **sent}, ensure_ascii=False).encode()) > MOST_BYTES:
            raise TooLarge
        by, turn = mine.saved_by.get(step.slug) or ["", 0]
        if by == tab.name:
            if tab.turn < turn:
                return Stored(mine)
        elif tab.seen != mark_of(present):
            if tab.seen == mark_of(sent):
                return Stored(mine)
            return Stored(mine, _set_aside(mine, step, sent, tab))
        mine.answers = {**mine.answers, **sent}
        mine.saved_by = {**mine.saved_by, step.slug: [tab.name, tab.turn]}
        _keep(mine)
        return Stored(mine)


def choose(application: Application, set_aside: ConflictingDraft, *, use: bool) -> Application:
    """Take what was set aside as the answers of its step, or let it go. Raises InvalidState."""
    with under_lock(application) as mine:
        if mine.state != State.DRAFT:
            raise InvalidState("Deze aanmelding is al verstuurd of ingetrokken.")
        found = mine.set_aside.filter(pk=set_aside.pk).first()
        if found is None:
            raise InvalidState(CHOSEN)
        if use:
            mine.answers = {**mine.answers, **found.answers}
            mine.saved_by = {**mine.saved_by, found.step: [found.tab, 0]}
            _keep(mine)
        found.delete()
        return mine


def _keep(mine: Application) -> None:
    mine.revision += 1
    mine.touched_at = timezone.now()
    form_data.copy_to_columns(mine)


def _set_aside(mine: Application, step: Step, sent: Answers, tab: Tab) -> ConflictingDraft:
    row, is_new = ConflictingDraft.objects.update_or_create(
        application=mine,
        step=step.slug,
        tab=tab.name,
        defaults={"answers": sent, "created_at": timezone.now()},
    )
    if is_new:
        newest = mine.set_aside.values_list("pk", flat=True)[:MOST_SET_ASIDE]
        mine.set_aside.exclude(pk__in=list(newest)).delete()
    Application.objects.filter(pk=mine.pk).update(touched_at=timezone.now())
    return row


def answers_of(step: Step, answers: Answers) -> dict[str, Any]:
    """Return the answers to one step, each key with a value, as the form of the step sends them."""
    return {
        key: _complete(question, answers.get(key))
        for question in step.questions
        for key in question.keys
    }


def mark_of(step_answers: Answers) -> str:
    """Return what tells whether the answers to a step are still the same (answers_of)."""
    text = json.dumps(step_answers, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def is_begun(step: Step, answers: Answers) -> bool:
    """Tell whether anything was filled in in this step."""
    found = answers_of(step, answers)
    rows = [row for value in found.values() if _has_rows(value) for row in value]
    rest = {key: value for key, value in found.items() if not _has_rows(value)}
    return not is_blank(rest) or any(not is_blank(row) for row in rows)


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _complete(question: Question, value: Any) -> Any:
    if question.kind is Kind.ROWS:
        rows = value if isinstance(value, list) and value else [{}]
        return [
            {key: row.get(key, "") for asked in question.rows for key in asked.keys} for row in rows
        ]
    if question.kind is Kind.SOME_OF:
        return value if isinstance(value, list) else []
    return value if isinstance(value, str) else ""
