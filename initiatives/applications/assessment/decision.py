"""What may be decided and what each decision changes: guards and effects of the table.

A guard returns Dutch sentences that say why an action is refused although state and role allow it
(`types.Guard`); what a form asks for (`reason`) is judged only when it is given, see `types`.

An effect (`types.Effect`) runs under the lock and changes the row it gets, which the engine saves;
it returns what the log keeps.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.actions.unpublish_page import UnpublishPageAction

from core.times import DAY
from initiatives.applications.assessment import criteria
from initiatives.applications.consultation import advice_status
from initiatives.applications.membership import introduction
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION, State
from initiatives.applications.retention import inactivity
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import ASSESS, Action, Actor
from initiatives.applications.workflow.types import Details

LONG_ENOUGH = 50  # characters of a motivation (domain guide, paragraph 6.2, T11)


def has_address(application: Application, actor: Actor, details: Details) -> list[str]:
    """T2: an invitation needs somebody to go to."""
    if application.email:
        return []
    return ["Vul eerst het e-mailadres van de contactpersoon in. Daar gaat de uitnodiging heen."]


def is_somebody(application: Application, actor: Actor, details: Details) -> list[str]:
    """T5: who takes it up becomes its adviser, unless another adviser is chosen."""
    if not actor.user_id:
        return ["Log in: wie de aanmelding oppakt, wordt de adviseur."]
    if (chosen := details.get("adviser")) and not chosen.has_perm(ASSESS):
        return ["Kies iemand die adviseur van het Koplopernetwerk is."]
    return []


def gives_reason(application: Application, actor: Actor, details: Details) -> list[str]:
    """T9, T17 and T18."""
    if "reason" in details and not details["reason"]:
        return ["Schrijf op waarom."]
    return []


def may_reject(application: Application, actor: Actor, details: Details) -> list[str]:
    """T11: a motivation; while testing only when three criteria are out of reach."""
    found = [*_all_judged(application), *_other_eyes(application, actor)]
    if application.state == State.IN_REVIEW:
        result = criteria.outcome(criteria.tally(application))
        if result.is_admissible:
            found.append(
                "Drie of meer criteria voldoen. Leg de aanmelding eerst voor advies voor, of pas "
                "je oordeel aan."
            )
        elif result.is_undecided:
            found.append(
                "Eén criterium kan nog de doorslag geven. Vraag eerst om een aanvulling, of maak "
                "je oordeel af."
            )
    if "reason" in details and len(details["reason"]) < LONG_ENOUGH:
        found.append(f"Leg uit waarom, in minstens {LONG_ENOUGH} tekens.")
    return found


def has_enough_criteria(application: Application, actor: Actor, details: Details) -> list[str]:
    """T8: four judgements, of which three or four times Voldoet."""
    found = _all_judged(application)
    if not criteria.outcome(criteria.tally(application)).is_admissible:
        met = criteria.tally(application).met
        found.append(
            f"Er zijn minstens drie criteria nodig die voldoen. Nu zijn het er {met or 'nog geen'}."
        )
    return found


def may_admit(application: Application, actor: Actor, details: Details) -> list[str]:
    """T10, and the nomination to VWS before it."""
    found = [
        *has_enough_criteria(application, actor, details),
        *_other_eyes(application, actor),
    ]
    for row in advice_status.without_reaction(application):
        found.append(f"Schrijf eerst een reactie op het negatieve advies van {row.party}.")
    if "reason" in details and not details["reason"] and (why := needs_reason(application)):
        found.append(why)
    return found


def needs_reason(application: Application) -> str:
    """Return why deciding now takes a reason, empty when it does not."""
    if application.state != State.IN_CONSULTATION:
        return ""
    if not (waiting := advice_status.still_open(application)):
        return ""
    last = max(row.due_on for row in waiting)
    return (
        f"Het advies van {advice_status.names(waiting)} is nog niet binnen. "
        f"Dat kan nog komen tot en met {date_format(last, DAY)}. "
        "Wil je toch nu besluiten? Schrijf dan op waarom."
    )


def has_lapsed(application: Application, actor: Actor, details: Details) -> list[str]:
    """T15: the applicant was silent for so long, and was warned."""
    return [] if inactivity.has_lapsed(application) else ["De indiener heeft nog tijd."]


def has_no_successor(application: Application, actor: Actor, details: Details) -> list[str]:
    """T16 and T18: a new application takes the place of this one."""
    followers = application.followed_by.exclude(state=State.WITHDRAWN)
    if followers.filter(state__in=BEFORE_SUBMISSION).exists():
        return ["Er is al een nieuwe aanmelding begonnen. Ga daarmee verder."]
    if followers.exists():
        return ["Er loopt al een nieuwe aanmelding van dit initiatief."]
    return []


def may_reapply(application: Application, actor: Actor, details: Details) -> list[str]:
    """T16."""
    if application.forgotten_at:
        return ["We hebben je antwoorden niet meer. Begin een nieuwe aanmelding."]
    return has_no_successor(application, actor, details)


def may_reopen(application: Application, actor: Actor, details: Details) -> list[str]:
    """T18."""
    found = gives_reason(application, actor, details)
    if application.forgotten_at:
        found.append("De gegevens van deze aanmelding zijn gewist.")
    return [*found, *has_no_successor(application, actor, details)]


def _all_judged(application: Application) -> list[str]:
    if not (missing := criteria.unjudged(application)):
        return []
    labels = ", ".join(criterion.label for criterion in missing)
    newest = criteria.latest_version(application)
    number = newest.number if newest else 1
    return [f"Beoordeel eerst alle vier de criteria van versie {number}. Nog te doen: {labels}."]


def _other_eyes(application: Application, actor: Actor) -> list[str]:
    if not settings.FOUR_EYES or actor.user_id not in criteria.testers(application):
        return []
    return ["Jij hebt de criteria getoetst. Daarom besluit een collega."]


# What a new application takes over from the one it follows, besides themes, branches and regions.
COPIED = (
    "route",
    "answers",
    "form_version",
    "name",
    "phase",
    "all_branches",
    "is_national",
    "employer_organisation_id",
    "claimed",
    "may_publish",
    "first_name",
    "infix",
    "last_name",
    "job_title",
    "email",
    "phone",
)


def take_up(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T5: `adviser` is who looks after it from now on; whoever takes it up unless another is."""
    chosen = details.get("adviser")
    application.adviser_id = chosen.pk if chosen else actor.user_id
    return {"adviser": application.adviser_id}


