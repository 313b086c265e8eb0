"""What stands on the page of an application: criteria, supplements, term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from core.times import DAY
from initiatives.applications.assessment import criteria
from initiatives.applications.assessment.deadlines import Term
from initiatives.applications.form import definition, differences, sheets
from initiatives.applications.form.differences import Difference
from initiatives.applications.form.sheets import Line, Sheet
from initiatives.applications.models import Application, Judgement, Supplement, Version
from initiatives.applications.workflow.audit_log import named
from initiatives.choices import CRITERIA_NEEDED, Criterion

# The step of the form whose answers belong to Samenwerken.
ORGANISATIONS = "organisaties"
HINTS = {
    True: "Aanwijzing: er doen minstens twee organisaties mee, en één is een zorg- of "
    "welzijnsorganisatie.",
    False: "Aanwijzing: er doen geen twee organisaties mee, of er is geen zorg- of "
    "welzijnsorganisatie bij.",
}


@dataclass(frozen=True)
class CriterionPart:
    """A criterion with what was answered and what was found; `judged_by` is a name or empty.

    `organisations` are those that take part, a line each, for the criterion that is about them.
    """

    criterion: Criterion
    lines: Sequence[Line]
    organisations: Sequence[str]
    judgement: Judgement | None
    judged_by: str
    is_outdated: bool
    hint: str


def criteria_of(
    application: Application,
    version: Version | None,
    judgements: Mapping[str, Judgement],
) -> list[CriterionPart]:
    """Return the four criteria in order, with the answers of this version."""
    answers = version.answers if version else application.answers
    sheet = sheet_of(application, version)
    organisations = [
        _organisation(lines)
        for step in sheet.steps
        if step.slug == ORGANISATIONS
        for _, lines in step.parts
    ]
    found = []
    for criterion in Criterion:
        judgement = judgements.get(criterion)
        lines = [line for line in sheet.lines if line.criterion == criterion]
        is_first = criterion == Criterion.COLLABORATE
        found.append(
            CriterionPart(
                criterion,
                lines,
                organisations if is_first else [],
                judgement,
                named(judgement.judged_by) if judgement and judgement.judged_by else "",
                is_outdated=bool(judgement and version and judgement.version_id != version.pk),
                hint=HINTS[criteria.collaborates(answers)] if is_first else "",
            )
        )
    return found


def _organisation(lines: Sequence[Line]) -> str:
    """Return one that takes part on one line: name, kind, place, and what it does."""
    said = {line.name.rpartition("-")[2]: line.text for line in lines if not line.is_empty}
    who = ", ".join(said[key] for key in ("naam", "soort", "plaats") if key in said)
    return f"{who}. {said['rol']}" if "rol" in said else who


def sheet_of(
    application: Application, version: Version | None, *, without_contact: bool = True
) -> Sheet:
    """Return the answers of a version, or those of a draft when nothing was sent yet."""
    answered = version or application
    return sheets.sheet_of(answered.answers, answered.form_version, without_contact=without_contact)


def changed_between(
    application: Application, older: Version, newer: Version, *, without_contact: bool
) -> list[Difference]:
    before, after = (
        sheet_of(application, version, without_contact=without_contact)
        for version in (older, newer)
    )
    return differences.between(before, after)


@dataclass(frozen=True)
class SupplementLine:
    """One question to the applicant, with what the answer changed."""

    supplement: Supplement
    standing: str
    is_overdue: bool
    opened: Sequence[str]
    changes: Sequence[Difference]


def supplements_of(
    application: Application, versions: Sequence[Version], *, without_contact: bool
) -> list[SupplementLine]:
    """Return the questions, the last first; `versions` are all of the application."""
    questions = definition.questions_of(application.form_version)
    labels = {question.name: question.full_label for question in questions}
    by_key = {version.pk: version for version in versions}
    by_number = {version.number: version for version in versions}
    found = []
    for supplement in application.supplements.all():
        newer = by_key.get(supplement.version_id or 0)
        older = by_number.get(newer.number - 1) if newer else None
        found.append(
            SupplementLine(
                supplement,
                _standing_of_supplement(supplement),
                _is_late(supplement),
                [labels.get(name, name) for name in supplement.opened],
                changed_between(application, older, newer, without_contact=without_contact)
                if older and newer
                else [],
            )
        )
    return found


def _standing_of_supplement(supplement: Supplement) -> str:
    if supplement.answered_at:
        return f"Beantwoord op {date_format(timezone.localdate(supplement.answered_at), 'j F Y')}"
    if supplement.ended_at:
        return "Niet beantwoord"
    return f"Wacht op antwoord, graag uiterlijk {date_format(supplement.deadline, DAY)}"


def _is_late(supplement: Supplement) -> bool:
    is_open = not supplement.answered_at and not supplement.ended_at
    return is_open and supplement.deadline < timezone.localdate()


def term_in_words(application: Application, term: Term | None) -> str:
    """Say by when something has to be done, and how long it took so far."""
    if term is None:
        return "Geen: er loopt nu geen termijn"
    age = f"{term.age_workdays} {'werkdag' if term.age_workdays == 1 else 'werkdagen'} onderweg"
    if term.due_on is None:
        return f"Staat stil zolang de indiener aan zet is; {age}"
    return f"Uiterlijk {date_format(term.due_on, DAY)}; {age}"


NOT_JUDGED = "Nog niet beoordeeld."


def met_in_words(tally: criteria.Tally) -> str:
    """Say how many criteria are met, once any was judged."""
    if tally.missing == len(Criterion):
        return NOT_JUDGED
    verb = "voldoet" if tally.met == 1 else "voldoen"
    return f"{tally.met} van de {len(Criterion)} criteria {verb}."


def follows_from(tally: criteria.Tally) -> str:
    """Say what a tally allows: the truth table of the domain guide, paragraph 4."""
    if tally.missing == len(Criterion):
        return f"{NOT_JUDGED} Er moeten er minstens {CRITERIA_NEEDED} voldoen."
    met, outcome = met_in_words(tally), criteria.outcome(tally)
    if tally.missing:
        return f"{met} Nog te beoordelen: {tally.missing}."
    if outcome.is_admissible:
        return f"{met} Dat is genoeg: je kunt de aanmelding voorleggen voor advies."
    if outcome.is_undecided:
        return f"{met} Wat nog niet duidelijk is, kan de doorslag geven: vraag om een aanvulling."
    return (
        f"{met} Dat is te weinig om toe te laten. Verwacht je nieuwe feiten, vraag dan om een "
        "aanvulling."
    )
