"""What holds of everything that the worker does each minute: one bad row is in nobody's way.

A new job joins by a line in LOOPS, or in STATEMENTS with the reason why it has no rows to go
through; the first test fails for as long as it has none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from accounts import sessions
from core import background, limits, mail_retention, scheduled_jobs
from core import delivery as delivery_module
from core.delivery import Delivery
from core.link_report import checking, reading
from core.management.commands.worker import publish_scheduled
from core.models import LinkReading, OutgoingMail, PrivacyRequest, ReviewDate
from core.personal_data import retention as of_core
from core.review_dates import services as review_dates
from facilitators import anonymise as of_profiles
from facilitators import photographs, yearly_check
from facilitators.models import Profile
from facilitators.models.profiles import Photograph
from initiatives.applications.consultation import advice_requests
from initiatives.applications.models import Application, Nomination
from initiatives.applications.models.states import State
from initiatives.applications.retention import anonymise, inactivity, lapsing
from initiatives.events import places, reminders
from initiatives.events import retention as of_meetings
from initiatives.events.models import Announcement, Registration
from search import indexing, zero_results
from search.models import Entry
from tests.applications.cases import advised, application
from tests.facilitators.keeping_profiles import made
from tests.factories import (
    EventPageFactory,
    ImageFactory,
    NewsPageFactory,
    OutgoingMailFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = "2019-03-12T13:30+01:00"
SECRET = "anna@voorbeeld.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

STATEMENTS = {
    background.forget_finished_tasks: "one DELETE of what nobody looks at any more",
    mail_retention.forget_old_mail: "two DELETEs and an UPDATE that judge nothing by the row",
    limits.forget_what_is_over: "one DELETE of counts",
    zero_results.forget_old: "one DELETE of counts",
    sessions.forget_what_is_over: "one DELETE of sessions",
    of_core.forget_lines: "one DELETE for each kind of log",
    reading.forget_what_is_gone: "two DELETEs of what is read again when it is back",
    checking.ask_due: "hands a few addresses to tasks, which fail each by itself",
    review_dates.give_days: "one INSERT for all pages without a day",
}


@dataclass(frozen=True)
class Loop:
    """A job, rows for which it has something to do `later`, and what tells that it was done.

    `idle` makes rows that the job has to leave alone now and that look most like those. `breaks`
    is the row of the database that cannot be written, when that is not the row itself.
    """

    job: scheduled_jobs.Job
    make: Callable[[], Any]
    later: timedelta
    is_done: Callable[[Any], bool]
    idle: Callable[[], Any] | None = None
    breaks: Callable[[Any], tuple[type[Model], Any]] = lambda row: (type(row), row.pk)


def task_of_a_dead_worker() -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        run_after=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="een.taak",
        backend_name=background.QUEUE,
        exception_class_path="",
        traceback="",
    )


def planned_page() -> Page:
    page = NewsPageFactory(live=False)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk)


def page_that_expires() -> Page:
    return Page.objects.get(pk=NewsPageFactory(expire_at=timezone.now() + HOUR).pk)


def photograph() -> Photograph:
    return Photograph.objects.create(profile=made(), image=ImageFactory())


def photograph_that_waits() -> Photograph:
    kept = photograph()
    page = kept.profile.page
    page.listing_image = kept.image
    page.save_revision()
    Profile.objects.filter(pk=kept.profile_id).update(review_asked_at=timezone.now())
    return kept


def refused_photograph() -> Photograph:
    kept = photograph_that_waits()
    Profile.objects.filter(pk=kept.profile_id).update(review_asked_at=None)
    return kept


def who_waits_for_a_place() -> Any:
    event = EventPageFactory(capacity=1)
    RegistrationFactory(event=event)
    return RegistrationFactory(event=event, state=Registration.State.WAITING)


def who_can_have_a_place() -> Any:
    return RegistrationFactory(state=Registration.State.WAITING)


def meeting_soon(number: int = 1) -> Any:
    return EventPageFactory(starts_at=timezone.now() + number * DAY)


def in_one_meeting(**fields: Any) -> Callable[[], Any]:
    """Return a maker of registrations for the meeting that there is, or a first one."""

    def make() -> Any:
        first = Registration.objects.first()
        event = first.event if first else meeting_soon(17)
        return RegistrationFactory(event=event, **fields)

    return make


def warned() -> Any:
    then = timezone.now() - 80 * DAY
    return application(
        State.DRAFT, touched_at=then, state_since=then, warned_at=timezone.now() - DAY
    )


def nomination() -> Nomination:
    potential = application(State.POTENTIAL, email="", first_name="", last_name="")
    return Nomination.objects.create(application=potential, email=SECRET)


def who_is_not_judged() -> Profile:
    now = timezone.now()
    return made(profile__state="in_beoordeling", profile__email_confirmed_at=now, live=False)


def answered_request() -> PrivacyRequest:
    now = timezone.now()
    return PrivacyRequest.objects.create(kind="inzage", email=SECRET, answered_at=now)


def asked_for_advice() -> Any:
    return advised(application(State.IN_CONSULTATION), "open")[0]


def page_that_is_found() -> Any:
    page = NewsPageFactory()
    indexing.follow(page.pk)
    indexing.follow(page.get_parent().pk)
    return page


def page_that_was_read() -> Any:
    page = NewsPageFactory()
    reading.read(page)
    reading.read(page.get_parent())
    return page


def page_to_review() -> ReviewDate:
    page = NewsPageFactory(owner=UserFactory())
    return ReviewDate.objects.create(page=page, due_on=timezone.localdate() + 365 * DAY)


def entry_of(page: Any) -> tuple[type[Model], Any]:
    return Entry, page.pk


def state_is(state: str) -> Callable[[Any], bool]:
    return lambda row: row.state == state


LAPSED, OFFERED = state_is(Registration.State.LAPSED), state_is(Registration.State.OFFERED)
UNCONFIRMED = {"state": Registration.State.REGISTERED}
REMINDED = {"reminded_at": datetime.fromisoformat(NOW)}
WITH_NEEDS = {"needs": "Een rolstoelplek"}

LOOPS = {
    "a page goes online": Loop(publish_scheduled, planned_page, 2 * HOUR, lambda row: row.live),
    "a page goes offline": Loop(
        publish_scheduled, page_that_expires, 2 * HOUR, lambda row: not row.live
    ),
    "a task is given to another worker": Loop(
        background.take_back_stale_tasks,
        task_of_a_dead_worker,
        HOUR,
        lambda row: row.status == TaskResultStatus.READY,
    ),
    "the yearly question": Loop(
        yearly_check.ask, made, 366 * DAY, lambda row: row.asked_at is not None
    ),
    "no answer to it": Loop(
        yearly_check.pause_the_silent,
        lambda: made(profile__asked_at=timezone.now()),
        61 * DAY,
        state_is(Profile.State.PAUSED),
    ),
    "a profile is forgotten": Loop(
        of_profiles.forget,
        lambda: made(profile__state="afgewezen", profile__decided_at=timezone.now(), live=False),
        366 * DAY,
        lambda row: not row.email,
    ),
    "an applicant for the Pool is not judged": Loop(
        of_profiles.forget, who_is_not_judged, 91 * DAY, lambda row: not row.email
    ),
    "a photograph that nothing shows": Loop(
        photographs.tidy, photograph, HOUR, lambda row: row.pk is None, photograph_that_waits
    ),
    "a photograph that was refused": Loop(
        photographs.tidy, refused_photograph, 31 * DAY, lambda row: row.pk is None
    ),
    "nobody confirmed": Loop(
        places.lapse_overdue,
        lambda: RegistrationFactory(**UNCONFIRMED),
        3 * DAY,
        LAPSED,
        who_waits_for_a_place,
    ),
    "nobody of one meeting confirmed": Loop(
        places.lapse_overdue, in_one_meeting(**UNCONFIRMED), 3 * DAY, LAPSED
    ),
    "a place is free": Loop(
        places.lapse_overdue, who_can_have_a_place, HOUR, OFFERED, who_waits_for_a_place
    ),
    "places are free in one meeting": Loop(
        places.lapse_overdue,
        in_one_meeting(state=Registration.State.WAITING),
        HOUR,
        OFFERED,
        who_waits_for_a_place,
    ),
    "a reminder": Loop(
        reminders.remind,
        lambda: RegistrationFactory(event=meeting_soon(17)),
        14 * DAY,
        lambda row: row.reminded_at is not None,
        lambda: RegistrationFactory(event=meeting_soon(), **REMINDED),
    ),
    "reminders of one meeting": Loop(
        reminders.remind, in_one_meeting(), 14 * DAY, lambda row: row.reminded_at is not None
    ),
    "what somebody needs is forgotten": Loop(
        of_meetings.forget, in_one_meeting(**WITH_NEEDS), 32 * DAY, lambda row: not row.needs
    ),
    "who came is forgotten": Loop(
        of_meetings.forget, RegistrationFactory, 60 * DAY, lambda row: not row.email
    ),
    "who came to one meeting is forgotten": Loop(
        of_meetings.forget, in_one_meeting(), 60 * DAY, lambda row: not row.email
    ),
    "who signed off is forgotten": Loop(
        of_meetings.forget,
        lambda: RegistrationFactory(state=Registration.State.CANCELLED),
        15 * DAY,
        lambda row: not row.email,
    ),
    "what was written to all is forgotten": Loop(
        of_meetings.forget,
        lambda: Announcement.objects.create(event=EventPageFactory(), subject="x", text="x"),
        60 * DAY,
        lambda row: row.pk is None,
    ),
    "a reminder to advise": Loop(
        advice_requests.remind_the_silent,
        asked_for_advice,
        14 * DAY,
        lambda row: row.reminded_at is not None,
    ),
    "a warning that it lapses": Loop(
        lapsing.warn,
        lambda: application(State.DRAFT),
        77 * DAY,
        lambda row: row.warned_at is not None,
        warned,
    ),
    "an application lapses": Loop(
        lapsing.lapse, warned, 91 * DAY, state_is(State.WITHDRAWN), warned
    ),
    "an application is forgotten": Loop(
        anonymise.forget,
        lambda: application(State.REJECTED),
        366 * DAY,
        lambda row: row.forgotten_at is not None,
    ),
    "a nomination is forgotten": Loop(
        anonymise.forget, nomination, 91 * DAY, lambda row: row.forgotten_at is not None
    ),
    "whom we approached is forgotten": Loop(
        anonymise.forget, lambda: application(State.POTENTIAL), 91 * DAY, lambda row: not row.email
    ),
    "a privacy request is forgotten": Loop(
        of_core.forget_requests, answered_request, 366 * DAY, lambda row: not row.email
    ),
    "the links of a page are read": Loop(
        reading.read_due,
        NewsPageFactory,
        HOUR,
        lambda page: LinkReading.objects.filter(page=page.pk).exists(),
        page_that_was_read,
        lambda page: (LinkReading, reading.source_of(page)),
    ),
    "the owner of a page is asked": Loop(
        review_dates.ask_owners,
        page_to_review,
        366 * DAY,
        lambda row: row.asked_on is not None,
    ),
    "a page is not found": Loop(
        indexing.mend,
        NewsPageFactory,
        HOUR,
        lambda page: Entry.objects.filter(pk=page.pk).exists(),
        page_that_is_found,
        entry_of,
    ),
}
loops = pytest.mark.parametrize("loop", LOOPS.values(), ids=list(LOOPS))


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def break_row(model: type[Model], key: Any) -> None:
    """Let nothing write this row; the database says what somebody's address is."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION break_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            "  IF coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0] = TG_ARGV[1] THEN"
            f"    RAISE EXCEPTION 'no % here', '{SECRET}';"
            "  END IF;"
            "  RETURN coalesce(NEW, OLD); END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER break_row BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION break_row('{column}', '{key}')"
        )