def decide(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """Keep on what a decision rests: the four judgements, and the advice."""
    application.decided_at = timezone.now()
    return on_what_it_rests(application, actor, details)


def on_what_it_rests(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    return {**criteria.snapshot(application), "advice": advice_status.snapshot(application)}


def close(application: Application, actor: Actor, details: Details) -> None:
    """Withdrawn or lapsed: nobody waits for an answer any more."""
    application.decided_at = timezone.now()
    waiting = application.supplements.filter(answered_at=None, ended_at=None)
    waiting.update(ended_at=application.decided_at)


def reopen(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """Take back a decision: on what it rested stays in the log, page and plan go."""
    application.decided_at = None
    application.text_approved_at = application.approved_revision = None
    former = introduction.call_off(application)
    take_offline(application, actor)
    return {**on_what_it_rests(application, actor, details), "former": former}


def end(application: Application, actor: Actor, details: Details) -> None:
    take_offline(application, actor)


def reapply(application: Application, actor: Actor, details: Details) -> None:
    """Begin a new application with a copy of the answers; this one stays as it was decided."""
    new = Application.objects.create(
        previous=application, **{name: getattr(application, name) for name in COPIED}
    )
    new.themes.set(application.themes.all())
    new.branches.set(application.branches.all())
    new.regions.set(application.regions.all())
    audit_log.record(new, Action.START, actor, to_state=State.DRAFT)


def successor(application: Application) -> Application:
    """Return the application that was made of this one last. Raises DoesNotExist."""
    return application.followed_by.latest("pk")


def take_offline(application: Application, actor: Actor) -> None:
    """Unpublish the page; the table has judged who may, Wagtail need not do so again."""
    if application.page and application.page.live:
        user = get_user_model().objects.filter(pk=actor.user_id or 0).first()
        UnpublishPageAction(application.page, user=user).execute(skip_permission_checks=True)
