"""Every time a case comes to lie with somebody else, they hear of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from core.groups import ADVISERS
from initiatives.applications.assessment import assignment
from initiatives.applications.consultation import advice_requests
from initiatives.applications.desk.dashboard import WaitingApplications
from initiatives.applications.membership import koploper_page
from initiatives.applications.models import Application
from initiatives.applications.models.choices import AdviceValue, Role
from initiatives.applications.models.states import State
from initiatives.applications.retention.inactivity import lapses_at
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import APPLICANT, Action, Actor
from tests.applications.cases import EMAIL, adviser, application, fresh, judged, mails, user_of
from tests.applications.consultations import VWS, asked, consulted
from tests.applications.desk import ready, url
from tests.applications.nominations import send as nominate
from tests.factories import InitiativePageFactory, UserFactory

pytestmark = pytest.mark.django_db
OCW = "Ministerie van OCW"


def told(kind: str) -> set[str]:
    """Return to whom such a mail goes, having seen that each is fit to be read by staff."""
    found = mails(kind)
    for mail in found:
        assert mail.recipient == EMAIL or not mail.is_private
        assert mail.recipient == EMAIL or EMAIL not in mail.text
        assert len(mail.subject) <= 70
    return {mail.recipient for mail in found}


def address_of(actor: Actor) -> str:
    return str(user_of(actor).email)


@pytest.fixture
def anna() -> Actor:
    return adviser("Anna")


@pytest.fixture
def bram() -> Actor:
    return adviser("Bram")


def of(actor: Actor, state: State, **fields: Any) -> Application:
    return application(state, adviser=user_of(actor), **fields)


def test_a_nomination_is_told_to_every_adviser_without_who_sent_it(client, anna, bram):
    nominate(client)
    assert told("M5b") == {address_of(anna), address_of(bram)}
    (mail, _) = mails("M5b")
    assert "Samen op Weg" in mail.text
    assert "Zwolle" in mail.text
    assert "anna+tip" not in mail.text
    assert "projectleider" not in mail.text


def test_whoever_gets_a_case_of_a_colleague_is_told(anna, bram):
    assignment.assign(of(anna, State.IN_REVIEW), user_of(bram), anna)
    assert told("M5c") == {address_of(bram)}
    assignment.assign(of(bram, State.IN_REVIEW), user_of(anna), anna)
    made = application(State.SUBMITTED)
    engine.apply(made, Action.TAKE_UP, anna, adviser=user_of(bram))
    engine.apply(application(State.SUBMITTED), Action.TAKE_UP, anna)
    assert len(mails("M5c")) == 2


@pytest.mark.parametrize("last", ["advises", "has an interest"])
def test_the_adviser_hears_when_the_last_advice_is_in(anna, last):
    made = consulted(VWS, OCW)
    Application.objects.update(adviser=user_of(anna))
    first, second = (asked(fresh(made), party) for party in (VWS, OCW))
    advice_requests.give(first, AdviceValue.POSITIVE, "")
    assert not mails("M7b")
    if last == "advises":
        advice_requests.give(second, AdviceValue.POSITIVE, "")
    else:
        advice_requests.declare_conflict(second)
    assert told("M7b") == {address_of(anna)}


def test_the_editors_hear_once_that_a_text_is_approved():
    editor = UserFactory(groups=["Redacteur"])
    page = InitiativePageFactory()
    version = page.save_revision().pk
    made = application(State.ADMITTED, may_publish=True, page=page)
    for _ in range(2):
        koploper_page.approve(made, version)
    assert told("M9b") == {editor.email}
    assert len(mails("M9b")) == 1
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in mails("M9b")[0].text


def test_an_approved_page_stands_on_the_first_screen_of_editors_and_is_read_by_advisers(
    client, anna
):
    page = InitiativePageFactory(live=False, title="Samen Slim", lead="De nieuwste inleiding.")
    version = page.save_revision().pk
    made = of(anna, State.ADMITTED, may_publish=True, page=page)
    koploper_page.approve(made, version)
    client.force_login(UserFactory(groups=["Redacteur"]))
    assert f"/beheer/pages/{page.pk}/edit/" in client.get("/beheer/").text
    client.force_login(user_of(anna))
    case = client.get(url(made))
    preview = url(made, "page_preview")
    assert preview in case.text
    assert "De nieuwste inleiding." in client.get(preview).text


def test_applicant_tester_and_adviser_hear_that_a_decision_is_reopened(anna, bram):
    chief = adviser("Chris")
    made = judged(of(bram, State.REJECTED), "VNN?", anna)
    engine.apply(made, Action.REOPEN, chief, reason="Nieuwe feiten.", paragraph="Tot snel.")
    assert told("M10b") == {EMAIL, address_of(anna), address_of(bram)}
    assert [mail.recipient for mail in mails("M10b") if "Tot snel." in mail.text] == [EMAIL]


def test_who_reopens_a_decision_writes_to_no_adviser_but_others(anna):
    made = judged(of(anna, State.REJECTED), "VNN?", anna)
    engine.apply(made, Action.REOPEN, anna, reason="Nieuwe feiten.")
    assert told("M10b") == {EMAIL}


def test_the_adviser_hears_of_a_withdrawal_and_of_a_silent_end(anna, time_machine):
    engine.apply(of(anna, State.IN_REVIEW), Action.WITHDRAW, APPLICANT)
    engine.apply(application(State.DRAFT), Action.WITHDRAW, APPLICANT)
    assert told("M13b") == {address_of(anna)}
    assert len(mails("M13b")) == 1
    silent = of(anna, State.SUPPLEMENT_ASKED, email="")
    time_machine.move_to(lapses_at(silent))
    engine.apply(silent, Action.LAPSE, Actor(Role.SYSTEM))
    assert "vervallen" in mails("M13b")[-1].subject


@pytest.mark.parametrize("way", ["switched off", "out of the group"])
def test_a_case_whose_adviser_is_gone_is_everybodys(rf, anna, bram, way):
    made = of(anna, State.IN_REVIEW)
    user = user_of(anna)
    if way == "switched off":
        user.is_active = False
        user.save()
    else:
        user.groups.clear()
    assert fresh(made) in Application.objects.filter(assignment.has_lost_adviser())
    engine.apply(made, Action.WITHDRAW, APPLICANT)
    assert told("M13b") == {address_of(bram)}
    of(anna, State.IN_REVIEW)
    request = rf.get("/beheer/")
    request.user = user_of(bram)
    lines = WaitingApplications(request).get_context_data({"request": request})["lines"]
    assert "1 aanmelding is van een adviseur die er niet meer is" in [line.words for line in lines]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.ADMITTED])
def test_an_adviser_with_running_cases_stays_in_the_group(client, anna, state):
    of(anna, state)
    user = user_of(anna)
    client.force_login(UserFactory(is_superuser=True))
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    sent = {"username": user.username, "email": user.email, "first_name": "Anna"}
    sent |= {"last_name": "Test", "is_active": "on", "password1": "", "password2": ""}
    answer = client.post(edit, sent, follow=True)
    assert "Er staat nog 1 aanmelding op naam van deze collega" in answer.text
    assert user.groups.filter(name=ADVISERS).exists()
    Application.objects.update(adviser=None)
    client.post(edit, {**sent, "groups": [Group.objects.get(name="Redacteur").pk]})
    assert not user.groups.filter(name=ADVISERS).exists()


def test_the_log_shows_a_former_member_of_staff_and_keeps_the_number(anna):
    made = ready(State.SUBMITTED)
    engine.apply(made, Action.TAKE_UP, anna)
    number = anna.user_id
    made.refresh_from_db()
    Application.objects.update(adviser=None)
    user_of(anna).delete()
    event = made.events.get(kind=Action.TAKE_UP)
    assert event.user_id == number
    assert audit_log.who(event, audit_log.names_of([event])).startswith("voormalig medewerker")
