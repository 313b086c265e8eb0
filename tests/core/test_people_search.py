"""One search over cases and people: for each role what it may see, and a line of whom it saw."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from core.models import Access
from initiatives.applications.models import Nomination
from initiatives.applications.models.states import State
from tests.applications.cases import application
from tests.facilitators.keeping_profiles import made
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory
from tests.html import parse
from tests.worlds import world

SEARCH = "/beheer/personen/"
CASE, TIP = "Aanmeldingen als Koploper", "Tips voor een Koploper"
COMING, POOL = "Aanmeldingen voor bijeenkomsten", "Facilitators Pool"
SEEN = {
    "Redacteur": {COMING, POOL},
    "Beheerder": {COMING, POOL},
    "Beheerder Facilitators Pool": {POOL},
    "Adviseur Koplopernetwerk": {CASE, TIP},
    "Auteur": None,
}
ADDRESS = "zoë.de.vries@voorbeeld.example"


@pytest.fixture(scope="module", autouse=True)
def _somebody_everywhere(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with world(django_db_blocker):
        person = {"first_name": "Zoë", "infix": "de", "last_name": "Vries"}
        case = application(State.SUBMITTED, name="Leren op de Wijk", email=ADDRESS, **person)
        Nomination.objects.create(application=case, email=ADDRESS, organisation="Thuis", **person)
        event = EventPageFactory()
        RegistrationFactory(event=event, email=ADDRESS, **person)
        RegistrationFactory.create_batch(12, event=event, last_name="Anders")
        made(title="Zoë de Vries", profile__email="facilitator@voorbeeld.example")
        yield


def log_in(client: Client, group: str) -> Any:
    user: Any = UserFactory(groups=[group])
    client.force_login(user)
    return user


def groups(answer: Any) -> dict[str, list[str]]:
    return {each.heading: [row.name for row in each.rows] for each in answer.context["groups"]}


@pytest.mark.parametrize("role", SEEN)
def test_each_role_finds_what_it_may_see_and_every_page_opens(client, db, role):
    log_in(client, role)
    answer = client.post(SEARCH, {"woorden": "zoe VRIES"})
    if SEEN[role] is None:
        assert answer.status_code == 302
        assert "/beheer/personen/" not in client.get("/beheer/").content.decode()
        return
    assert set(groups(answer)) == SEEN[role]
    for link in parse(answer).select(".aln-panel__list a"):
        assert client.get(link["href"]).status_code == 200, link


@pytest.mark.parametrize("words", ["zoë.de.vries", ADDRESS, "vries, zoë", "Vri"])
def test_a_part_of_a_name_or_an_address_is_enough(client, db, words):
    log_in(client, "Redacteur")
    assert groups(client.post(SEARCH, {"woorden": words}))[COMING] == ["Zoë de Vries"]


@pytest.mark.parametrize("words", ["", "  ", "de", "a b", "!!!", "x" * 101, "\0"])
def test_what_would_find_everybody_is_refused_with_what_was_typed(client, db, words):
    log_in(client, "Redacteur")
    answer = client.post(SEARCH, {"woorden": words})
    assert answer.status_code in (400, 422)
    assert not Access.objects.exists()


def test_who_was_shown_stands_in_the_log_and_who_was_not_does_not(client, db):
    user = log_in(client, "Redacteur")
    client.get(SEARCH)
    assert not Access.objects.exists()
    answer = client.post(SEARCH, {"woorden": "anders"})
    assertContains(answer, "Er zijn er meer.")
    assert Access.objects.filter(user_id=user.pk, kind="events.registration").count() == 10


def test_nobody_found_says_what_to_try(client, db):
    log_in(client, "Redacteur")
    assertContains(client.post(SEARCH, {"woorden": "bestaatniet"}), "Niemand gevonden.")
