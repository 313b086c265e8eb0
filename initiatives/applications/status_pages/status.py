"""Where an application stands and what comes next, as its applicant reads it (paragraph 6.1)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from core.times import DAY
from core.workdays import add_workdays
from initiatives.applications.assessment import deadlines
from initiatives.applications.intake import submission
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import State
from initiatives.applications.retention import inactivity
from initiatives.applications.workflow import outgoing_mail
from initiatives.applications.workflow.actions import Action
from initiatives.choices import Criterion
from initiatives.events import wording

NEXT = {
    State.POTENTIAL: "We kennen jullie initiatief. Er is nog geen aanmelding.",
    State.INVITED: "Je bent uitgenodigd om je aan te melden.",
    State.DRAFT: "Je aanmelding is nog niet verstuurd. Ga verder waar je was.",
    State.SUBMITTED: "Een adviseur neemt je aanmelding in behandeling.",
    State.IN_REVIEW: "Een adviseur toetst je aanmelding aan de vier criteria.",
    State.SUPPLEMENT_ASKED: "We hebben je antwoord nodig om verder te gaan.",
    State.IN_CONSULTATION: "De werkgeversorganisatie in je regio en de ministeries van VWS, OCW "
    "en SZW geven advies. Daarna besluiten wij.",
    State.PROPOSED: "We hebben jullie voorgedragen aan het ministerie van VWS. Na hun antwoord "
    "hoor je van ons.",
    State.ADMITTED: "Jullie horen bij het Koplopernetwerk. We stellen jullie voor op een "
    "Koploperbijeenkomst.",
    State.INTRODUCED: "Jullie zijn voorgesteld aan het Koplopernetwerk. Je krijgt een uitnodiging "
    "voor de bijeenkomsten in je regio.",
    State.REJECTED: "We hebben besloten om het initiatief niet toe te laten.",
    State.WITHDRAWN: "We doen niets meer met je aanmelding.",
    State.LEFT: "Jullie initiatief hoort niet meer bij het Koplopernetwerk.",
}
LATE = "Het duurt langer dan we wilden. Je hoort zo snel mogelijk van ons."
# What an applicant hears of by mail after sending.
NEWS = (Action.ASK_SUPPLEMENT, Action.ADMIT, Action.REJECT)
# In these there is something to say of why it was decided.
DECIDED = {State.REJECTED: Action.REJECT, State.LEFT: Action.END}


@dataclass(frozen=True)
class Found:
    """What an adviser found of one criterion, when it was decided."""

    criterion: str
    verdict: str
    motivation: str


@dataclass(frozen=True)
class Standing:
    """`dates` are names with days or places; `reason` and `found` are those of the decision."""

    in_plain_words: str
    what_next: str
    dates: list[tuple[str, str]]
    question: str = ""
    reason: str = ""
    found: list[Found] = field(default_factory=list)


def standing_of(application: Application) -> Standing:
    """Return where it stands now."""
    state = State(application.state)
    dates, question = [], ""
    what_next = NEXT[state]
    if application.is_under_way and state != State.SUPPLEMENT_ASKED:
        day = _next_news_on(application)
        dates = [("Je hoort van ons", f"uiterlijk {_day(day)}")] if day else []
        what_next = what_next if day else f"{what_next} {LATE}"
    elif state == State.SUPPLEMENT_ASKED:
        asked = application.supplements.filter(answered_at=None, ended_at=None).first()
        if asked:
            question, dates = (
                asked.question,
                [("Antwoord nodig", f"uiterlijk {_day(asked.deadline)}")],
            )
    elif state == State.ADMITTED:
        what_next, dates = _introduction_of(application)
    elif wiped_at := inactivity.wiped_at(application):
        dates = [("We wissen je gegevens", _day(timezone.localdate(wiped_at)))]
    decision = _decision_about(application)
    return Standing(
        state.in_plain_words,
        what_next,
        dates,
        question,
        decision.reason if decision else "",
        _found_in(decision) if decision and state == State.REJECTED else [],
    )


def _introduction_of(application: Application) -> tuple[str, list[tuple[str, str]]]:
    """Return what comes next for whoever was admitted, with the day of it."""
    meeting, what_next = application.introduction, NEXT[State.ADMITTED]
    if meeting is not None and not meeting.is_cancelled:
        return what_next, [("Jullie introductie", wording.day_and_region_of(meeting))]
    if meeting is not None:
        return (
            f"Jullie horen bij het Koplopernetwerk. De bijeenkomst van {wording.day_of(meeting)} "
            "gaat niet door. We stellen jullie voor op een andere. Je krijgt een mail als we weten "
            "op welke."
        ), []
    if application.decided_at is None:
        return what_next, []
    # The day that M9 named.
    day = add_workdays(timezone.localdate(application.decided_at), outgoing_mail.WORKDAYS_TO_HEAR)
    if day < timezone.localdate():
        return f"{what_next} {LATE}", []
    return what_next, [("Je hoort van ons", f"uiterlijk {_day(day)}")]


def _next_news_on(application: Application) -> date | None:
    """Return the day before which the applicant hears something; None when that day is over.

    The day that receipt and M4 promised stands until it is over or the applicant heard from us.
    """
    promised = submission.hears_by(application)
    today = timezone.localdate()
    if promised >= today and not application.events.filter(kind__in=NEWS).exists():
        return promised
    term = deadlines.of(application)
    return term.due_on if term and term.due_on and term.due_on >= today else None


def _decision_about(application: Application) -> ApplicationEvent | None:
    action = DECIDED.get(State(application.state))
    events = application.events.select_related("words").order_by("-pk")
    return events.filter(kind=action).first() if action else None


def _found_in(decision: ApplicationEvent) -> list[Found]:
    return [
        Found(Criterion(one["criterion"]).label, Verdict(one["verdict"]).label, one["motivation"])
        for one in decision.told.get("judgements", [])
    ]


def _day(day: date) -> str:
    return date_format(day, DAY)
