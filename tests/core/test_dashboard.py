"""The first screen of the admin: what waits, for whoever it waits for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import dashboard
from core.models import ReviewDate
from initiatives.applications.models.states import State
from tests.applications.cases import application
from tests.applications.desk import ready
from tests.factories import (
    ContentPageFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    OutgoingMailFactory,
    RegistrationFactory,
    UserFactory,
    event_index,
    facilitator_index,
    koploper_index,
    news_index,
)
from tests.html import parse
from tests.worlds import world

MOST_QUERIES = 30
OF_PAGES = {"own_drafts", "planned", "to_review", "broken_links"}
OF_NEWS = {"quick_buttons", "incomplete"}
OF_THE_DESK = {"unsent_mail", "meetings_this_week", "pages-to-publish"}
OF_ROLES = {
    "Auteur": OF_PAGES | OF_NEWS,
    "Redacteur": OF_PAGES | OF_NEWS | OF_THE_DESK,
    "Beheerder": OF_PAGES | OF_NEWS | OF_THE_DESK | {"pool"},
    "Beheerder Facilitators Pool": OF_PAGES | {"pool"},
    "Adviseur Koplopernetwerk": {"unsent_mail", "applications"},
}


@pytest.fixture(scope="class")
def _work_of_every_kind(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with world(django_db_blocker):
        for index in (news_index(), event_index(), facilitator_index(), koploper_index()):
            index.save()  # lets its roles in
        for nth in range(8):
            when = timezone.now() + timedelta(days=1, hours=nth)
            RegistrationFactory(event=EventPageFactory(title="Deze week", starts_at=when))
            NewsPageFactory(all_themes=False)
            FacilitatorPageFactory(live=False)
            planned = ContentPageFactory(title=f"Straks online {nth}", live=False)
            planned.go_live_at = timezone.now() + timedelta(days=2)
            planned.save_revision().publish()
            OutgoingMailFactory(state="mislukt")
            due = timezone.localdate() - timedelta(days=nth)
            ReviewDate.objects.create(page=ContentPageFactory(owner=None), due_on=due)
        EventPageFactory(title="Volgende maand")
        for state in (State.POTENTIAL, State.SUBMITTED, State.IN_REVIEW, State.ADMITTED):
            ready(state)
        application(
            State.ADMITTED,
            page=InitiativePageFactory(live=False),
            may_publish=True,
            text_approved_at=timezone.now(),
        )
        yield


@pytest.fixture(params=OF_ROLES)
def staff(request: Any, _work_of_every_kind: None, db: None, client: Client) -> Any:
    client.user = UserFactory(groups=[request.param])  # type: ignore[attr-defined]
    client.role = request.param  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    return client


class TestOfEveryRole:
    def test_every_role_has_the_panels_of_its_work_in_thirty_queries(self, staff):
        for _ in range(6):
            NewsPageFactory(live=False, owner=staff.user)
        staff.get("/beheer/")  # what a process reads once
        with CaptureQueriesContext(connection) as queries:
            answer = staff.get("/beheer/")
        asked = dashboard.panels_for(answer.wsgi_request)
        assert {panel.name for panel in asked} == OF_ROLES[staff.role]
        assert len(queries) <= MOST_QUERIES, "\n".join(each["sql"][:200] for each in queries)


@pytest.fixture
def editor(client: Client, db: None) -> Any:
    client.user = UserFactory(groups=["Redacteur"])  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    return client


def text_of(client, name):
    """Return the words of one panel; none when it is not there."""
    found = parse(client.get("/beheer/")).select_one(f"section[aria-labelledby=panel-{name}]")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_own_drafts_are_of_every_kind_and_of_nobody_else(editor):
    ContentPageFactory(title="Mijn pagina", live=False, owner=editor.user)
    EventPageFactory(title="Mijn bijeenkomst", live=False, owner=editor.user)
    NewsPageFactory(title="Van een ander", live=False, owner=UserFactory())
    words = text_of(editor, "own_drafts")
    assert "Mijn pagina Vaste pagina" in words
    assert "Mijn bijeenkomst" in words
    assert "Van een ander" not in words


def test_a_long_list_of_drafts_leads_to_all_of_them(editor):
    NewsPageFactory.create_batch(6, live=False, owner=editor.user)
    page = parse(editor.get("/beheer/")).select_one("section[aria-labelledby=panel-own_drafts]")
    more = page.find("a", string="Bekijk ze allemaal")
    found = editor.get(more["href"]).context["pages"]
    assert len(found) == 6


def test_meetings_of_this_week_say_who_comes_and_others_are_absent(editor):
    soon = EventPageFactory(title="Bijna", starts_at=timezone.now() + timedelta(days=3))
    RegistrationFactory.create_batch(2, event=soon)
    EventPageFactory(title="Later", starts_at=timezone.now() + timedelta(days=12))
    EventPageFactory(title="Concept", starts_at=timezone.now() + timedelta(days=3), live=False)
    words = text_of(editor, "meetings_this_week")
    assert "Bijna" in words
    assert "2 mensen" in words
    assert "Later" not in words
    assert "Concept" not in words


def test_panels_without_work_are_absent_or_say_that_all_is_done(client, db):
    client.force_login(UserFactory(groups=["Beheerder"]))
    for name in ("own_drafts", "planned", "incomplete", "unsent_mail", "meetings_this_week"):
        assert not text_of(client, name), name
    assert "Er wacht niemand op je." in text_of(client, "pool")
