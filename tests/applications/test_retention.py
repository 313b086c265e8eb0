"""What is personal goes when its term is over; what stays can be counted (domain guide, §10)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import Deletion, OutgoingMail
from initiatives.applications.intake import prospects
from initiatives.applications.models import (
    ApplicationEvent,
    ConflictingDraft,
    Nomination,
    Supplement,
)
from initiatives.applications.models.states import State
from initiatives.applications.retention import anonymise
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import APPLICANT, Action
from tests.applications.cases import EMAIL, advised, adviser, application, fresh, judged, mails
from tests.factories import OutgoingMailFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"naam": "Leerlijn", "voornaam": "Noor", "email": EMAIL}
SECRET = "Noor belde hierover"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2019-03-01T12:00+01:00", tick=False)
    return time_machine


def everything_about(made) -> str:
    """Return all that the database knows of an application, but for its log, as one text."""
    tables = [
        "applications_application",
        "applications_version",
        "applications_conflictingdraft",
        "applications_judgement",
        "applications_supplement",
        "applications_advice",
        "applications_nomination",
        "core_outgoingmail",
    ]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def full(state: State, **fields):
    """Return an application that holds something personal in every place."""
    made = application(state, answers=ANSWERS, phone="+31600000000", job_title="x", **fields)
    if made.submitted_at:
        judged(made, "VNNN", by=adviser())
        made.judgements.update(motivation=SECRET)
        advised(made, "negatief")
        made.advices.update(text=SECRET, reaction=SECRET)
    Supplement.objects.create(
        application=made, question=SECRET, reply=SECRET, deadline="2019-03-15", draft=ANSWERS
    )
    ConflictingDraft.objects.create(application=made, step="jij", answers=ANSWERS)
    Nomination.objects.create(
        application=made, reason=SECRET, email=EMAIL, first_name="Noor", contact="Noor"
    )
    return made


@pytest.mark.parametrize(
    ("state", "days"), [(State.REJECTED, 365), (State.WITHDRAWN, 365), (State.LEFT, 365)]
)
def test_a_year_after_the_end_nothing_personal_is_left(clock, state, days):
    made = full(state)
    clock.shift(timedelta(days=days - 1))
    anonymise.forget()
    assert EMAIL in everything_about(made)
    clock.shift(timedelta(days=1))
    anonymise.forget()
    left = everything_about(made)
    for personal in (EMAIL, "Noor", SECRET, "Leerlijn", "31600000000"):
        assert personal not in left
    mine = fresh(made)
    assert (mine.state, mine.route, mine.forgotten_at) == (state, made.route, timezone.now())
    assert mine.key != made.key
    assert made.judgements.count() == 4


def test_what_was_never_sent_goes_at_once_and_its_farewell_still_goes_out(clock):
    made = full(State.DRAFT)
    OutgoingMail.objects.all().delete()
    engine.apply(made, Action.WITHDRAW, APPLICANT)
    anonymise.forget()
    (farewell,) = mails()
    assert (farewell.kind, farewell.recipient, farewell.is_private) == ("M13", EMAIL, True)
    OutgoingMail.objects.all().delete()
    assert EMAIL not in everything_about(made)
    assert "Leerlijn" not in everything_about(made)


@pytest.mark.parametrize(
    "state",
    sorted(set(State) - {State.POTENTIAL, State.REJECTED, State.WITHDRAWN, State.LEFT}),
)
def test_nothing_is_forgotten_of_what_is_not_over(clock, state):
    made = application(state, answers=ANSWERS)
    clock.shift(timedelta(days=4000))
    anonymise.forget()
    assert fresh(made).email == EMAIL


def test_a_nomination_that_led_to_nothing_names_nobody_after_90_days(clock):
    waiting, invited = application(State.POTENTIAL), application(State.INVITED)
    for made in (waiting, invited):
        Nomination.objects.create(application=made, email="tip@voorbeeld.example", contact="Noor")
    clock.shift(timedelta(days=89))
    anonymise.forget()
    assert waiting.nomination.email
    clock.shift(timedelta(days=1))
    anonymise.forget()
    nomination = Nomination.objects.get(application=waiting)
    assert (nomination.email, nomination.contact, fresh(waiting).email) == ("", "", "")
    assert fresh(waiting).name == "Leerlijn"
    assert Nomination.objects.get(application=invited).email


def test_whom_we_approached_goes_90_days_after_the_last_that_anybody_did(clock):
    made = application(State.POTENTIAL)
    clock.shift(timedelta(days=60))
    prospects.change_contact(made, adviser(), {"first_name": "Noor Anna"})
    audit_log.record(made, audit_log.VIEWED, adviser())
    clock.shift(timedelta(days=89))
    audit_log.record(made, audit_log.VIEWED, adviser())
    anonymise.forget()
    assert fresh(made).email == EMAIL
    clock.shift(timedelta(days=1))
    anonymise.forget()
    assert (fresh(made).email, fresh(made).first_name, fresh(made).name) == ("", "", "Leerlijn")
    assert Deletion.objects.get().rule == anonymise.NOT_GONE_ON


@pytest.mark.parametrize("state", [State.ADMITTED, State.REJECTED, State.LEFT])
def test_a_nominator_goes_90_days_after_the_outcome_with_the_mails_to_them(clock, state):
    made = application(state)
    nomination = Nomination.objects.create(application=made, email="tip@voorbeeld.example")
    post = {"about": made, "recipient": nomination.email, "state": OutgoingMail.State.SENT}
    OutgoingMailFactory(kind="M1", **post)
    OutgoingMailFactory(kind="M9", **{**post, "recipient": EMAIL})
    clock.shift(timedelta(days=90))
    anonymise.forget()
    nomination.refresh_from_db()
    assert nomination.email == ""
    assert [mail.kind for mail in mails()] == ["M9"]
    assert fresh(made).email == EMAIL


def test_what_was_written_with_the_log_goes_and_the_line_stays(clock):
    made = full(State.REJECTED)
    audit_log.record(made, Action.REJECT, adviser(), reason=SECRET, paragraph=SECRET)
    judged = {"criterion": "samenwerken", "verdict": "voldoet", "motivation": SECRET}
    line = audit_log.record(made, audit_log.JUDGED, adviser(), judgements=[judged], number=1)
    assert SECRET not in str(line.details)
    assert line.told["judgements"] == [judged]
    clock.shift(timedelta(days=366))
    anonymise.forget()
    line = ApplicationEvent.objects.get(pk=line.pk)
    assert line.told == {"judgements": [{**judged, "motivation": ""}], "number": 1}
    assert made.events.get(kind=Action.REJECT).reason == ""


def test_what_was_deleted_is_kept_with_its_rule(clock):
    made = full(State.REJECTED)
    clock.shift(timedelta(days=366))
    anonymise.forget()
    anonymise.forget()
    (kept,) = Deletion.objects.all()
    assert (kept.kind, kept.key) == ("applications.application", made.pk)
    assert (kept.rule, kept.at) == (anonymise.OVER, timezone.now())
    assert made.events.filter(kind=audit_log.FORGOTTEN).count() == 1


def test_the_log_of_what_was_wiped_goes_after_two_years_and_no_other_line(clock):
    wiped, member = full(State.REJECTED), application(State.ADMITTED)
    for made in (wiped, member):
        audit_log.record(made, Action.TAKE_UP, adviser(), reason="Oud.")
        audit_log.record(made, audit_log.VIEWED, adviser())
    clock.shift(timedelta(days=400))
    anonymise.forget()
    assert wiped.events.count() == 3
    clock.shift(timedelta(days=331))
    audit_log.record(member, audit_log.VIEWED, adviser())
    anonymise.forget()
    assert [line.kind for line in wiped.events.all()] == ["forgotten"]
    assert sorted(line.kind for line in member.events.all()) == ["take_up", "viewed"]
    assert Deletion.objects.get(rule=anonymise.OLD_LOG).number == 3
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_applicationevent")
    assert ApplicationEvent.objects.exists()


def test_emptying_leaves_no_column_of_a_person_out():
    fields = {field.name for field in application().__class__._meta.get_fields()}
    assert set(anonymise.OF_CONTACT) <= fields
    of_nomination = {field.name for field in Nomination._meta.concrete_fields}
    kept = {"id", "application", "form_key", "created_at", "forgotten_at"}
    assert of_nomination - kept == {*anonymise.OF_NOMINATOR, "email"}
