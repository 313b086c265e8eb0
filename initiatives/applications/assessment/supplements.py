"""Asking the applicant for more, and taking the answer (domain guide, T6 and T7).

Only the questions that the adviser chose open again, with those that hang on their answers. While
we wait the clock stands still (terms). What is sent becomes a new version of the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from initiatives.applications import mails
from initiatives.applications.assessment import criteria
from initiatives.applications.form.definition import (
    Answers,
    Condition,
    Question,
    Step,
    questions_of,
    steps_of,
)
from initiatives.applications.form.step_forms import StepForm, form_of
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, Supplement, Version
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.errors import InvalidState
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import Details

SHORTEST = 20  # characters of a question (domain guide, T6)
ANSWER_WITHIN = timedelta(days=14)
LONGEST_REPLY = 4_000
NOTHING_NEW = "Pas minstens één antwoord aan, of schrijf een antwoord op onze vraag."


# T6


def may_ask(application: Application, actor: Actor, details: Details) -> list[str]:
    """T6: a question, a day in the future, and questions that the form has."""
    found = []
    if not application.email:
        found.append("Er is geen e-mailadres om de vraag naartoe te sturen.")
    if "question" in details and len(details["question"].strip()) < SHORTEST:
        found.append(f"Stel een vraag van minstens {SHORTEST} tekens.")
    if "deadline" in details and details["deadline"] <= timezone.localdate():
        found.append("Kies een datum in de toekomst.")
    known = {question.name for question in questions_of(application.form_version)}
    if set(details.get("opened", [])) - known:
        found.append("Een van de vragen is er niet meer. Kies opnieuw.")
    return found


def ask(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T6: keep what is asked, and open the questions that it is about."""
    asked = Supplement.objects.create(
        application=application,
        question=details["question"].strip(),
        opened=list(details.get("opened", [])),
        deadline=details.get("deadline") or default_deadline(),
        asked_by_id=actor.user_id,
    )
    return {"opened": asked.opened, "deadline": asked.deadline.isoformat()}


