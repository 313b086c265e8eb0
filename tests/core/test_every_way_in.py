"""Whoever works on the site is shown only what opens: menu, first screen, lists, their buttons."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.admin.forms.pages import ParentChooserForm

from core.models import SiteSettings
from initiatives.applications.models.states import State
from tests.applications.desk import ready
from tests.factories import (
    ContentPageFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    OutgoingMailFactory,
    RegistrationFactory,
    ThemeFactory,
    UserFactory,
    event_index,
    facilitator_index,
    koploper_index,
    news_index,
)
from tests.html import one, parse
from tests.worlds import world

ROLES = (
    "Auteur",
    "Redacteur",
    "Beheerder",
    "Beheerder Facilitators Pool",
    "Adviseur Koplopernetwerk",
)
ADMIN = "/beheer/"
SAYS_WHY_NOT = 409  # a page of ours: this meeting has registrations


@pytest.fixture(scope="module")
def _a_site_with_one_of_each(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with world(django_db_blocker):
        SiteSettings.load()
        for index in (news_index(), event_index(), facilitator_index(), koploper_index()):
            index.save()  # lets its roles in
        ThemeFactory()
        ContentPageFactory()
        NewsPageFactory()
        NewsPageFactory(live=False)
        RegistrationFactory(event=EventPageFactory())
        RegistrationFactory(event=EventPageFactory(starts_at=timezone.now() + timedelta(days=2)))
        InitiativePageFactory()
        for live in (True, False):
            FacilitatorPageFactory(live=live)
        for state in (State.POTENTIAL, State.SUBMITTED, State.IN_REVIEW, State.ADMITTED):
            ready(state)
        OutgoingMailFactory(state="mislukt")
        yield


@pytest.fixture(params=ROLES)
def staff(request: Any, _a_site_with_one_of_each: None, db: None, client: Client) -> Client:
    user: Any = UserFactory(groups=[request.param])
    client.force_login(user)
    return client


def in_the_sidebar(home: Any) -> set[str]:
    """Return the addresses of the menu and of the search box."""
    found: set[str] = set()

    def look(part: Any) -> None:
        if isinstance(part, dict):
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, str) and part.startswith(ADMIN):
            found.add(part)

    look(json.loads(one(parse(home), "#wagtail-sidebar-props").text))
    return found - {reverse("wagtailadmin_logout")}


def on_the_page(answer: Any) -> set[str]:
    """Return the addresses in the admin of links, buttons and what can be asked; of many at once,
    for the first.
    """
    soup = parse(answer)
    found = {str(link["href"]) for link in soup.select("main a[href], .w-slim-header a[href]")}
    found |= {str(form["action"]) for form in soup.select("main form[method=get][action]")}
    ticked = soup.select_one("[data-bulk-action-checkbox]")
    if ticked is None:  # what is done with many is not shown yet
        found = {address for address in found if "/bulk/" not in address}
    else:
        many = f"?id={ticked['data-object-id']}"
        found = {address + many if "/bulk/" in address else address for address in found}
    return {address for address in found if address.startswith(ADMIN)}


def kind_of(address: str) -> str:
    """Return what makes one address like another: the view, whatever the row."""
    match = resolve(urlsplit(address).path)
    words = [str(value) for value in match.kwargs.values() if not str(value).isdigit()]
    return " ".join([match.view_name, *words])


def opened(client: Client, address: str) -> Any:
    """Return what an address answers in the end, or the redirect to the first screen."""
    answer: Any = client.get(address)
    while answer.status_code == 302 and answer["Location"] != ADMIN:
        answer = client.get(answer["Location"])
    return answer


def what_is_wrong(answer: Any) -> str:
    """Return why this is not for who was shown the way to it; nothing when it opened."""
    if answer.status_code == 302:
        return "no access"
    if answer.status_code not in (200, SAYS_WHY_NOT):
        return str(answer.status_code)
    form = (getattr(answer, "context_data", None) or {}).get("form")
    if isinstance(form, ParentChooserForm) and not form.fields["parent_page"].queryset.exists():
        return "an empty choice"
    return ""


def test_whatever_somebody_is_shown_opens(staff: Client, monkeypatch: pytest.MonkeyPatch):
    home = staff.get(ADMIN)
    menu = in_the_sidebar(home)
    closed = {}
    shown = {"the first screen": on_the_page(home) - menu}
    for address in sorted(menu):
        answer = opened(staff, address)
        shown[address] = on_the_page(answer)
        if wrong := what_is_wrong(answer):
            closed[address] = wrong
    # Who may see a page is told before it is made, which takes most of the time.
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    seen = {kind_of(address) for address in menu}
    for place, addresses in shown.items():
        for address in sorted(addresses):
            if place == "the first screen" or kind_of(address) not in seen:
                seen.add(kind_of(address))
                if wrong := what_is_wrong(opened(staff, address)):
                    closed[f"{address}, in {place}"] = wrong
    assert closed == {}
