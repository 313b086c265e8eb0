"""No page about one application asks the database more because more happened to it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.applications import transitions
from initiatives.applications.desk.action_forms import FORMS
from initiatives.applications.form import definition
from initiatives.applications.membership import koploper_page
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import SYSTEM, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import answers
from tests.applications.cases import adviser, judged
from tests.applications.desk import (
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
ACTIONS = [action for action in FORMS if action != Action.PROPOSE]
FEW, MORE = range(1), range(1, 4)


def with_a_past(made, turns):
    """Let all that can happen do so at each of these turns."""
    for nth in turns:
        audit_log.record(made, "advice_reminded", SYSTEM)
        audit_log.record(made, "judged", adviser())
        OutgoingMailFactory(about=made)
        if made.submitted_at:
            second_version(made, naam=f"Naam {nth}")
    if made.state in (State.IN_REVIEW, State.IN_CONSULTATION):
        for nth in turns:
            positive(made, "OCW", round=nth + 2)
            positive(made, "VWS", round=nth + 2)
    return made


def count(client, path, *, is_first=True):
    """Return how many queries a page takes that was read before."""
    if is_first:
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_action_page_asks_the_same_whatever_happened(client, anna, action):
    party()
    row = next(row for row in transitions.rows(action))
    verdicts = "VVNN" if action == Action.REJECT else "VVVV"
    made, found = ready(row.sources[0], verdicts=verdicts), []
    for turns in (FEW, MORE):
        with_a_past(made, turns)
        if made.submitted_at and made.judgements.exists():
            judged(made, verdicts)
        found.append(count(client, url(made, action), is_first=turns is FEW))
    assert found[0] == found[1] <= ACTION_PAGE


ACTION_PAGE = 50


@pytest.mark.parametrize("name", ["judge", "assign"])
def test_judging_and_assigning_ask_the_same_whatever_happened(client, anna, name):
    made = judged(with_answers(State.IN_REVIEW), "VVVV")
    few, many = (
        count(client, url(with_a_past(made, turns), name), is_first=turns is FEW)
        for turns in (FEW, MORE)
    )
    assert few == many <= 25


@pytest.mark.parametrize("name", ["react", "revoke", "renew", "remind", "ask_more"])
def test_the_pages_about_advice_ask_the_same_whatever_happened(client, anna, name):
    made = judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser())
    said = {"value": "negatief", "text": "Te duur."} if name == "react" else {}
    advice = asked(made, "SZW", round=MORE.stop + 1, **said)
    query = "" if name == "ask_more" else f"?advies={advice.pk}"
    found = [
        count(client, url(with_a_past(made, turns), name) + query, is_first=turns is FEW)
        for turns in (FEW, MORE)
    ]
    assert found[0] == found[1] <= 40


def test_our_question_to_the_applicant_takes_the_same_for_few_and_for_many_answers(client):
    found = []
    row = answers()["organisaties"][0]
    everything = [question.name for step in definition.STEPS for question in step.questions]
    for number in (2, 5):
        made = with_answers(State.IN_REVIEW)
        made.answers = answers(organisaties=[row] * number)
        made.save()
        apply(
            made,
            Action.ASK_SUPPLEMENT,
            adviser(),
            question="Hoe werken jullie precies samen met de school?",
            opened=everything,
            deadline=timezone.localdate() + timedelta(days=14),
        )
        found.append(count(client, address(made, "aanvulling/")))
    assert found[0] == found[1] <= 20


@pytest.mark.parametrize("page", ["tekst/", "tekst/verbeteren/"])
def test_the_text_of_a_page_takes_the_same_for_few_and_for_many_versions(client, page):
    made, found = ready(State.IN_CONSULTATION), []
    made.may_publish = True
    made.save()
    made = apply(made, Action.ADMIT, adviser())
    for turns in (FEW, MORE):
        for _ in turns:
            koploper_page.newest(made).save_revision()
        found.append(count(client, address(made, page), is_first=turns is FEW))
    assert found[0] == found[1] <= 30