def questions(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T6: M6."""
    asked = waiting(application)
    if asked is None:
        return []
    url = url_of(application)
    return [mails.asked_more(application, asked.question, asked.deadline, url)]


# T6a and T6b


def may_move(application: Application, actor: Actor, details: Details) -> list[str]:
    """T6a: a question that waits, and another day that is still to come."""
    asked = waiting(application)
    if asked is None:
        return ["Er is geen vraag die op antwoord wacht."]
    if "deadline" not in details:
        return []
    found = may_ask(application, actor, {"deadline": details["deadline"]})
    if not found and details["deadline"] == asked.deadline:
        found = ["Dit is de dag die er al staat."]
    return found


def move(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T6a: keep the new day; the log keeps both."""
    asked = waiting(application)
    assert asked is not None  # noqa: S101 - the guard saw it, under the same lock
    before, asked.deadline = asked.deadline, details.get("deadline") or default_deadline()
    asked.save(update_fields=["deadline"])
    return {"deadline": asked.deadline.isoformat(), "deadline_before": before.isoformat()}


def moved_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T6a: M6c."""
    asked = waiting(application)
    if asked is None:
        return []
    return [mails.day_moved(application, asked.question, asked.deadline, url_of(application))]


def drop(application: Application, actor: Actor, details: Details) -> None:
    """T6b: nobody waits for an answer any more; what was typed and not sent is not used."""
    waits = application.supplements.filter(answered_at=None, ended_at=None)
    waits.update(ended_at=timezone.now(), draft={})


def default_deadline() -> date:
    return timezone.localdate() + ANSWER_WITHIN


def url_of(application: Application) -> str:
    """Return the full address at which the applicant answers."""
    return f"{personal_links.status_url(application)}aanvulling/"


def waiting(application: Application) -> Supplement | None:
    """Return the question that the applicant has not answered yet, if there is one."""
    if application.state != State.SUPPLEMENT_ASKED:
        return None
    return application.supplements.filter(answered_at=None, ended_at=None).first()


# What opens again


@dataclass(frozen=True)
class Opened:
    """The part of the form that is open again: a step with only those questions, and its form."""

    step: Step
    form: StepForm


def steps_opened(asked: Supplement) -> list[Step]:
    """Return the steps with only the questions that are open, in the order of the form."""
    application = asked.application
    steps = []
    for step in steps_of(application.form_version):
        names = _with_what_follows(step, set(asked.opened))
        chosen = [_settled(one, names, application.answers) for one in step.questions]
        found = tuple(
            replace(one, label=one.full_label)
            for one in chosen
            if one is not None and one.name in names
        )
        if found:
            steps.append(replace(step, questions=found))
    return steps


def _with_what_follows(step: Step, names: set[str]) -> set[str]:
    """Add the questions that are asked only after an answer to one of these."""
    follow = {
        question.name
        for question in step.questions
        for condition in (question.shown_when, question.required_when)
        if condition and condition.name in names
    }
    return names | follow


def _settled(question: Question, names: set[str], answers: Answers) -> Question | None:
    """Return a question without conditions on answers that stay as they were; None if not asked."""

    def is_fixed(condition: Condition | None) -> bool:
        return condition is not None and condition.name not in names

    if is_fixed(question.shown_when):
        if question.shown_when is not None and not question.shown_when.holds(answers):
            return None
        question = replace(question, shown_when=None)
    if is_fixed(question.required_when):
        needed = question.required_when is not None and question.required_when.holds(answers)
        missing = question.missing if needed else ""
        question = replace(question, required_when=None, missing=missing)
    return question


def forms_of(asked: Supplement, *, checked: bool) -> list[Opened]:
    """Return the forms with what was answered, and what the applicant has typed since."""
    answers = {**asked.application.answers, **asked.draft.get("answers", {})}
    return [Opened(step, form_of(step, answers, checked=checked)) for step in steps_opened(asked)]


# What the applicant does


def keep(asked: Supplement, typed: Answers, reply: str) -> Supplement:
    """Keep what the applicant typed, right or wrong; nothing is sent. Raises InvalidState.

    Who types is not silent: the time until the application lapses begins anew (T15).
    """
    with under_lock(asked.application) as application:
        mine = waiting(application)
        if mine is None or mine.pk != asked.pk:
            raise InvalidState("Op deze vraag is al geantwoord.")
        mine.application = application
        mine.draft = {"answers": dict(typed), "reply": reply}
        mine.save(update_fields=["draft"])
        application.touched_at = timezone.now()
        application.save(update_fields=["touched_at"])
        return mine


def may_send(application: Application, actor: Actor, details: Details) -> list[str]:
    """T7: the opened questions are answered well, and there is something new."""
    asked = waiting(application)
    if asked is None:
        return ["Er is geen vraag die op antwoord wacht."]
    asked.application = application
    opened = forms_of(asked, checked=True)
    if any(not one.form.is_valid() for one in opened):
        return ["Kijk de antwoorden na: er gaat nog iets mis."]
    is_new = _merged(application, opened) != application.answers
    return [] if is_new or _reply_of(asked) else [NOTHING_NEW]


def send_in(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T7: make a new version of the answers; the former stays readable beside it."""
    asked = waiting(application)
    assert asked is not None  # noqa: S101 - the guard saw it, under the same lock
    asked.application = application
    application.answers = _merged(application, forms_of(asked, checked=True))
    application.revision += 1
    form_data.copy_to_columns(application)
    former = criteria.latest_version(application)
    version = Version.objects.create(
        application=application,
        number=former.number + 1 if former else 1,
        answers=application.answers,
        form_version=application.form_version,
        by=actor.role,
    )
    asked.reply, asked.draft = _reply_of(asked), {}
    asked.answered_at, asked.version = timezone.now(), version
    asked.save()
    return {"version": version.number}


def _merged(application: Application, opened: Sequence[Opened]) -> dict[str, Any]:
    """Return the answers with those that were opened as they are now."""
    merged = dict(application.answers)
    for one in opened:
        for key in one.step.keys:
            merged.pop(key, None)
        merged |= one.form.understood()
    return merged


def _reply_of(asked: Supplement) -> str:
    return str(asked.draft.get("reply", "")).strip()
