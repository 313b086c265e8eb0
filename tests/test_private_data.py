"""Which role reads what of people, by any way through the admin."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from tests import wagtail_tasks
from tests.factories import PageFactory, UserFactory
from tests.private_data import Seeded, seeded, seen_in
from tests.worlds import world

AUTHOR, EDITOR, ADMINISTRATOR = "Auteur", "Redacteur", "Beheerder"
POOL_MANAGER, ADVISER = "Beheerder Facilitators Pool", "Adviseur Koplopernetwerk"
# Who may see which kind of data. What is not named here, no role sees.
READERS = {
    "registration": {EDITOR, ADMINISTRATOR},
    "registrationmail": {EDITOR, ADMINISTRATOR},
    "pool": {EDITOR, ADMINISTRATOR, POOL_MANAGER},
    "poolmail": {EDITOR, ADMINISTRATOR, POOL_MANAGER},
    "change": {EDITOR, ADMINISTRATOR, POOL_MANAGER},
    "koploper": {EDITOR, ADMINISTRATOR},
    "application": {ADMINISTRATOR, ADVISER},  # the one looks, the other judges
    "applicant": {ADVISER},
    "applicationmail": {ADVISER},
    "nominator": {ADVISER},
    "party": {ADMINISTRATOR, ADVISER},
    "accountmail": {ADMINISTRATOR},
    "colleague": {ADMINISTRATOR},
}
# Single fields that others see as well: an adviser hands a case over to a colleague by name.
ALSO = {"colleague last": {ADVISER}}
# Addresses that show no records of people, or the same as the one before. All others are asked.
WITHOUT = re.compile(
    r"results|/add|/new/|create|log(in|out)|password|failwhale|test404|beveiliging|collections|sites"
    r"|redirects|searchpicks|sprite|jsi18n|documents|embeds|dismissibles|/groups|multiple/|workflows?/"
    r"|settings|select_format|generate_url|block-preview|choose-\w+-link|account|find/|action|alias"
    r"|(method|workform|theme|branch|contactrole|synonym)/|\.\*|lock/|set_position|zoeken|kwijt"
    r"|modeladmin|autocomplete|unschedule|privacy|editing-sessions|\^?(vragen|mail|profielen|"
    r"(koploper-)?aanmeldingen)/(edit|delete|opnieuw)"
)
# What can be read at addresses with these words; at others anything.
PAGES = {"pool", "change", "koploper"}
ABOUT = {
    "koploper-aanmeldingen/": {"application", "applicant", "applicationmail", "nominator", "party"},
    "beheer/aanmeldingen/": {"registration", "registrationmail"},
    "bijeenkomsten/<": {"registration", "registrationmail"},
    "profielen/": {"pool", "poolmail", "change"},
    "mail/": {kind for kind in READERS if kind.endswith("mail")},
    "users/": {"colleague", "accountmail"},
    "labourmarketregion": {"application", "koploper"},
    "employerorganisation": {"application", "party"},
    "adviceparty": {"application", "party"},
    "images/": {"change"},
    "page": PAGES,
    "koplopers/": {"koploper"},
}
SEARCHED = re.compile(r"choose-page/(search/)?$|(images|mail|pages/search)/$|images/chooser/$")
EXPORTED = re.compile(r"^/beheer/(aanmeldingen|koploper-aanmeldingen|users|koplopers)/$")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path.replace("^", "").replace("\\.", ".").rstrip("$")
        else:
            yield from patterns(pattern, path)


def about(path: str) -> set[str]:
    return next((kinds for word, kinds in ABOUT.items() if word in path), set(READERS))


def keys_of(rows: Seeded, path: str, name: str) -> list[Any]:
    """Return what to put in the place of one part of an address."""
    by_name = {
        "event_pk": [rows.registration.event_id],
        "parent_page_id": [rows.applied.page.get_parent().pk, rows.koploper.pk],
        "destination_id": [rows.article.pk],
        "revision_id": [rows.applied.page.latest_revision_id],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "filter_spec": ["width-100"],
        "content_type_app_name": ["facilitators"],
        "content_type_model_name": ["facilitatorpage"],
    }
    by_place = {
        "koploper-aanmeldingen/": [rows.application.pk],
        "beheer/aanmeldingen/": [rows.registration.pk],
        "profielen/": [rows.applied.pk],
        "mail/": [mail.pk for mail in rows.mails],
        "labourmarketregion": [rows.region.pk],
        "employerorganisation": [rows.organisation.pk],
        "adviceparty": [rows.party.pk],
        "images/": [rows.photograph.pk],
        "users/": [rows.colleague.pk],
        "pages/": [rows.applied.page.pk, rows.koploper.pk],
    }
    return by_name.get(name) or next(
        (keys for place, keys in by_place.items() if place in path), [1]
    )


def filled(path: str, keys: tuple[Any, ...]) -> str:
    given = iter(keys)
    return PARAMETER.sub(lambda _: str(next(given)), path)


def addresses(rows: Seeded, closed: set[str]) -> list[str]:
    """Return every address of the admin at which data of these kinds could be read."""
    made: dict[str, None] = {}
    for path in patterns(get_resolver()):
        if not path.startswith("beheer/") or WITHOUT.search(path) or not about(path) & closed:
            continue
        names = [one or other for one, other in PARAMETER.findall(path)]
        for keys in itertools.product(*(keys_of(rows, path, name) for name in names)):
            made["/" + filled(path, keys)] = None
    found = list(made)
    found += [f"{path}?q=zq7" for path in made if SEARCHED.search(path)]
    found += [f"{path}?export=csv" for path in made if EXPORTED.search(path)]
    found += [
        f"/beheer/choose-page/chosen-multiple/?id={rows.applied.page.pk}&id={rows.koploper.pk}",
        f"/beheer/images/chooser/chosen-multiple/?id={rows.photograph.pk}",
    ]
    return found


@pytest.fixture(scope="module")
def rows(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    _tasks_of_wagtail: wagtail_tasks.Tasks,
) -> Iterator[Seeded]:
    with world(django_db_blocker), _tasks_of_wagtail.done():
        PageFactory._is_published_for_real = True
        try:
            made = seeded()
        finally:
            PageFactory._is_published_for_real = False
        yield made


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


@pytest.mark.parametrize("role", [AUTHOR, EDITOR, ADMINISTRATOR, POOL_MANAGER, ADVISER])
def test_a_role_reads_only_what_is_for_it_by_any_address(role: str, rows: Seeded, db: None) -> None:
    client = Client(raise_request_exception=False)
    user: Any = UserFactory(groups=[role])
    client.force_login(user)
    closed = {kind for kind, readers in READERS.items() if role not in readers}
    wrong = set()
    for address in addresses(rows, closed):
        answer = client.get(address)
        assert answer.status_code < 500, address
        wrong |= {
            (field, address)
            for field in seen_in(text_of(answer))
            if field.split()[0] in closed and role not in ALSO.get(field, set())
        }
    assert not wrong


def test_what_is_for_a_role_is_shown_to_it(rows: Seeded, db: None) -> None:
    places = {
        EDITOR: {"/beheer/aanmeldingen/": "registration", "/beheer/mail/": "poolmail"},
        ADMINISTRATOR: {"/beheer/users/": "colleague", "/beheer/mail/": "accountmail"},
        POOL_MANAGER: {
            "/beheer/profielen/": "pool",
            f"/beheer/choose-page/{rows.applied.page.get_parent().pk}/": "pool",
            "/beheer/images/chooser/": "change",
            "/beheer/api/main/images/": "change",
        },
        ADVISER: {"/beheer/mail/": "applicationmail"},
    }
    for role, shown in places.items():
        client = Client()
        user: Any = UserFactory(groups=[role])
        client.force_login(user)
        for address, kind in shown.items():
            fields = seen_in(text_of(client.get(address)))
            assert any(field.startswith(f"{kind} ") for field in fields), (role, address)
