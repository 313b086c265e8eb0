"""Two people at the same instant, each on a connection of their own."""

import itertools
from contextlib import suppress

import pytest
from django.db import transaction

from initiatives.applications.assessment import criteria
from initiatives.applications.intake import submission
from initiatives.applications.models import ReferenceNumber
from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.errors import InvalidState, NotAllowed, Refused
from initiatives.choices import Criterion
from tests.applications.cases import MOTIVATION, adviser, application, fresh, judged, mails
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")
REASON = "Het initiatief is nog te klein om door anderen overgenomen te worden."


def deciding(made, action, actor, refused):
    def do() -> None:
        try:
            engine.apply(made, action, actor, reason=REASON)
        except InvalidState as answer:
            refused.append(answer.sentence)

    return do


def test_of_two_who_decide_at_once_one_wins_and_the_other_reads_who_and_when():
    anna, bea = adviser("Anna"), adviser("Bea")
    for _ in range(6):
        made = judged(application(State.IN_CONSULTATION), "VVVN")
        refused: list[str] = []
        at_once(
            deciding(made, Action.ADMIT, anna, refused), deciding(made, Action.REJECT, bea, refused)
        )
        (sentence,) = refused
        line = made.events.get()
        winner = "Anna" if line.user_id == anna.user_id else "Bea"
        assert fresh(made).state == line.to_state
        assert f"door {winner}" in sentence
        assert " om " in sentence
    assert len(mails("M9")) + len(mails("M10")) == 6


def test_twenty_who_send_at_once_get_twenty_numbers_without_a_gap():
    given: list[str] = []

    def send() -> None:
        with transaction.atomic():
            given.append(submission.next_reference())

    def fail() -> None:
        with suppress(ZeroDivisionError), transaction.atomic():
            submission.next_reference()
            raise ZeroDivisionError

    at_once(*[send] * 20, *[fail] * 5)
    year = ReferenceNumber.objects.get().year
    assert sorted(given) == [f"KL-{year}-{number:04}" for number in range(1, 21)]


def test_withdrawing_while_an_adviser_takes_it_up_leaves_one_way_through_the_log():
    anna = adviser("Anna")
    for _ in range(6):
        made = application()

        def do(action, actor, made=made):
            with suppress(Refused):
                engine.apply(made, action, actor)

        at_once(lambda: do(Action.TAKE_UP, anna), lambda: do(Action.WITHDRAW, APPLICANT))
        moves = list(made.events.order_by("pk").values_list("from_state", "to_state"))
        assert all(former[1] == latter[0] for former, latter in itertools.pairwise(moves))
        assert moves[-1][1] == fresh(made).state == State.WITHDRAWN


def test_a_judgement_at_the_moment_of_consulting_never_lets_too_few_through():
    anna, bea = adviser("Anna"), adviser("Bea")
    for _ in range(6):
        made = judged(application(State.IN_REVIEW), "VVVN")
        version = criteria.latest_version(made)

        def worsen(made=made, version=version):
            with suppress(InvalidState):
                criteria.judge(
                    made, anna, version, {Criterion.CHANGE: (Verdict.NOT_MET, MOTIVATION)}
                )

        def consult(made=made):
            with suppress(NotAllowed):
                engine.apply(made, Action.CONSULT, bea)

        at_once(worsen, consult)
        if fresh(made).state == State.IN_CONSULTATION:
            assert criteria.tally(made).met == 3