def as_it_is(row: Model) -> Any:
    """Return the row as it is in the database; without a key when it is gone."""
    return type(row)._default_manager.filter(pk=row.pk).first() or type(row)()


def test_every_job_is_looked_at():
    known = {loop.job for loop in LOOPS.values()} | set(STATEMENTS)
    assert {publish_scheduled, *scheduled_jobs.jobs()} == known


@loops
def test_what_is_due_is_done_once(loop, clock):
    row = loop.make()
    clock.shift(loop.later)
    assert loop.job() == 0
    assert loop.is_done(as_it_is(row))
    assert not locks(loop.job)


@loops
def test_a_row_that_fails_is_logged_and_counted_and_the_others_are_done(loop, clock, caplog):
    rows = [loop.make() for _ in range(3)]
    clock.shift(loop.later)
    break_row(*loop.breaks(rows[1]))
    assert loop.job() == 1
    assert [loop.is_done(as_it_is(row)) for row in rows] == [True, False, True]
    (line,) = [record.getMessage() for record in caplog.records if record.name == "worker"]
    assert " failed for " in line
    assert SECRET not in caplog.text


@loops
def test_what_is_not_due_is_neither_read_nor_locked(loop):
    make = loop.idle or loop.make
    make()
    few = queries_of(loop.job)
    for _ in range(4):
        make()
    many = queries_of(loop.job)
    assert len(many) == len(few), "\n".join(many)
    assert not locks(loop.job)


