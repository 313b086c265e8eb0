"""A typing error in the address of an applicant: they mend it themselves, or an adviser does."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.applications.application_form.pages import step_url
from initiatives.applications.intake import contact_links
from initiatives.applications.models import Application
from initiatives.applications.models.states import ENDED, State
from initiatives.applications.retention import lapsing
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import NotAllowed
from tests.applications.answering import answers
from tests.applications.cases import EMAIL, adviser, application, fresh, mails
from tests.applications.desk import url, with_answers, words
from tests.applications.filling_in import BY_SLUG, begin, send
from tests.applications.sent import address, sent
from tests.applications.test_change_pages import do
from tests.factories import UserFactory
from tests.html import parse

pytestmark = pytest.mark.usefixtures("terms")

RIGHT = "goed@voorbeeld.example"
CLOSED = (State.POTENTIAL, *ENDED)


def later(made, email):
    return contact_links.save_for_later(made, email)


# At "later" in the form


def test_who_names_another_address_at_later_is_reached_there(client):
    made = begin(client)
    later(made, "fout@voorbeeld.example")
    later(made, RIGHT)
    there = fresh(made)
    assert (there.email, there.answers["email"]) == (RIGHT, RIGHT)
    contact_links.send_links_of_drafts(RIGHT)
    assert [mail.recipient for mail in mails("M3")] == ["fout@voorbeeld.example", RIGHT, RIGHT]


def test_who_stored_the_step_with_their_data_changes_the_address_there(client):
    made = begin(client)
    send(client, made, "gegevens", {"email": RIGHT})
    later(made, "elders@voorbeeld.example")
    there = fresh(made)
    assert (there.email, there.answers["email"]) == (RIGHT, RIGHT)


def test_who_begins_again_keeps_the_address_that_was_given():
    made = application(State.REJECTED, answers=answers(email=RIGHT), email=RIGHT)
    apply(made, Action.REAPPLY, APPLICANT)
    new = Application.objects.get(previous=made)
    later(new, "elders@voorbeeld.example")
    assert (fresh(new).email, fresh(new).answers["email"]) == (RIGHT, RIGHT)


# At the desk


def test_an_adviser_reads_the_mail_first_and_mends_the_address(client, anna):
    made = with_answers(State.SUBMITTED, email="typfout@voorbeeld.example")
    shown = client.post(url(made, "readdress"), {"email": RIGHT, "step": "bekijken"})
    assert RIGHT in words(shown)
    assert not mails()
    assert do(client, made, "readdress", email=RIGHT).status_code == 302
    assert fresh(made).email == RIGHT
    assert made.events.exclude(kind=audit_log.VIEWED).latest("pk").user_id == anna.user_id
    assert len(mails()) == 1


@pytest.mark.parametrize("state", sorted(set(State) - set(CLOSED)))
def test_until_it_is_over_the_address_can_be_mended_and_a_new_link_goes_there(client, anna, state):
    made = with_answers(state, email="typfout@voorbeeld.example")
    assert url(made, "readdress") in client.get(url(made)).text
    contact_links.readdress(made, anna, RIGHT)
    there = fresh(made)
    assert (there.state, there.email) == (state, RIGHT)
    assert there.key != made.key
    (mail,) = mails()
    assert (mail.recipient, mail.kind) == (RIGHT, "M2" if state == State.INVITED else "M3")
    assert mail.is_private
    is_sent = there.submitted_at is not None
    link = personal_links.status_url(there) if is_sent else personal_links.resume_url(there)
    assert link in mail.text
    event = made.events.exclude(kind=audit_log.VIEWED).latest("pk")
    assert (event.kind, event.user_id) == (audit_log.CONTACT_CHANGED, anna.user_id)
    assert event.details == {"fields": ["email"], "mails": [mail.kind]}


def test_links_that_went_to_the_wrong_address_open_nothing_any_more(client, anna):
    made = sent()
    former = address(made)
    contact_links.readdress(made, anna, RIGHT)
    assert client.get(former).status_code == 410
    (mail,) = mails("M3")
    (link,) = re.findall(r"/mijn-aanmelding/\S+", mail.text)
    assert client.get(link).status_code == 200
    assert made.reference in mail.text


def test_a_draft_shows_the_address_that_was_mended(client, anna):
    made = begin(client)
    send(client, made, "gegevens", {"email": "typfout@voorbeeld.example"})
    contact_links.readdress(made, anna, RIGHT)
    page = client.get(step_url(fresh(made), BY_SLUG["gegevens"]))
    assert RIGHT in page.text


def test_a_supplement_does_not_bring_the_wrong_address_back(anna):
    made = application(State.IN_REVIEW, answers=answers(email="typfout@voorbeeld.example"))
    contact_links.readdress(made, anna, RIGHT)
    asked = {"question": "Hoe blijft het zo, ook later?", "opened": []}
    apply(made, Action.ASK_SUPPLEMENT, adviser(), **asked)
    from_them = made.supplements.get()
    from_them.draft = {"answers": {}, "reply": "Zo blijft het."}
    from_them.save()
    apply(made, Action.SEND_SUPPLEMENT, APPLICANT)
    assert fresh(made).email == RIGHT


def test_who_was_warned_at_the_wrong_address_is_warned_anew(anna):
    silent = timezone.now() - timedelta(days=95)
    made = application(
        State.DRAFT,
        touched_at=silent,
        state_since=silent,
        warned_at=timezone.now() - timedelta(days=15),
    )
    contact_links.readdress(made, anna, RIGHT)
    lapsing.lapse()
    lapsing.warn()
    assert fresh(made).state == State.DRAFT
    assert [mail.recipient for mail in mails("M14")] == [RIGHT]


def test_the_same_address_or_none_changes_nothing(client, anna):
    made = with_answers(State.SUBMITTED)
    with pytest.raises(NotAllowed):
        contact_links.readdress(made, anna, EMAIL)
    for wrong in ("", "geen adres", EMAIL):
        answer = client.post(url(made, "readdress"), {"email": wrong, "step": "doen"})
        assert answer.status_code in (200, 409)
        assert wrong == EMAIL or "Vul een e-mailadres in" in answer.text
    assert (fresh(made).email, fresh(made).key) == (EMAIL, made.key)
    assert not mails()


def test_of_what_is_over_or_was_not_begun_the_address_stays(client, anna):
    for state in CLOSED:
        made = with_answers(state)
        assert url(made, "readdress") not in client.get(url(made)).text
        answer = client.post(url(made, "readdress"), {"email": RIGHT, "step": "doen"})
        assert answer.status_code == 409
        assert fresh(made).email == EMAIL


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur", "Auteur"])
def test_only_advisers_mend_it_and_see_it(client, group):
    made = with_answers(State.SUBMITTED)
    client.force_login(UserFactory(groups=[group]))
    page = client.get(url(made, "readdress"))
    assert page.status_code == 403
    assert EMAIL not in page.text
    answer = client.post(url(made, "readdress"), {"email": RIGHT, "step": "doen"})
    assert answer.status_code == 403
    assert EMAIL not in answer.text
    assert fresh(made).email == EMAIL


def test_two_who_mend_it_at_once_hear_of_each_other(client, anna):
    made = with_answers(State.SUBMITTED)
    mark = parse(client.get(url(made, "readdress"))).select_one("input[name=seen]")["value"]
    contact_links.readdress(made, adviser("Bea"), "ander@voorbeeld.example")
    shown = parse(client.post(url(made, "readdress"), {"email": RIGHT, "step": "bekijken"}))
    print_ = shown.select_one("input[name=shown]")["value"]
    said = {"email": RIGHT, "step": "doen", "seen": mark, "shown": print_}
    answer = client.post(url(made, "readdress"), said)
    assert answer.status_code == 409
    assert "Een collega heeft deze aanmelding net aangepast." in words(answer)
    assert fresh(made).email == "ander@voorbeeld.example"
