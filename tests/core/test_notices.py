"""Whoever does something on a personal page reads on the next one what was done.

A new address joins by a line in ACTIONS, or in OTHERWISE with why it needs none; the last test
fails for as long as it stands in neither.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from django.test import Client
from django.utils import timezone

from facilitators import profile_states
from facilitators import urls as of_facilitators
from facilitators.models import Profile
from initiatives.applications.consultation_pages import urls as of_parties
from initiatives.applications.models.states import State
from initiatives.applications.status_pages import urls as of_applicants
from initiatives.events import mails, services
from initiatives.events import urls as of_participants
from tests.applications import sent
from tests.applications.answering import LONG, answers
from tests.applications.cases import application
from tests.applications.consultations import VWS, asked, consulted, opened
from tests.core.test_every_form import question, text_of_page
from tests.events.registering import attendee
from tests.facilitators.keeping_profiles import online, own
from tests.factories import EventPageFactory, RegistrationFactory, koploper_index
from tests.html import one, parse
from tests.photographs import sent as photograph

pytestmark = pytest.mark.django_db


def of_profile(part: str) -> Callable[[], str]:
    return lambda: own(online(), part)


def paused() -> str:
    profile = online()
    profile_states.pause(profile, None)
    return own(profile, "hervatten/")


def asked_whether_right() -> str:
    profile = online()
    Profile.objects.filter(pk=profile.pk).update(asked_at=timezone.now())
    return own(profile)


def with_photograph() -> str:
    profile = online()
    data = {"foto": photograph(), "beschrijving": "", "toestemming": "on"}
    Client().post(own(profile, "foto/"), data)
    return own(profile, "foto-weghalen/")


def of_registration(url: Callable[[Any], str], state: str = "bevestigd") -> Callable[[], str]:
    def address() -> str:
        return urlsplit(url(RegistrationFactory(event=EventPageFactory(), state=state))).path

    return address


def filled_in_again() -> str:
    registration: Any = RegistrationFactory(event=EventPageFactory())
    services.register(registration.event, attendee(registration.email, needs="Een tolk"))
    new = registration.new_details.get()
    return urlsplit(mails.take_over_url(registration, new)).path


def of_application(state: State, part: str, **fields: Any) -> Callable[[], str]:
    def address() -> str:
        koploper_index()
        return sent.address(application(state, answers=answers(), **fields), part)

    return address


# What makes the page with the form, what is typed in it, and the words of the next page.
ACTIONS: dict[str, tuple[Callable[[], str], dict[str, Any], str]] = {
    "facilitator-availability": (of_profile("beschikbaarheid/"), {}, "is bewaard"),
    "facilitator-contact": (of_profile("contact/"), {}, "zijn bewaard"),
    "facilitator-text": (of_profile("tekst/"), {"inleiding": LONG[:100]}, "is ingestuurd"),
    "facilitator-photograph": (
        of_profile("foto/"),
        {"foto": photograph, "toestemming": "on"},
        "is ingestuurd",
    ),
    "facilitator-withdraw-photograph": (with_photograph, {}, "is weg"),
    "facilitator-pause": (of_profile("pauzeren/"), {}, "van de website gehaald"),
    "facilitator-resume": (paused, {}, "weer op de website"),
    "facilitator-right": (asked_whether_right, {}, "dat je profiel klopt"),
    "registration-confirm": (
        of_registration(mails.answer_url, "aangemeld"),
        {},
        "Je plek is zeker",
    ),
    "registration-change": (of_registration(mails.change_url), {}, "zijn bewaard"),
    "registration-take-over": (filled_in_again, {}, "zijn bewaard"),
    "registration-sign-off": (of_registration(mails.sign_off_url), {}, "is verwerkt"),
    "application-withdraw": (
        of_application(State.SUBMITTED, "intrekken/"),
        {},
        "is ingetrokken",
    ),
    "application-reapply": (
        of_application(State.REJECTED, "opnieuw/"),
        {},
        "staan klaar",
    ),
    "application-supplement": (question, {"antwoord": LONG}, "is verstuurd"),
    "application-text": (
        lambda: text_of_page().replace("verbeteren/", ""),
        {},
        "dat de tekst klopt",
    ),
    "application-correct-text": (text_of_page, {"inleiding": LONG[:200]}, "is bewaard"),
    "application-permission": (
        of_application(State.SUBMITTED, "website/", may_publish=True),
        {"publicatie": "nee"},
        "is bewaard",
    ),
    "application-end": (of_application(State.ADMITTED, "stoppen/"), {}, "is verstuurd"),
    "advice": (lambda: opened(asked(consulted(VWS))), {"advies": "positief"}, "is verstuurd"),
    "advice-conflict": (
        lambda: f"{opened(asked(consulted(VWS)))}belang/",
        {},
        "zelf betrokken zijn",
    ),
}
OTHERWISE = {
    "facilitator-link": "a receipt (test_receipts)",
    "facilitator-link-sent": "reads only",
    "facilitator-removed": "reads only",
    "facilitator": "reads only",
    "facilitator-preview": "reads only",
    "facilitator-remove": "a page of its own says so",
    "facilitator-address": "its own page says so",
    "facilitator-still-right": "its own page says so",
    "registration": "reads only",
    "application-link": "a receipt (test_receipts)",
    "application-link-sent": "reads only",
    "application": "reads only",
    "application-receipt": "reads only",
    "application-copy": "reads only",
}


def typed_in(form: Tag) -> dict[str, Any]:
    """Return what a browser sends of a form as it is shown, with its first button."""
    found: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name]"):
        name, kind = str(field["name"]), field.get("type", "text")
        if kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                found.setdefault(name, []).append(str(field.get("value", "on")))
        elif kind != "file":
            found[name] = str(field.get("value", field.get_text()))
    return found


@pytest.mark.parametrize("name", ACTIONS)
def test_the_next_page_says_what_was_done_once_with_the_focus_on_it(name: str) -> None:
    client = Client()
    make, typed, said = ACTIONS[name]
    path = make()
    form = parse(client.get(path)).select("main form[method=post]")[0]
    values = {key: value() if callable(value) else value for key, value in typed.items()}
    action = str(form.get("action") or path)
    answer = client.post(action, typed_in(form) | values, follow=True)
    notice = one(parse(answer), "main > .notices[role=status]")
    assert said in notice.get_text()
    assert one(notice, "p")["tabindex"] == "-1"
    assert one(notice, "p").has_attr("autofocus")
    assert "sessionid" not in client.cookies
    again = client.get(answer.redirect_chain[-1][0])
    assert not parse(again).select(".notices")


def test_keeping_an_answer_for_later_says_that_nothing_was_sent(client: Client) -> None:
    path = question()
    answer = client.post(path, {"actie": "bewaar", "antwoord": LONG})
    assert "Je hebt nog niets verstuurd." in one(parse(answer), ".notices").get_text()


def test_no_personal_address_is_left_out() -> None:
    modules = (of_facilitators, of_applicants, of_parties, of_participants)
    names = {str(one.name) for module in modules for one in module.urlpatterns}
    assert names == {*ACTIONS, *OTHERWISE}
