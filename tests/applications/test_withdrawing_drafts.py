"""A draft is withdrawn from the form itself (T14): asked first, done once, told kindly."""

import pytest
import time_machine

from core.models import OutgoingMail
from initiatives.applications.application_form.pages import COOKIE, token_of
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.retention import anonymise
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import answers
from tests.applications.cases import application, fresh
from tests.applications.filling_in import START, begin, filled
from tests.html import one, parse, text_of

pytestmark = pytest.mark.usefixtures("terms")

DONE = "/koploper-worden/ingetrokken/"


@pytest.fixture
def draft(client):
    return begin(client)


def path(made):
    return f"/koploper-worden/{token_of(made)}/intrekken/"


def test_a_draft_is_withdrawn_after_a_question_and_its_applicant_hears_what_is_wiped(client, draft):
    filled(draft, answers())
    page = parse(client.get(path(draft)))
    assert text_of(page, "h1") == "Wil je je aanmelding intrekken?"
    assert "nog niet verstuurd" in text_of(page, "main")
    assert fresh(draft).state == State.DRAFT
    answer = client.post(path(draft))
    assert answer["Location"] == DONE
    assert text_of(parse(client.get(DONE)), "h1") == "Je aanmelding is ingetrokken"
    there = fresh(draft)
    assert there.state == State.WITHDRAWN
    event = there.events.latest("pk")
    assert (event.kind, event.role, event.from_state) == ("withdraw", "indiener", "concept")
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.recipient) == ("M13", there.email)
    assert "We wissen je antwoorden en je gegevens vandaag nog" in mail.text
    anonymise.forget()
    assert fresh(draft).answers == {}


def test_who_left_no_address_withdraws_without_a_mail(client, draft):
    assert "krijg je een mail" not in text_of(parse(client.get(path(draft))), "main")
    client.post(path(draft))
    assert fresh(draft).state == State.WITHDRAWN
    assert not OutgoingMail.objects.exists()


def test_pressing_twice_or_going_back_withdraws_once(client, draft):
    filled(draft, answers())
    answers_to = [client.post(path(draft)) for _ in range(3)]
    assert {answer["Location"] for answer in answers_to} == {DONE}
    assert OutgoingMail.objects.filter(kind="M13").count() == 1
    assert draft.events.filter(kind="withdraw").count() == 1
    assert client.get(path(draft))["Location"] == DONE


def test_this_device_knows_no_more_of_it(client, draft):
    answer = client.post(path(draft))
    assert answer.cookies[COOKIE].value == ""
    assert "Je bent al begonnen" not in text_of(parse(client.get(START)), "main")


def test_the_way_to_another_draft_on_this_device_stays(client, draft):
    other = application(State.DRAFT)
    answer = client.post(path(other))
    assert fresh(other).state == State.WITHDRAWN
    assert COOKIE not in answer.cookies
    assert "Je bent al begonnen" in text_of(parse(client.get(START)), "main")


def test_every_page_where_one_stops_leads_there(client, draft):
    form = f"/koploper-worden/{token_of(draft)}/"
    for page in (START, f"{form}later/", f"{form}controleren/"):
        assert one(parse(client.get(page)), f'a[href="{path(draft)}"]')


def test_an_invitation_that_was_not_taken_up_has_no_such_way(client, draft):
    Application.objects.filter(pk=draft.pk).update(state=State.INVITED)
    assert "intrekken/" not in client.get(START).text
    client.post(path(draft))
    assert fresh(draft).state == State.INVITED


def test_what_was_sent_in_another_tab_stays_sent(client, draft):
    filled(draft, answers())
    apply(draft, Action.SUBMIT, APPLICANT)
    assert client.post(path(draft)).status_code == 410
    assert fresh(draft).state == State.SUBMITTED


def test_another_site_cannot_have_a_browser_withdraw(client, draft):
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(path(draft)).status_code == 403
    assert fresh(draft).state == State.DRAFT
    token = one(parse(strict.get(path(draft))), "input[name=csrfmiddlewaretoken]")["value"]
    assert strict.post(path(draft), {"csrfmiddlewaretoken": token})["Location"] == DONE


@pytest.mark.parametrize("token", ["kapot", "kapot.abc", "%00.x"])
def test_a_broken_link_is_answered_kindly(client, db, token):
    for ask_for in (client.get, client.post):
        answer = ask_for(f"/koploper-worden/{token}/intrekken/")
        assert answer.status_code == 404
        assert text_of(parse(answer), "h1") == "Deze link werkt niet"


def test_the_link_to_the_status_of_a_withdrawn_draft_opens_until_it_is_wiped(client, draft):
    with time_machine.travel("2019-03-26T12:00:00+01:00"):
        client.post(path(draft))
        token = personal_links.token_for(personal_links.STATUS, fresh(draft))
        assert "Ingetrokken" in client.get(f"/mijn-aanmelding/{token}/").text


def test_the_page_is_kept_nowhere_and_asks_the_database_little(
    client, draft, django_assert_max_num_queries
):
    filled(draft, answers())
    client.get(path(draft))
    with django_assert_max_num_queries(12):
        answer = client.get(path(draft))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex"
