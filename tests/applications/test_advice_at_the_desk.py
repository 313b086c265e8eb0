"""What advisers do about advice that was asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from core.times import DAY
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from tests.applications.cases import adviser, judged, mails
from tests.applications.desk import asked, positive, url, with_answers, words
from tests.factories import UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser("Bea"))


def page_of(advice, name):
    return f"{url(advice.application, name)}?advies={advice.pk}"


def do(client, page, **said):
    """Do it as somebody would who has read the mail first, if there is one."""
    seen = parse(client.post(page, {**said, "step": "bekijken"})).select("[name=shown]")
    shown = {"shown": seen[0]["value"]} if seen else {}
    return client.post(page, {**said, **shown, "step": "doen"})


def test_a_reaction_to_a_negative_advice_makes_admitting_possible(client, anna, made):
    advice = asked(made, value=AdviceValue.NEGATIVE, text="Te duur.", given_at=timezone.now())
    assert "Schrijf eerst een reactie" in words(client.get(url(made)))
    page = page_of(advice, "react")
    assert "Te duur." in words(client.get(page))
    assert "Schrijf op wat je met dit advies doet." in words(do(client, page, said=" "))
    do(client, page, said="De kosten zijn gedekt.")
    advice.refresh_from_db()
    assert advice.reaction == "De kosten zijn gedekt."
    buttons = parse(client.get(url(made))).select(".aln-steps-now__do a")
    assert "Toelaten" in [button.get_text() for button in buttons]


def test_a_negative_advice_of_an_earlier_round_is_answered_where_it_stands(client, anna, made):
    given = {"value": AdviceValue.NEGATIVE, "text": "Te duur.", "given_at": timezone.now()}
    former, other = asked(made, round=1, **given), asked(made, "OCW", round=1, **given)
    asked(made, round=2)
    positive(made, "OCW", round=2)
    page = parse(client.get(url(made)))
    earlier = page.select_one("#advies details[open]")
    links = [link["href"] for link in earlier.select("a")]
    assert links == [page_of(former, "react")]
    assert page_of(other, "react") not in str(page)
    do(client, links[0], said="De kosten zijn gedekt.")
    page = parse(client.get(url(made)))
    assert not page.select("#advies details[open]")


def test_a_question_is_taken_back_with_a_line_in_the_timeline(client, anna, made):
    advice = asked(made)
    refused = do(client, page_of(advice, "revoke"), said=" ")
    assert "Schrijf op waarom je de vraag intrekt." in words(refused)
    assert not mails()
    advice.refresh_from_db()
    assert advice.revoked_at is None
    do(client, page_of(advice, "revoke"), said="Verkeerde regio.")
    advice.refresh_from_db()
    assert advice.revoked_at
    page = words(client.get(url(made)))
    assert "De vraag is ingetrokken" in page
    assert "Verkeerde regio." in page
    assert not mails()


@pytest.mark.parametrize("name", ["remind", "renew"])
def test_the_mail_stands_there_before_it_goes(client, anna, made, name):
    advice = asked(made)
    page = parse(client.get(page_of(advice, name)))
    assert "vws@voorbeeld.example" in page.get_text()
    assert "/advies/" not in page.select_one(".aln-letter__text").get_text()
    assert not mails()
    client.post(page_of(advice, name), {"step": "doen"})
    assert not mails()  # nobody read it yet
    do(client, page_of(advice, name), paragraph="Bel gerust.")
    (mail,) = mails("M8")
    assert "Bel gerust." in mail.text
    assert "Bel gerust." in words(client.get(url(made)))
    assert [mail.recipient for mail in mails("M8")] == ["vws@voorbeeld.example"]


def test_what_came_in_meanwhile_is_told_and_what_was_typed_is_kept(client, anna, made):
    advice = asked(made, value=AdviceValue.POSITIVE, given_at=timezone.now())
    answer = do(client, page_of(advice, "revoke"), said="Duurt te lang.")
    assert answer.status_code == 409
    assert "VWS heeft al geantwoord." in words(answer)
    assert "Duurt te lang." in words(answer)


def test_advice_about_another_case_is_not_there(client, anna, made):
    other = asked(judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser()))
    for key in (other.pk, "0", "x", "9" * 30, ""):
        assert client.get(f"{url(made, 'react')}?advies={key}").status_code == 404


@pytest.mark.parametrize("name", ["react", "revoke", "renew", "remind"])
def test_nobody_else_does_anything_about_advice(client, made, name):
    client.force_login(UserFactory(groups=["Beheerder"]))
    advice = asked(made)
    assert do(client, page_of(advice, name), said="Zomaar.").status_code == 403
    assert not mails()


def test_a_new_link_after_the_term_names_the_new_day_beforehand(client, anna, made):
    late = asked(made, due_on=timezone.localdate() - timedelta(days=3))
    shown = parse(client.get(page_of(late, "renew"))).select_one(".aln-letter__text").get_text()
    do(client, page_of(late, "renew"))
    late.refresh_from_db()
    assert late.due_on > timezone.localdate()
    day = date_format(late.due_on, DAY)
    (mail,) = mails("M8")
    assert day in shown
    assert day in mail.text


def test_who_answered_meanwhile_is_not_reminded(client, anna, made):
    advice = asked(made, value=AdviceValue.POSITIVE, given_at=timezone.now())
    answer = client.get(page_of(advice, "remind"))
    assert answer.status_code == 409
    assert "VWS heeft al geantwoord." in words(answer)
