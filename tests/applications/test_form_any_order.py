"""Whatever somebody does with the form, in whatever order: nothing is lost, and it is sent once."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from initiatives.applications import personal_links, resuming
from initiatives.applications.models import Application, Version
from initiatives.applications.states import State
from tests.applications.answering import answers
from tests.applications.filling_in import BY_SLUG, as_sent, begin, shown, url_of

SLUGS = ("initiatief", "organisaties", "criteria", "delen", "gegevens")
BUTTONS = ("verder", "terug", "toch-verder", "later", "naar-controleren", "naar-initiatief")
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


class Applicant(RuleBasedStateMachine):
    """Somebody with one draft, some pages that stay open, and a mailbox."""

    @initialize()
    def begin(self) -> None:
        self.client = Client()
        self.application = begin(self.client)
        self.known: dict[str, Any] = {}
        self.open_pages: list[tuple[str, dict[str, Any]]] = []
        self.is_sent = False

    @rule(slug=st.sampled_from(SLUGS), button=st.sampled_from(BUTTONS))
    def answer_a_step_well(self, slug: str, button: str) -> None:
        if not self.is_sent:
            self._send(slug, as_sent(BY_SLUG[slug], answers()), button)
            self.known |= {key: answers()[key] for key in BY_SLUG[slug].keys}

    @rule(slug=st.sampled_from(sorted(FREE)), words=WORDS, button=st.sampled_from(BUTTONS))
    def type_anything(self, slug: str, words: str, button: str) -> None:
        if not self.is_sent:
            self._send(slug, {FREE[slug]: words}, button)
            self.known[FREE[slug]] = words

    @rule(slug=st.sampled_from(sorted(FREE)), words=WORDS)
    def type_without_a_button(self, slug: str, words: str) -> None:
        if self.is_sent:
            return
        page = shown(self.client, self.application, slug)
        sent = {**page, FREE[slug]: words, "beurt": "1"}
        kept = self.client.post(f"{url_of(self.application, slug)}bewaar/", sent)
        assert kept.json()["stand"] == "bewaard"
        self.known[FREE[slug]] = words

    @rule(slug=st.sampled_from(sorted(FREE)))
    def leave_a_page_open(self, slug: str) -> None:
        if not self.is_sent:
            self.open_pages.append((slug, shown(self.client, self.application, slug)))

    @rule(words=WORDS)
    def go_on_in_a_page_that_was_open(self, words: str) -> None:
        if self.is_sent or not self.open_pages:
            return
        slug, page = self.open_pages.pop()
        key = FREE[slug]
        self.client.post(url_of(self.application, slug), {**page, key: words})
        self.application.refresh_from_db()
        apart = [row.answers[key] for row in self.application.set_aside.filter(step=slug)]
        typed = words.replace("\r\n", "\n")
        assert typed in (self.application.answers.get(key, ""), page[key], *apart)
        if self.application.answers.get(key) == typed:
            self.known[key] = typed
        self._choose()

    @rule()
    def go_on_by_mail_elsewhere(self) -> None:
        if self.is_sent:
            return
        former = personal_links.resume_url(self.application)
        with transaction.atomic():
            resuming._send_link(self.application, "anna@voorbeeld.example")
        self.client = Client()
        assert self.client.get(former).status_code == 410
        assert self.client.get(personal_links.resume_url(self.application)).status_code == 302
        self.open_pages.clear()

    @rule()
    def send(self) -> None:
        token = personal_links.token_for(personal_links.RESUME, self.application)
        answer = self.client.post(f"/koploper-worden/verder/{token}/versturen/")
        assert answer.status_code == 302
        self.application.refresh_from_db()
        self.is_sent = self.application.state == State.SUBMITTED

    def _send(self, slug: str, given: dict[str, Any], button: str) -> None:
        page = shown(self.client, self.application, slug)
        sent = {**page, **given, "actie": button}
        assert self.client.post(url_of(self.application, slug), sent).status_code in (200, 302)

    def _choose(self) -> None:
        """Keep what is stored, of whatever was set aside."""
        for row in self.application.set_aside.all():
            token = personal_links.token_for(personal_links.RESUME, self.application)
            self.client.post(f"/koploper-worden/{token}/kiezen/{row.pk}/", {"keuze": "bewaard"})

    @invariant()
    def nothing_is_lost(self) -> None:
        self.application.refresh_from_db()
        if self.is_sent:
            return
        stored = self.application.answers
        lost = {key: value for key, value in self.known.items() if stored.get(key) != value}
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