def queries_of(job: scheduled_jobs.Job) -> list[str]:
    job()  # what is asked once is remembered, such as content types
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert not job()
    return [query["sql"] for query in captured]


def locks(job: scheduled_jobs.Job) -> list[str]:
    return [query for query in queries_of(job) if "FOR UPDATE" in query or "FOR NO KEY" in query]


def test_pages_that_fail_leave_room_for_others_when_not_all_are_mended_at_once(monkeypatch):
    monkeypatch.setattr(indexing, "MENDED_AT_ONCE", 1)
    pages = [NewsPageFactory() for _ in range(2)]
    break_row(Entry, pages[0].pk)
    for _ in range(2):  # the list of news is one more
        assert indexing.mend() >= 0
    assert indexing.out_of_step() == [pages[0].pk]


@pytest.mark.parametrize("job", [lapsing.warn, lapsing.lapse])
def test_the_query_for_silence_says_the_same_as_the_rule(job):
    days = (70, 80, 91)
    warnings = (None, 1, 14, 85)
    for touched in days:
        for since in days:
            for ago in warnings:
                for email in ("", SECRET):
                    application(
                        State.DRAFT,
                        email=email,
                        touched_at=timezone.now() - touched * DAY,
                        state_since=timezone.now() - since * DAY,
                        warned_at=ago and timezone.now() - ago * DAY,
                    )
    rule = inactivity.must_warn if job is lapsing.warn else inactivity.has_lapsed
    found = lapsing.to_warn() if job is lapsing.warn else lapsing.to_lapse()
    every = Application.objects.all()
    assert {row.pk for row in found} == {row.pk for row in every if rule(row)} != set()


