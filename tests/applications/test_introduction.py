"""Planning at which meeting a Koploper is introduced, and keeping that it was."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from initiatives.applications.membership import introduction
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply, obstacles
from initiatives.events import wording
from initiatives.events.models import Cancellation, EventPage, Introduction
from initiatives.models import LabourMarketRegion
from tests.applications.cases import adviser, application, mails
from tests.factories import EventPageFactory, InitiativePageFactory

pytestmark = pytest.mark.django_db

_number = count(1)
PLAN, INTRODUCE = Action.PLAN_INTRODUCTION, Action.INTRODUCE


def meeting(region="noord-oost", days=30, **fields):
    starts_at = timezone.now() + timedelta(days=days)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    kind = EventPage.Kind.FRONT_RUNNERS
    return EventPageFactory(**{"region": region, "kind": kind, **times, **fields})


def admitted(region="Twente", **fields):
    slug = f"leerlijn-{next(_number)}"
    page = InitiativePageFactory(title="Leerlijn", slug=slug, live=False)
    made = application(State.ADMITTED, page=page, **fields)
    made.regions.set(LabourMarketRegion.objects.filter(name=region))
    return made


def introduced_at(event):
    return [row.initiative.title for row in Introduction.objects.filter(event=event)]


def test_the_first_meeting_in_its_part_of_the_country_is_offered():
    meeting("west", 5)
    meeting("noord-oost", 60)
    near = meeting("noord-oost", 20)
    assert introduction.default_meeting(admitted()) == near
    assert introduction.default_meeting(admitted("Zeeland")).region == "west"


def test_only_coming_meetings_of_koplopers_that_go_on_are_offered():
    good = meeting()
    meeting(live=False)
    meeting(days=-3)
    meeting(kind=EventPage.Kind.WEBINAR)
    Cancellation.objects.create(event=meeting())
    assert list(introduction.coming_meetings()) == [good]


def test_planning_tells_the_applicant_with_the_meeting_for_the_calendar():
    made, event = admitted(), meeting()
    done = apply(made, PLAN, adviser(), meeting=event)
    assert (done.state, done.introduction) == (State.ADMITTED, event)
    assert introduced_at(event) == ["Leerlijn"]
    (mail,) = mails("M11")
    assert mail.calendar.startswith("BEGIN:VCALENDAR")


def test_another_meeting_takes_the_place_of_the_first():
    made, first, second = admitted(), meeting(), meeting(days=40)
    apply(made, PLAN, adviser(), meeting=first)
    assert obstacles(made.__class__.objects.get(), PLAN, adviser(), meeting=first)
    done = apply(made, PLAN, adviser(), meeting=second)
    assert done.introduction == second
    assert (introduced_at(first), introduced_at(second)) == ([], ["Leerlijn"])
    assert len(mails("M11")) == 2


def test_a_draft_that_an_editor_had_begun_does_not_undo_it():
    event = meeting()
    draft = event.get_latest_revision_as_object()
    draft.title = "Nieuwe titel"
    revision = draft.save_revision()
    made = admitted()
    apply(made, PLAN, adviser(), meeting=event)
    revision.refresh_from_db()
    revision.publish()
    assert introduced_at(event) == ["Leerlijn"]
    assert EventPage.objects.get(pk=event.pk).title == "Nieuwe titel"
    apply(made, PLAN, adviser(), meeting=meeting(days=50))
    event.refresh_from_db()
    event.get_latest_revision().publish()
    assert introduced_at(event) == []


@pytest.mark.parametrize("fields", [{"live": False}, {"days": -2}, {"kind": "webinar"}])
def test_a_meeting_that_cannot_be_is_refused(fields):
    event = meeting(**fields)
    said = obstacles(admitted(), PLAN, adviser(), meeting=event)
    assert said == ["Deze bijeenkomst kun je niet meer kiezen. Kies een andere."]


def test_it_is_introduced_on_the_day_itself_at_the_earliest(time_machine):
    time_machine.move_to("2019-03-26 12:00+01:00")
    made, event = admitted(), meeting(days=2)
    assert obstacles(made, INTRODUCE, adviser()) == [introduction.NO_PLAN]
    made = apply(made, PLAN, adviser(), meeting=event)
    assert obstacles(made, INTRODUCE, adviser()) == [
        "De bijeenkomst is pas op donderdag 28 maart 2019. Leg dit daarna vast."
    ]
    time_machine.move_to("2019-03-28 09:00+01:00")
    done = apply(made, INTRODUCE, adviser())
    assert done.state == State.INTRODUCED
    assert introduced_at(event) == ["Leerlijn"]
    assert len(mails("M12")) == 1


def test_a_meeting_that_was_called_off_introduces_nobody():
    made, event = admitted(), meeting()
    made = apply(made, PLAN, adviser(), meeting=event)
    Cancellation.objects.create(event=event)
    made = made.__class__.objects.get(pk=made.pk)
    assert obstacles(made, INTRODUCE, adviser()) == [
        "De geplande bijeenkomst is afgelast. Plan eerst een andere."
    ]


def test_a_koploper_without_a_page_is_planned_as_well():
    made, event = admitted(), meeting()
    made.page = None
    made.save()
    assert apply(made, PLAN, adviser(), meeting=event).introduction == event
    assert introduced_at(event) == []


def test_reopening_takes_the_koploper_off_the_meeting_and_tells_who_was_to_come():
    made, event = admitted(), meeting()
    apply(made, PLAN, adviser(), meeting=event)
    posts = engine.preview(made, Action.REOPEN, adviser(), reason="Nieuwe feiten.").posts
    assert posts[-1].letter.subject.endswith("gaat niet door")
    done = apply(made, Action.REOPEN, adviser(), reason="Nieuwe feiten.")
    assert done.introduction is None
    assert introduced_at(event) == []
    assert done.events.get(kind=Action.REOPEN).details["former"] == event.pk
    (mail,) = mails("M11b")
    assert wording.day_of(event) in mail.subject
    assert len(mail.subject) <= 70
    assert event.title in mail.text


@pytest.mark.parametrize("why", ["not planned", "is over", "is called off"])
def test_who_waits_for_no_meeting_gets_no_mail_when_it_is_reopened(why, time_machine):
    made, event = admitted(), meeting()
    if why != "not planned":
        apply(made, PLAN, adviser(), meeting=event)
    if why == "is called off":
        Cancellation.objects.create(event=event)
    if why == "is over":
        time_machine.move_to(event.starts_at + timedelta(hours=1))
    apply(made, Action.REOPEN, adviser(), reason="Nieuwe feiten.")
    assert not mails("M11b")
    assert introduced_at(event) == []


def test_a_plan_of_before_the_decision_was_reopened_is_not_called_off_twice():
    made, event = admitted(), meeting()
    apply(made, PLAN, adviser(), meeting=event)
    for _ in range(2):
        made = apply(made, Action.REOPEN, adviser(), reason="Nieuwe feiten.")
        made.state = State.ADMITTED
        made.save()
    assert len(mails("M11b")) == 1
