"""No page about one application asks the database more because more happened to it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.applications import history, publishing, transitions
from initiatives.applications.actors import SYSTEM
from initiatives.applications.deeds import Deed
from initiatives.applications.desk.deed_forms import FORMS
from initiatives.applications.form import definition
from initiatives.applications.performing import perform
from initiatives.applications.states import State
from tests.applications.answering import answers
from tests.applications.cases import adviser, judged
from tests.applications.desking import (
    asked,
    party,
    positive,
    ready,
    second_version,
    url,
    with_answers,
)
from tests.applications.sent import address
from tests.factories import OutgoingMailFactory

pytestmark = pytest.mark.django_db
DEEDS = [deed for deed in FORMS if deed != Deed.PROPOSE]
FEW, MANY = 1, 12


def with_a_past(made, number, by=None):
    """Let so much happen to an application that has its judgements again afterwards."""
    for nth in range(number):
        history.note(made, "advice_reminded", SYSTEM)
        history.note(made, "judged", adviser())
        OutgoingMailFactory(about=made)
        if made.submitted_at:
            second_version(made, naam=f"Naam {nth}")
    if made.state in (State.IN_REVIEW, State.IN_CONSULTATION):
        for nth in range(number):
            positive(made, "OCW", round=nth + 2)
            positive(made, "VWS", round=nth + 2)
    return made


def count(client, path):
    """Return how many queries a page takes that was read before."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_page_asks_the_same_whatever_happened(client, anna, deed):
    party()
    row = next(row for row in transitions.rows(deed))
    verdicts = "VVNN" if deed == Deed.REJECT else "VVVV"
    found = []
    for number in (FEW, MANY):
        made = ready(row.sources[0], verdicts=verdicts)
        with_a_past(made, number)
        if made.submitted_at and made.judgements.exists():
            judged(made, verdicts)
        found.append(count(client, url(made, deed)))
    assert found[0] == found[1] <= DEED_PAGE


DEED_PAGE = 50


@pytest.mark.parametrize("name", ["judge", "assign"])
def test_judging_and_assigning_ask_the_same_whatever_happened(client, anna, name):
    few, many = (
        count(client, url(with_a_past(judged(with_answers(State.IN_REVIEW), "VVVV"), number), name))
        for number in (FEW, MANY)
    )
    assert few == many <= 25


@pytest.mark.parametrize("name", ["react", "revoke", "renew", "remind", "ask_more"])
def test_the_pages_about_advice_ask_the_same_whatever_happened(client, anna, name):
    found = []
    for number in (FEW, MANY):
        made = judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser())
        advice = asked(with_a_past(made, number), "SZW", round=number + 1)
        if name == "react":
            advice.value, advice.text = "negatief", "Te duur."
            advice.save()
        query = "" if name == "ask_more" else f"?advies={advice.pk}"
        found.append(count(client, url(made, name) + query))
    assert found[0] == found[1] <= 40


def test_our_question_to_the_applicant_takes_the_same_for_few_and_for_many_answers(client):
    found = []
    row = answers()["organisaties"][0]
    everything = [question.name for step in definition.STEPS for question in step.questions]
    for number in (2, 10):
        made = with_answers(State.IN_REVIEW)
        made.answers = answers(organisaties=[row] * number)
        made.save()
        perform(
            made,
            Deed.ASK_SUPPLEMENT,
            adviser(),
            question="Hoe werken jullie precies samen met de school?",
            opened=everything,
            deadline=timezone.localdate() + timedelta(days=14),
        )
        found.append(count(client, address(made, "aanvulling/")))
    assert found[0] == found[1] <= 20


@pytest.mark.parametrize("page", ["tekst/", "tekst/verbeteren/"])
def test_the_text_of_a_page_takes_the_same_for_few_and_for_many_versions(client, page):
    found = []
    for number in (FEW, MANY):
        made = ready(State.IN_CONSULTATION)
        made.may_publish = True
        made.save()
        made = perform(made, Deed.ADMIT, adviser())
        for _ in range(number):
            publishing.newest(made).save_revision()
        found.append(count(client, address(made, page)))
    assert found[0] == found[1] <= 30
