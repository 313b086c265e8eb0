"""Whatever people, the clock and the settings do in whatever order: what must always be true."""

import itertools
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from initiatives.applications.assessment import criteria
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import MEMBERS, State
from initiatives.applications.retention import anonymise, lapsing
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import APPLICANT, SYSTEM, Action, Actor
from initiatives.applications.workflow.errors import Refused
from initiatives.choices import Criterion
from tests.applications.cases import (
    MOTIVATION,
    VERDICTS,
    advised,
    adviser,
    application,
    fresh,
    mails,
)

pytestmark = pytest.mark.django_db

ACTIONS = st.sampled_from([action for action in Action if action != Action.PLAN_INTRODUCTION])
REASON = "Na overleg met alle betrokkenen is dit de uitkomst van de toets."
REASONS = st.sampled_from(["", "Kort.", REASON])
START = datetime(2019, 3, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))


class Case(RuleBasedStateMachine):
    """One application in the hands of two advisers, its applicant, the worker and the clock."""

    advisers: tuple[Actor, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()

    def teardown(self) -> None:
        self.clock.stop()

    @initialize(state=st.sampled_from([State.POTENTIAL, State.SUBMITTED]))
    def begin(self, state: State) -> None:
        self.made = self.mine = application(state)

    @rule(
        action=ACTIONS, who=st.sampled_from(["anna", "bea", "applicant", "system"]), reason=REASONS
    )
    def do(self, action: Action, who: str, reason: str) -> None:
        anna, bea = self.advisers
        actor = {"anna": anna, "bea": bea, "applicant": APPLICANT, "system": SYSTEM}[who]
        given: dict[str, Any] = {
            "question": "Wat merken medewerkers er al van? Noem een voorbeeld.",
            "deadline": timezone.localdate() + timedelta(days=14),
            "opened": ["c3_uitleg"],
            "reply": "Zij hebben minder avonddiensten.",
        }
        with suppress(Refused):
            engine.apply(self.made, action, actor, reason=reason, **given)

    # The way to a decision, which chance alone would seldom find.
    @rule(action=st.sampled_from([Action.TAKE_UP, Action.CONSULT, Action.ADMIT, Action.REJECT]))
    def go_on(self, action: Action) -> None:
        with suppress(Refused):
            engine.apply(self.made, action, self.advisers[1], reason=REASON)

    @rule(
        verdicts=st.one_of(
            st.sampled_from(["VVVV", "VVVN", "VV?N"]), st.text("VN?-", min_size=4, max_size=4)
        ),
        nth=st.integers(0, 1),
    )
    def judge(self, verdicts: str, nth: int) -> None:
        version = criteria.latest_version(self.made)
        if version is None:
            return
        given = {
            criterion: (VERDICTS[letter], MOTIVATION)
            for criterion, letter in zip(Criterion, verdicts, strict=True)
            if letter != "-"
        }
        with suppress(Refused):
            criteria.judge(self.made, self.advisers[nth], version, given)

    @precondition(lambda self: self.mine.state == State.IN_CONSULTATION)
    @rule(value=st.sampled_from(["open", "positief", "negatief"]), reacts=st.booleans())
    def advise(self, value: str, reacts: bool) -> None:
        number = (self.made.advices.order_by("-round").values_list("round", flat=True).first()) or 0
        asked = advised(self.made, value, round=number + 1)
        if reacts and value == "negatief":
            self.made.advices.filter(pk=asked[0].pk).update(reaction="Daar is over gesproken.")

    @rule(days=st.sampled_from([1, 15, 80, 100, 400]))
    def time_passes(self, days: int) -> None:
        self.now.shift(timedelta(days=days))

    @rule()
    def worker(self) -> None:
        lapsing.warn()
        lapsing.lapse()
        anonymise.forget()

    @invariant()
    def no_rule_is_broken(self) -> None:
        """Read once what is stored by now, and hold it to every rule."""
        self.mine = fresh(self.made)
        self.log = list(self.made.events.order_by("pk"))
        self.decided = [line for line in self.log if line.kind in (Action.ADMIT, Action.REJECT)]
        self.admitted = [line for line in self.decided if line.kind == Action.ADMIT]
        self.nobody_is_admitted_with_fewer_than_three_met_criteria()
        self.who_decided_did_not_test()
        self.negative_advice_was_answered_before_admitting()
        self.the_log_tells_the_whole_way()
        self.what_is_wiped_names_nobody()
        self.a_refused_one_has_one_follower_at_most_before_it_is_sent()

    def nobody_is_admitted_with_fewer_than_three_met_criteria(self) -> None:
        for line in self.admitted:
            verdicts = [row["verdict"] for row in line.details["judgements"]]
            assert verdicts.count("voldoet") >= 3
            assert len(verdicts) == 4
        if self.mine.state in MEMBERS:
            assert self.admitted

    def who_decided_did_not_test(self) -> None:
        for line in self.decided:
            assert line.role == Role.ADVISER
            testers = {row["judged_by"] for row in line.details["judgements"]}
            assert line.user_id not in testers

    def negative_advice_was_answered_before_admitting(self) -> None:
        for line in self.admitted:
            for row in line.details["advice"]:
                assert row["value"] != "negatief" or row["reaction"]

    def the_log_tells_the_whole_way(self) -> None:
        moves = [line for line in self.log if line.to_state]
        for former, latter in itertools.pairwise(moves):
            assert former.to_state == latter.from_state
        if moves:
            assert moves[-1].to_state == self.mine.state

    def what_is_wiped_names_nobody(self) -> None:
        if self.mine.forgotten_at:
            assert (self.mine.email, self.mine.last_name, self.mine.answers) == ("", "", {})
            assert self.mine.state not in MEMBERS
            assert all(mail.recipient == "" or mail.state == "wacht" for mail in mails("M13"))

    def a_refused_one_has_one_follower_at_most_before_it_is_sent(self) -> None:
        if any(line.kind == Action.REAPPLY for line in self.log):
            assert Application.objects.filter(previous=self.made, state=State.DRAFT).count() <= 1


def test_whatever_happens_no_rule_is_broken():
    Case.advisers = (adviser("Anna"), adviser("Bea"))
    run_state_machine_as_test(
        Case,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
