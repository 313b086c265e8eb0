"""What the adviser finds of the four criteria, and what follows (domain guide, paragraph 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from initiatives.applications.models import Application, Judgement, Version
from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, errors
from initiatives.applications.workflow.actions import Action, Actor, require_adviser
from initiatives.applications.workflow.errors import (
    ChangedMeanwhile,
    InvalidState,
    NotAllowed,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.choices import CRITERIA_NEEDED, Criterion, OrganisationKind

PARTNERS = (OrganisationKind.CARE, OrganisationKind.WELFARE)


@dataclass(frozen=True)
class Tally:
    """How many of the four criteria got which verdict; what is missing was not judged yet."""

    met: int = 0
    not_met: int = 0
    unclear: int = 0

    @property
    def missing(self) -> int:
        return len(Criterion) - self.met - self.not_met - self.unclear


@dataclass(frozen=True)
class Outcome:
    """What a tally allows.

    `is_undecided` when it is not enough yet and one answer could still make it so. `next_actions`
    are the ways on, the one that is most likely first; it is empty while a criterion is missing.
    """

    is_admissible: bool
    is_undecided: bool
    next_actions: tuple[Action, ...]


def outcome(tally: Tally) -> Outcome:
    """Return what follows from a tally: the truth table of the domain guide, paragraph 4."""
    is_admissible = tally.met >= CRITERIA_NEEDED
    is_undecided = tally.met == CRITERIA_NEEDED - 1 and tally.unclear + tally.missing > 0
    next_actions: tuple[Action, ...] = (Action.REJECT, Action.ASK_SUPPLEMENT)
    if tally.missing:
        next_actions = ()
    elif is_admissible:
        next_actions = (
            (Action.CONSULT, Action.ASK_SUPPLEMENT) if tally.unclear else (Action.CONSULT,)
        )
    elif is_undecided:
        next_actions = (Action.ASK_SUPPLEMENT,)
    return Outcome(is_admissible, is_undecided, next_actions)


def tally(application: Application) -> Tally:
    """Count the verdicts as they are now."""
    return tally_of(application.judgements.values_list("verdict", flat=True))


def tally_of(verdicts: Iterable[str]) -> Tally:
    found = list(verdicts)
    return Tally(*(found.count(verdict) for verdict in Verdict))


def collaborates(answers: Mapping[str, Any]) -> bool:
    """Tell whether Samenwerken looks met: only a hint, the adviser judges.

    At least two organisations, that of the applicant included, and one of them of care or welfare.
    """
    kinds = [row.get("soort") for row in answers.get("organisaties", [])]
    kinds = [kind for kind in kinds if kind]
    return len(kinds) >= 2 and any(kind in PARTNERS for kind in kinds)


def latest_version(application: Application) -> Version | None:
    """Return the answers as they were sent last; none before anything was sent."""
    return application.versions.order_by("-number").first()


def judge(
    application: Application,
    actor: Actor,
    version: Version,
    verdicts: Mapping[Criterion, tuple[Verdict, str]],
    *,
    seen: int | None = None,
) -> None:
    """Keep what an adviser finds of these criteria, having read this version.

    A criterion that is not there stays as it was. Former judgements stay readable in the log.
    `seen` is the mark of the log (audit_log.version) when the page was shown. Raises
    PermissionDenied, InvalidState, ChangedMeanwhile when there is something newer than was read,
    NotAllowed when a motivation is missing.
    """
    require_adviser(actor)
    with under_lock(application) as mine:
        if mine.state != State.IN_REVIEW:
            sentence = "Beoordelen kan alleen zolang de aanmelding in toetsing is."
            raise InvalidState(f"{sentence} {audit_log.last_move(mine)}".strip())
        audit_log.check_unchanged(mine, seen)
        if latest_version(mine) != version:
            raise ChangedMeanwhile(errors.CHANGED)
        if missing := [
            f"Schrijf bij {Criterion(criterion).label} op waarom je dit vindt."
            for criterion, (_, motivation) in verdicts.items()
            if not motivation.strip()
        ]:
            raise NotAllowed(missing)
        for criterion, (verdict, motivation) in verdicts.items():
            Judgement.objects.update_or_create(
                application=mine,
                criterion=Criterion(criterion),
                defaults={
                    "verdict": Verdict(verdict),
                    "motivation": motivation.strip(),
                    "version": version,
                    "judged_by_id": actor.user_id,
                    "judged_at": timezone.now(),
                },
            )
        audit_log.record(mine, audit_log.JUDGED, actor, **snapshot(mine))


def snapshot(application: Application) -> dict[str, Any]:
    """Return the four judgements as the log keeps them: with a decision, and with each change."""
    judgements = {row.criterion: row for row in _judgements(application)}
    return {
        "judgements": [
            {
                "criterion": criterion.value,
                "verdict": judgements[criterion].verdict,
                "motivation": judgements[criterion].motivation,
                "version": judgements[criterion].version.number,
                "judged_by": judgements[criterion].judged_by_id,
                "judged_at": judgements[criterion].judged_at.isoformat(),
            }
            for criterion in Criterion
            if criterion in judgements
        ]
    }


def testers(application: Application) -> set[int]:
    """Return the numbers of those whose judgement stands."""
    found = application.judgements.exclude(judged_by=None)
    return set(found.values_list("judged_by_id", flat=True))


def unjudged(application: Application) -> list[Criterion]:
    """Return the criteria that lack a judgement of the answers as they were sent last."""
    newest = latest_version(application)
    done = {row.criterion for row in _judgements(application) if row.version == newest}
    return [criterion for criterion in Criterion if criterion not in done]


def _judgements(application: Application) -> Iterable[Judgement]:
    return application.judgements.select_related("version")