def send(delivery: Delivery) -> list[str]:
    """Send what is due, and return to whom something went out."""
    django_mail.outbox.clear()
    delivery.send_due()
    return [to for message in django_mail.outbox for to in message.to]


def test_a_mail_of_which_nothing_can_be_written_down_waits_for_the_next_round(caplog):
    mails = OutgoingMailFactory.create_batch(3)
    first, *others = [mail.recipient for mail in mails]
    break_row(OutgoingMail, mails[0].pk)
    delivery = Delivery()
    assert send(delivery) == [first, *others]
    assert send(delivery) == []
    assert set(OutgoingMail.objects.due().values_list("recipient", flat=True)) == {first}
    assert f"core.outgoingmail {mails[0].pk}" in caplog.text
    assert SECRET not in caplog.text
    assert delivery.aside.take_back() == 1
    assert send(delivery) == [first]


def test_a_mail_that_went_wrong_once_is_put_off_as_one_that_was_refused(monkeypatch):
    mail = OutgoingMailFactory()
    monkeypatch.setattr(delivery_module, "_note_sent", lambda mail: 1 / 0)
    delivery = Delivery()
    send(delivery)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 1)
    assert mail.due_at > timezone.now()
    assert delivery.aside.take_back() == 1


@task(backend=background.QUEUE)
def note(line: str) -> str:
    return line


def test_a_task_that_cannot_be_begun_waits_for_the_next_round(caplog):
    for line in ("een", "twee", "drie"):
        note.enqueue(line)
    second = DBTaskResult.objects.get(args_kwargs__args=["twee"])
    break_row(DBTaskResult, second.pk)
    runner = background.TaskRunner()
    runs = [runner.run_next() for _ in range(4)]
    assert runs == [True, True, True, False]
    assert list(DBTaskResult.objects.ready()) == [second]
    assert str(second.pk) in caplog.text
    assert runner.aside.take_back() == 1
