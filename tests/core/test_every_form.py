"""What holds of every form for visitors when an answer is wrong (domain guide, 5: error summary).

A new form joins by a line in FORMS; the last test fails for as long as it has none.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from facilitators import profile_links
from initiatives.applications.application_form.pages import step_url, token_of
from initiatives.applications.form.definition import STEPS
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.events import mails
from tests.applications import sent
from tests.applications.answering import answers
from tests.applications.cases import adviser, application
from tests.applications.consultations import VWS, asked, consulted, opened
from tests.facilitators.asking import address as of_shortlist
from tests.facilitators.keeping_profiles import online
from tests.factories import (
    BranchFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    NewsPageFactory,
    RegistrationFactory,
    ThemeFactory,
    facilitator_index,
    koploper_index,
)
from tests.html import one, parse, text_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SUMMARY = re.compile(r'components/error_summary\.html|id="fouten-kop"')
TYPED = "Zelf <b>getypt</b> & “bewaard”"


def of_profile(name: str) -> str:
    profile = online()
    return reverse(name, args=[profile_links.edit_token(profile)])


def behind_a_password() -> str:
    page = NewsPageFactory()
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    return page.get_url()


def own_details() -> str:
    registration: Any = RegistrationFactory(event=EventPageFactory())
    return urlsplit(mails.change_url(registration)).path


def nomination() -> str:
    koploper_index()
    return reverse("koploper-nominate")


def step(slug: str) -> Callable[[], str]:
    """Return what makes a draft, and gives the address of a step of it."""

    def address() -> str:
        ThemeFactory()
        BranchFactory()
        return step_url(sent.draft(), {one.slug: one for one in STEPS}[slug])

    return address


def text_of_page() -> str:
    koploper_index()
    made = consulted(VWS, may_publish=True)
    return sent.address(
        apply(made, Action.ADMIT, adviser(), reason="Op tijd."), "tekst/verbeteren/"
    )


def question() -> str:
    made = application(State.IN_REVIEW, answers=answers())
    opened: Any = {
        "question": "Hoe blijft het zo, ook later?",
        "opened": ["c3_resultaat", "c3_uitleg"],
    }
    return sent.address(apply(made, Action.ASK_SUPPLEMENT, adviser(), **opened), "aanvulling/")


FORMS: dict[str, Callable[[], str]] = {
    "accounts/login.html": lambda: reverse("login"),
    "accounts/reset.html": lambda: reverse("password-reset"),
    "facilitators/contact/form.html": lambda: of_shortlist(FacilitatorPageFactory()),
    "facilitators/apply/form.html": lambda: f"{facilitator_index().get_url()}aanmelden/",
    "facilitators/self_service/ask_link.html": lambda: reverse("facilitator-link"),
    "facilitators/self_service/edit.html": lambda: of_profile("facilitator-text"),
    "facilitators/self_service/edit.html (contact)": lambda: of_profile("facilitator-contact"),
    "facilitators/self_service/edit.html (availability)": lambda: of_profile(
        "facilitator-availability"
    ),
    "facilitators/self_service/photograph.html": lambda: of_profile("facilitator-photograph"),
    "events/registration/form.html": lambda: EventPageFactory().register_url,
    "events/registration/change.html": own_details,
    "applications/nominate/form.html": nomination,
    "applications/application_form/ask_link.html": lambda: reverse("koploper-link"),
    "applications/application_form/later.html": lambda: reverse(
        "koploper-later", args=[token_of(sent.draft())]
    ),
    **{
        f"applications/application_form/step.html ({one.slug})": step(one.slug)
        for one in STEPS[:-1]
    },
    "applications/status_pages/ask_link.html": lambda: reverse("application-link"),
    "applications/status_pages/correct_text.html": text_of_page,
    "applications/status_pages/end.html": lambda: sent.address(
        application(State.ADMITTED), "stoppen/"
    ),
    "applications/status_pages/supplement.html": question,
    "applications/consultation_pages/advise.html": lambda: opened(asked(consulted(VWS))),
    "wagtailcore/password_required.html": behind_a_password,
}
# What somebody types there can only be too long.
TOO_LONG = {"applications/status_pages/end.html": "reden"}
# The page to check the answers has no fields: its links lead to the steps (tests/applications).
# The first page of that form is a button.
OWN_TESTS = (
    "applications/application_form/check.html",
    "applications/application_form/start.html",
    # For who has come half the way in, or has the link of a mail (tests/accounts).
    "accounts/app.html",
    "accounts/code.html",
    "accounts/new_password.html",
)


def form_of(soup: BeautifulSoup) -> Tag:
    return one(soup, "main form[method=post]")


def kept_fields(form: Tag) -> list[Tag]:
    """Return the fields in which a visitor types a line or some lines that are shown again."""
    found = form.select("textarea, input")
    shown = [field for field in found if not field.find_parent(hidden=True)]
    return [
        field
        for field in shown
        if field.name == "textarea" or field.get("type", "text") in ("text", "search")
    ]


def wrong_answers(form: Tag) -> dict[str, str]:
    """Answer nothing, but for the addresses that no address can be, and what must be kept."""
    hidden = form.select("input[type=hidden]")
    wrong = {str(field["name"]): str(field.get("value", "")) for field in hidden}
    for field in form.select("input[type=email], input[type=url], input[type=tel]"):
        wrong[str(field["name"])] = "dit is er geen"
    for field in kept_fields(form)[1:]:
        wrong[str(field["name"])] = TYPED
    return wrong


def refused(client: Client, name: str) -> tuple[BeautifulSoup, dict]:
    """Return the page that answers a form full of mistakes, and what was sent."""
    path = FORMS[name]()
    form = form_of(parse(client.get(path)))
    wrong = wrong_answers(form)
    if field := TOO_LONG.get(name):
        wrong[field] = "a" * 2_000
    answer = client.post(str(form.get("action") or path), wrong)
    assert answer.status_code in (200, 400, 422), answer.status_code
    return parse(answer), wrong


def the_title_says_first_that_something_is_wrong(soup: BeautifulSoup) -> None:
    assert text_of(soup, "title").startswith("Fout: ")


def above_the_form_stands_what_to_mend_and_the_heading_has_the_focus(soup: BeautifulSoup) -> None:
    summary = one(soup, "main .error-summary")
    assert form_of(soup) in summary.find_all_next("form")
    heading = one(summary, "h2")
    assert heading.has_attr("autofocus")
    assert heading["tabindex"] == "-1"
    number = len(summary.select("li"))
    words = "1 antwoord" if number == 1 else f"{number} antwoorden"
    assert heading.get_text() == f"Er gaat nog iets mis: controleer {words}"


def every_line_leads_to_its_field_which_says_the_same(soup: BeautifulSoup) -> None:
    lines = soup.select("main .error-summary li")
    assert lines
    for line in lines:
        link = one(line, "a")
        field = one(soup, f'[id="{str(link["href"])[1:]}"]')
        assert field.name in ("input", "select", "textarea"), link
        group = field.find_parent("fieldset", class_="field")
        # A month is a group of two fields, each with a mistake of its own.
        is_alone = group is None or "month" in group["class"]
        described = field if group is None or is_alone else group
        ids = attribute_of(described, "aria-describedby").split()
        words = " ".join(one(soup, f'[id="{found}"]').get_text(" ", strip=True) for found in ids)
        assert link.get_text(strip=True) in words
        if is_alone:
            assert field["aria-invalid"] == "true"


def attribute_of(tag: Tag, name: str) -> str:
    assert tag.has_attr(name), f"no {name} on {tag}"
    return str(tag[name])


def every_sentence_says_what_to_do(soup: BeautifulSoup) -> None:
    for line in soup.select("main .error-summary li"):
        words = line.get_text(strip=True)
        assert "verplicht" not in words
        assert re.match(r"^[A-Z‘].*[^.]\.?$", words), words


def what_was_typed_is_still_there(soup: BeautifulSoup, given: dict[str, str]) -> None:
    for field in kept_fields(form_of(soup)):
        typed = given.get(str(field["name"]), "")
        shown = field.get_text() if field.name == "textarea" else str(field.get("value", ""))
        assert shown.strip() == typed.strip(), field["name"]


def the_browser_leaves_the_judgement_to_the_site(soup: BeautifulSoup) -> None:
    form = form_of(soup)
    assert form.has_attr("novalidate")
    assert not form.select("[maxlength]")


def every_question_has_a_label(soup: BeautifulSoup) -> None:
    for field in form_of(soup).select("input:not([type=hidden]), select, textarea"):
        assert soup.select(f'label[for="{field["id"]}"]'), field["name"]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_full_of_mistakes_says_in_one_way_what_to_mend(client: Client, name: str) -> None:
    soup, given = refused(client, name)
    the_title_says_first_that_something_is_wrong(soup)
    above_the_form_stands_what_to_mend_and_the_heading_has_the_focus(soup)
    every_line_leads_to_its_field_which_says_the_same(soup)
    every_sentence_says_what_to_do(soup)
    what_was_typed_is_still_there(soup, given)
    the_browser_leaves_the_judgement_to_the_site(soup)
    every_question_has_a_label(soup)


def test_no_form_is_left_out() -> None:
    """Every template that shows an error summary is one of those above."""
    including = {
        str(path).rpartition("templates/")[2]
        for path in ROOT.glob("**/templates/**/*.html")
        if ".venv" not in path.parts and SUMMARY.search(path.read_text())
    }
    public = {name for name in including if "/admin/" not in name and "components/" not in name}
    known = {name.partition(" ")[0] for name in FORMS}
    assert {name for name in public if not name.startswith(OWN_TESTS)} <= known
    assert known <= including, "a form that is no longer there"


def test_a_form_of_the_site_shows_its_mistakes_in_the_one_way() -> None:
    """A public form with questions and without an error summary would be a form apart."""
    asking = re.compile(r'components/(field|choices|tick)\.html"|facilitators/parts\.html"')
    for path in ROOT.glob("**/templates/**/*.html"):
        text = path.read_text()
        if {".venv", "admin", "components"} & set(path.parts) or 'method="post"' not in text:
            continue
        if asking.search(text) and path.name != "link_form.html":
            # A page of several forms has one summary of its own for all of them.
            assert "components/error_summary.html" in text or 'class="error-summary"' in text, path


# The link of a draft is a secret already, so these ask for no token.
LINK_IS_THE_KEY = ("applications/application_form/step", "applications/application_form/later")
# A password is never sent back, and an address to log in with is soon typed again.
SIGNING_IN = ("accounts/",)


@pytest.mark.parametrize("name", [name for name in FORMS if not name.startswith(SIGNING_IN)])
def test_a_form_whose_cookie_is_gone_comes_back_with_every_answer(name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    path = FORMS[name]()
    form = form_of(parse(client.get(path)))
    sent = wrong_answers(form) | {"zomaar": f"Mijn verhaal\n{TYPED}"}
    action = str(form.get("action") or path)
    for gone in ("cookie", "token"):
        if gone == "cookie":
            client.cookies.clear()
        else:
            sent["csrfmiddlewaretoken"] = "a" * 64
            client.get(path)
        answer = client.post(action, sent)
        if name.startswith(LINK_IS_THE_KEY) and answer.status_code == 200:
            continue  # taken as it is
        assert answer.status_code == 403
        again = one(parse(answer), "main form[method=post]")
        kept = {str(field["name"]): str(field["value"]) for field in again.select("input")}
        assert kept.pop("csrfmiddlewaretoken") != sent.get("csrfmiddlewaretoken")
        assert kept == {k: v for k, v in sent.items() if k != "csrfmiddlewaretoken"}, gone
        kept["csrfmiddlewaretoken"] = str(one(again, "[name=csrfmiddlewaretoken]")["value"])
        assert client.post(str(again["action"]), kept).status_code != 403, gone


def test_what_another_site_sends_is_not_shown_to_be_sent_on() -> None:
    client = Client(enforce_csrf_checks=True)
    path = EventPageFactory().register_url
    client.get(path)
    answer = client.post(path, {"voornaam": "Vreemd"}, headers={"Origin": "https://elders.example"})
    assert answer.status_code == 403
    assert "Vreemd" not in answer.content.decode()
