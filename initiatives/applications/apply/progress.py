"""What every page of the form shows beside its questions: how far somebody is."""

from dataclasses import dataclass

from django.utils import timezone

from core.times import clock
from initiatives.applications import drafts, judging, writing
from initiatives.applications.apply.opening import step_url
from initiatives.applications.drafts import Reading
from initiatives.applications.form.definition import CHECK, Answers, Step, steps_of
from initiatives.applications.models import Application
from initiatives.choices import CRITERIA_NEEDED


@dataclass(frozen=True)
class Stage:
    """A step in the list beside the form, with how it stands in a word; empty when not begun."""

    step: Step
    number: int
    url: str
    standing: str
    is_done: bool
    is_here: bool


def stages_of(application: Application, reading: Reading, here: Step) -> list[Stage]:
    """Return the steps in order."""
    wrong = {problem.step.slug for problem in reading.problems}
    return [
        _stage(application, step, number, wrong, here)
        for number, step in enumerate(steps_of(application.form_version), start=1)
    ]


def _stage(application: Application, step: Step, number: int, wrong: set[str], here: Step) -> Stage:
    is_done = bool(step.questions) and step.slug not in wrong
    is_begun = bool(step.questions) and writing.is_begun(step, application.answers)
    standing = "klaar" if is_done else "nog niet klaar" if is_begun else ""
    return Stage(
        step, number, step_url(application, step), standing, is_done, step.slug == here.slug
    )


def first_unfinished(application: Application) -> Step:
    """Return where somebody goes on: the first step that is not right, else the overview."""
    reading = drafts.read(application.answers, application.form_version)
    return reading.problems[0].step if reading.problems else CHECK


@dataclass(frozen=True)
class ClaimsHelp:
    """What somebody is told of the four criteria: information, never a reason to stop."""

    number: int
    answered: int

    @property
    def is_enough(self) -> bool:
        return self.number >= CRITERIA_NEEDED


def claims_help(answers: Answers) -> ClaimsHelp:
    return ClaimsHelp(len(drafts.claimed(answers)), drafts.claims_answered(answers))


@dataclass(frozen=True)
class PartnersHelp:
    """The indicator for Samenwerken: what the list of organisations says (paragraph 4)."""

    number: int
    is_met: bool


def partners_help(answers: Answers) -> PartnersHelp:
    rows = [row for row in answers.get("organisaties") or [] if row.get("soort")]
    return PartnersHelp(len(rows), judging.collaborates(answers))


def kept_at(application: Application) -> str:
    """Return when the answers were stored last, as a time of today or a day."""
    moment = application.touched_at
    if timezone.localdate(moment) == timezone.localdate():
        return f"vandaag om {clock(moment)} uur"
    return f"op {timezone.localdate(moment):%d-%m-%Y}"
