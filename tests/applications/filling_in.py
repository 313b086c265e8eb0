"""Filling in the form over HTTP, as a browser without scripts does: what is shown is sent back."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.http.response import HttpResponseBase

from initiatives.applications.application_form.pages import step_url, token_of
from initiatives.applications.form.definition import STEPS, Kind, Step
from initiatives.applications.intake import drafts, form_data
from initiatives.applications.models import Application
from tests.html import parse

START = "/koploper-worden/"
BY_SLUG = {step.slug: step for step in STEPS}


def begin(client) -> Application:
    """Press the button that starts; return the draft."""
    page = parse(client.get(START))
    answer = client.post(START, fields_of(page, f"form[action='{START}']"))
    assert answer.status_code == 302, answer.content.decode()
    return draft_at(answer["Location"])


def draft_at(address: str) -> Application:
    """Return the newest draft, which must be the one of this address."""
    application = Application.objects.latest("pk")
    assert token_of(application) in address
    return application


def url_of(application: Application, slug: str) -> str:
    return step_url(application, BY_SLUG[slug])


def fields_of(page: BeautifulSoup, selector: str = "#stap") -> dict[str, Any]:
    """Return what a browser would send of a form as it stands, buttons left out."""
    form = page.select_one(selector)
    assert form is not None
    found: dict[str, list[str]] = {}
    for field in form.select("input, textarea, select"):
        name, value = str(field.get("name", "")), str(field.get("value", ""))
        if field.name == "textarea":
            value = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            value = str(chosen["value"]) if chosen else ""
        elif field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def shown(client, application: Application, slug: str) -> dict[str, Any]:
    answer = client.get(url_of(application, slug))
    assert answer.status_code == 200
    return fields_of(parse(answer))


def untouched(application: Application, slug: str) -> dict[str, Any]:
    """Return what the page of a step would send back, without making that page (like `shown`)."""
    application.refresh_from_db()
    answers = drafts.answers_of(BY_SLUG[slug], application.answers)
    tab = {"tabblad": f"{application.pk}-{uuid.uuid4().hex}", "gezien": drafts.mark_of(answers)}
    return {**as_sent(BY_SLUG[slug], answers), **tab}


def as_sent(step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers to one step under the names that its fields have."""
    sent: dict[str, Any] = {}
    for question in step.questions:
        if question.kind is Kind.ROWS:
            rows = answers.get(question.name, [])
            sent[f"{question.name}-aantal"] = str(len(rows))
            for index, row in enumerate(rows):
                sent |= {f"{question.name}-{index}-{key}": value for key, value in row.items()}
        else:
            sent |= {key: answers[key] for key in question.keys if key in answers}
    return sent


def send(
    client, application: Application, slug: str, answers: dict[str, Any], button: str = "verder"
) -> HttpResponseBase:
    """Answer a step and leave it by a button."""
    answered = as_sent(BY_SLUG[slug], answers)
    sent = {**untouched(application, slug), **answered, "actie": button}
    return client.post(url_of(application, slug), sent)


def fill_in(client, application: Application, answers: dict[str, Any]) -> None:
    """Answer every step, one after the other."""
    for step in STEPS[:-1]:
        answer = send(client, application, step.slug, answers)
        assert answer.status_code == 302, parse(answer).get_text(" ", strip=True)[:2_000]


def filled(application: Application, given: dict[str, Any]) -> Application:
    """Store the answers to every step at once, without the pages."""
    application.answers = given
    form_data.copy_to_columns(application)
    return application


def path_of(answer: HttpResponseBase) -> str:
    return urlsplit(answer["Location"]).path
