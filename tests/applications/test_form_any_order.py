"""Whatever somebody does with the form, in whatever order: nothing is lost, and it is sent once.

This asks the services that the pages of the form call; test_form_filling_in has those pages.
"""

import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from initiatives.applications.intake import contact_links, drafts
from initiatives.applications.intake.drafts import Tab
from initiatives.applications.models import Application, Version
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import InvalidState, NotAllowed
from tests.applications.answering import answers
from tests.applications.filling_in import BY_SLUG

SLUGS = ("initiatief", "organisaties", "criteria", "delen", "gegevens")
WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\x00"), max_size=40
)
# A text of each step that can hold anything.
FREE = {
    "initiatief": "samenvatting",
    "criteria": "c1_uitleg",
    "delen": "delen",
    "gegevens": "functie",
}


class Page:
    """A step as a tab of the browser shows it, until it is sent."""

    def __init__(self, application: Application, slug: str) -> None:
        self.step = BY_SLUG[slug]
        self.shown = drafts.answers_of(self.step, application.answers)
        self.name, self.seen = uuid.uuid4().hex, drafts.mark_of(self.shown)

    def send(self, application: Application, turn: int = 0, **given: Any) -> drafts.Stored:
        typed = {**self.shown, **given}
        return drafts.store_step(application, self.step, typed, Tab(self.name, self.seen, turn))


class Applicant(RuleBasedStateMachine):
    """Somebody with one draft, some pages that stay open, and a mailbox."""

    @initialize()
    def begin(self) -> None:
        self.application = drafts.start(uuid.uuid4())
        self.known: dict[str, Any] = {}
        self.open_pages: list[Page] = []
        self.is_sent = False

    @rule(slug=st.sampled_from(SLUGS))
    def answer_a_step_well(self, slug: str) -> None:
        if not self.is_sent:
            given = {key: answers()[key] for key in BY_SLUG[slug].keys}
            assert not Page(self.application, slug).send(self.application, **given).set_aside
            self.known |= given

    @rule(
        slug=st.sampled_from(sorted(FREE)),
        words=st.lists(WORDS, min_size=1, max_size=3),
        is_kept_open=st.booleans(),
    )
    def type_anything(self, slug: str, words: list[str], is_kept_open: bool) -> None:
        """Type on in one page; what the script of the page sends has a turn, a button has none."""
        if self.is_sent:
            return
        page = Page(self.application, slug)
        for turn, said in enumerate(words, start=1):
            assert not page.send(self.application, turn, **{FREE[slug]: said}).set_aside
        self.known[FREE[slug]] = words[-1]
        if is_kept_open:
            self.open_pages.append(page)

    @rule(slug=st.sampled_from(sorted(FREE)))
    def leave_a_page_open(self, slug: str) -> None:
        if not self.is_sent:
            self.open_pages.append(Page(self.application, slug))

    @rule(words=WORDS)
    def go_on_in_a_page_that_was_open(self, words: str) -> None:
        if self.is_sent or not self.open_pages:
            return
        page = self.open_pages.pop()
        key = FREE[page.step.slug]
        page.send(self.application, turn=9, **{key: words})
        self.application.refresh_from_db()
        apart = [row.answers[key] for row in self.application.set_aside.filter(step=page.step.slug)]
        assert words in (self.application.answers.get(key, ""), page.shown[key], *apart)
        if self.application.answers.get(key) == words:
            self.known[key] = words
        self._choose()

    @rule()
    def go_on_by_mail_elsewhere(self) -> None:
        if self.is_sent:
            return
        former = self._token()
        with transaction.atomic():
            contact_links._send_link(self.application, "anna@voorbeeld.example")
        assert personal_links.open_link(former, personal_links.RESUME) == (None, True)
        assert personal_links.open_link(self._token(), personal_links.RESUME)[0] is not None
        self.open_pages.clear()

    @rule()
    def send(self) -> None:
        try:
            apply(self.application, Action.SUBMIT, APPLICANT)
        except NotAllowed:
            assert not self.is_sent
        except InvalidState:
            assert self.is_sent
        self.application.refresh_from_db()
        self.is_sent = self.application.state == State.SUBMITTED

    def _token(self) -> str:
        return personal_links.token_for(personal_links.RESUME, self.application)

    def _choose(self) -> None:
        """Keep what is stored, of whatever was set aside."""
        for row in self.application.set_aside.all():
            drafts.choose(self.application, row, use=False)

    @invariant()
    def nothing_is_lost(self) -> None:
        self.application.refresh_from_db()
        if self.is_sent:
            return
        stored = self.application.answers
        lost = {key: value for key, value in self.known.items() if stored.get(key, "") != value}
        assert not lost, lost

    @invariant()
    def it_is_a_draft_or_sent_once(self) -> None:
        assert Application.objects.count() == 1
        versions = Version.objects.filter(application=self.application).count()
        if self.is_sent:
            assert self.application.reference
            assert versions == 1
        else:
            assert (self.application.state, self.application.reference) == (State.DRAFT, "")
            assert versions == 0


class InOneTransaction(Applicant):
    """Each run works in a transaction of its own, so that the next one begins with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


@pytest.mark.usefixtures("terms")
def test_nothing_is_lost_in_any_order_of_steps_edits_saves_and_resumes():
    run_state_machine_as_test(
        InOneTransaction,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
