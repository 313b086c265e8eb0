"""Who asks by a personal link for what cannot be done reads why, and gets back what was typed."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from facilitators import profile_links, profile_states, profile_updates
from facilitators import urls as facilitator_urls
from facilitators.errors import InvalidState as ProfileInvalidState
from facilitators.self_service import views as own_views
from facilitators.self_service.overview import Portrait
from facilitators.self_service.text_forms import answers_of_text
from initiatives.applications.application_form import submission_views
from initiatives.applications.application_form import urls as apply_urls
from initiatives.applications.assessment import supplements
from initiatives.applications.consultation import advice_requests
from initiatives.applications.consultation_pages import urls as parties_urls
from initiatives.applications.intake import contact_links, drafts
from initiatives.applications.membership import ending, koploper_page, publication_consent
from initiatives.applications.models import Supplement
from initiatives.applications.models.states import State
from initiatives.applications.status_pages import urls as follow_up_urls
from initiatives.applications.workflow import engine, personal_links
from initiatives.applications.workflow.errors import InvalidState
from initiatives.models import InitiativePage
from tests.applications.answering import answers
from tests.applications.cases import application
from tests.applications.consultations import VWS, asked, consulted, path_of
from tests.applications.sent import address, draft
from tests.facilitators.keeping_profiles import EMAIL, applied, online, own, text
from tests.factories import InitiativePageFactory
from tests.photographs import sent as photograph

pytestmark = pytest.mark.django_db
TOO_LATE, TYPED = "Net te laat.", "Dit typte ik net."
# Where nothing is asked for.
ONLY_READ = {
    "application",
    "application-receipt",
    "application-copy",
    "koploper-check",
    "koploper-later-sent",
    "facilitator",
    "facilitator-preview",
}
Asked = tuple[str, dict[str, Any], ModuleType, str]


def of_party(part: str, action: str) -> Asked:
    made = asked(consulted(VWS))
    return (
        path_of(made) + part,
        {"advies": "positief", "toelichting": TYPED},
        advice_requests,
        action,
    )


def of_applicant(
    state: State, part: str, module: ModuleType, action: str, **data: str
) -> Callable[[], Asked]:
    return lambda: (address(application(state), part), data, module, action)


def of_page(part: str, action: str, **data: Any) -> Asked:
    page: InitiativePage = InitiativePageFactory()
    page.save_revision()
    made = application(State.ADMITTED, may_publish=True, page=page)
    said = {"naam": TYPED, "inleiding": "Een inleiding van genoeg woorden.", "tekst": "Tekst."}
    return address(made, part), {**said, **data}, koploper_page, action


def supplement() -> Asked:
    made = application(State.SUPPLEMENT_ASKED, answers=answers())
    deadline = timezone.localdate() + timedelta(days=14)
    Supplement.objects.create(application=made, question="Wie?", deadline=deadline, opened=[])
    data = {"antwoord": TYPED, "actie": "verstuur"}
    return address(made, "aanvulling/"), data, supplements, "keep"


def of_form(part: str, module: ModuleType, action: str, **data: str) -> Callable[[], Asked]:
    def asked() -> Asked:
        token = personal_links.token_for(personal_links.RESUME, draft())
        path = part.format(token=token)
        return f"/koploper-worden/{path}", data, module, action

    return asked


def invitation() -> Asked:
    url = personal_links.resume_url(application(State.INVITED))
    return urlsplit(url).path, {}, drafts, "take_up_invitation"


def choice() -> Asked:
    made = draft()
    aside = made.set_aside.create(step="initiatief", tab="een", answers={})
    token = personal_links.token_for(personal_links.RESUME, made)
    return f"/koploper-worden/{token}/kiezen/{aside.pk}/", {"keuze": "apart"}, drafts, "choose"


def of_facilitator(
    part: str, module: ModuleType, action: str, profile: Any = online, **data: Any
) -> Callable[[], Asked]:
    return lambda: (own(profile(), part), data, module, action)


def paused() -> Any:
    profile = online()
    profile_states.pause(profile)
    return profile


def asked_yearly() -> Any:
    profile = online()
    profile.asked_at = timezone.now()
    profile.save()
    return profile


def address_of_facilitator() -> Asked:
    url = profile_links.address_url(applied())
    return urlsplit(url).path, {}, profile_updates, "confirm_address"


def yearly() -> Asked:
    return (
        urlsplit(profile_links.yearly_url(asked_yearly())).path,
        {},
        profile_updates,
        "still_right",
    )


CONTACT = {"email": EMAIL, "visie": "on", "profiel": "on", "toon_website": "on"}
CONTACT |= {"webadres": "www.typte-ik.example"}
PHOTO = {"beschrijving": TYPED, "toestemming": "on"}
# For each address behind a personal link: what is sent, and what then refuses.
ASKED: dict[str, Callable[[], Asked]] = {
    "advice": lambda: of_party("", "give"),
    "advice-conflict": lambda: of_party("belang/", "declare_conflict"),
    "application-withdraw": of_applicant(State.SUBMITTED, "intrekken/", engine, "apply"),
    "application-reapply": of_applicant(State.REJECTED, "opnieuw/", engine, "apply"),
    "application-supplement": supplement,
    "application-text": lambda: of_page("tekst/", "approve"),
    "application-correct-text": lambda: of_page("tekst/verbeteren/", "correct"),
    "application-permission": of_applicant(
        State.SUBMITTED, "website/", publication_consent, "permit", publicatie="nee"
    ),
    "application-end": of_applicant(
        State.INTRODUCED, "stoppen/", ending, "ask_to_end", reden=TYPED
    ),
    "koploper-resume": invitation,
    "koploper-send": of_form("verder/{token}/versturen/", submission_views, "apply"),
    "koploper-later": of_form("{token}/later/", contact_links, "save_for_later", email=EMAIL),
    "koploper-withdraw": of_form("{token}/intrekken/", submission_views, "apply"),
    "koploper-choose": choice,
    "koploper-step": of_form("{token}/initiatief/", drafts, "store_step", naam=TYPED),
    "koploper-keep": of_form("{token}/initiatief/bewaar/", drafts, "store_step", naam=TYPED),
    "facilitator-availability": of_facilitator(
        "beschikbaarheid/", profile_updates, "set_availability", beschikbaarheid="beperkt"
    ),
    "facilitator-contact": of_facilitator("contact/", profile_updates, "set_contact", **CONTACT),
    "facilitator-text": lambda: (
        own(online(), "tekst/"),
        answers_of_text(text(lead=f"{TYPED} En dat was lang genoeg.")),
        profile_updates,
        "submit_change",
    ),
    "facilitator-photograph": lambda: (
        own(online(), "foto/"),
        {**PHOTO, "foto": photograph()},
        profile_updates,
        "submit_photograph",
    ),
    "facilitator-withdraw-photograph": of_facilitator(
        "foto-weghalen/", profile_updates, "withdraw_photograph"
    ),
    "facilitator-pause": of_facilitator("pauzeren/", profile_states, "under_lock"),
    "facilitator-resume": of_facilitator("hervatten/", profile_states, "under_lock", paused),
    "facilitator-remove": of_facilitator("verwijderen/", profile_states, "remove"),
    "facilitator-right": of_facilitator(
        "alles-klopt/", profile_updates, "still_right", asked_yearly
    ),
    "facilitator-address": address_of_facilitator,
    "facilitator-still-right": yearly,
}
# The script of the page has it still; and here nothing is typed but what another page asks.
KEPT_BY_THE_PAGE = {"koploper-keep", "advice-conflict", "application-text"}
# A step of the form that was sent meanwhile: its link is dead, and all that was typed comes back.
ANSWERS = {"koploper-step": (410, "Deze link werkt niet meer"), "application-supplement": (409, "")}


def test_every_address_behind_a_personal_link_is_tried():
    named = {
        pattern.name
        for urls in (apply_urls, follow_up_urls, parties_urls, facilitator_urls)
        for pattern in urls.urlpatterns
        if "token" in str(pattern.pattern)
    }
    assert named == ASKED.keys() | ONLY_READ


@pytest.mark.parametrize("name", ASKED)
def test_a_refusal_is_told_with_what_was_typed(client, monkeypatch, name):
    if name == "facilitator-withdraw-photograph":
        monkeypatch.setattr(own_views, "portrait_of", lambda page: Portrait("/foto.jpg", "Anna"))
    path, data, module, action = ASKED[name]()

    def refuse(subject: Any, *args: Any, **kwargs: Any) -> None:
        is_profile = name.startswith("facilitator")
        raise ProfileInvalidState(subject, TOO_LATE) if is_profile else InvalidState(TOO_LATE)

    monkeypatch.setattr(module, action, refuse)
    answer = client.post(path, data)
    status, sentence = ANSWERS.get(name, (409, TOO_LATE))
    assert answer.status_code == status
    assert sentence in answer.text
    for typed in (TYPED, "www.typte-ik.example"):
        if any(typed in str(value) for value in data.values()) and name not in KEPT_BY_THE_PAGE:
            assert typed in answer.text


# Without a race: what is over already.


def test_an_applicant_reads_why_not_in_a_state_that_does_not_allow_it(client):
    cases = [
        (State.ADMITTED, "intrekken/", {}),
        (State.ADMITTED, "opnieuw/", {}),
        (State.WITHDRAWN, "website/", {"publicatie": "ja"}),
        (State.SUBMITTED, "stoppen/", {"reden": TYPED}),
        (State.SUBMITTED, "aanvulling/", {"antwoord": TYPED}),
        (State.SUBMITTED, "tekst/", {"versie": "1"}),
        (State.SUBMITTED, "tekst/verbeteren/", {"naam": TYPED}),
    ]
    for state, part, data in cases:
        answer = client.post(address(application(state), part), data)
        assert answer.status_code == 409, part
        assert answer.text.count("<h1>") == 1
        if TYPED in data.values():
            assert TYPED in answer.text, part


def test_a_second_press_is_no_refusal(client):
    made = application(State.SUBMITTED)
    for _ in range(2):
        assert client.post(address(made, "intrekken/"))["Location"] == address(made)


def test_a_party_that_has_advised_reads_that_another_advice_is_not_taken(client):
    path = path_of(asked(consulted(VWS)))
    first = {"advies": "positief", "toelichting": "Goed plan."}
    client.post(path, first)
    again = client.post(path, first)
    assert again.status_code == 200
    assert "Er is niets veranderd" not in again.text
    for part, data in (("", {"advies": "negatief", "toelichting": TYPED}), ("belang/", {})):
        answer = client.post(path + part, data)
        assert answer.status_code == 409
        assert "Er is niets veranderd" in answer.text
        assert (TYPED in answer.text) == bool(data)
        assert "Goed plan." in answer.text


def test_a_dead_link_gives_back_what_was_typed(client):
    profile = online()
    former = own(profile, "foto/")
    profile_updates.send_link(EMAIL)
    gone = client.post(former, {"beschrijving": TYPED})
    assert gone.status_code == 410
    assert TYPED in gone.text
    garbled = client.post("/mijn-aanmelding/kapot.abc/stoppen/", {"reden": TYPED})
    assert garbled.status_code == 404
    assert TYPED in garbled.text


def test_a_facilitator_reads_that_staff_paused_the_profile(client, django_user_model):
    profile = online()
    profile_states.pause(profile, django_user_model.objects.create(username="beheerder"))
    for ask in (client.get, client.post):
        answer = ask(own(profile, "hervatten/"))
        assert answer.status_code == 409
        assert "De beheerder van de Pool heeft dit profiel gepauzeerd." in answer.text
