"""Nothing that staff type is lost: the session that ends, a publish that is refused, two saves."""

import re
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Request, expect

from core.models import Theme
from news.models import NewsPage
from tests.factories import NewsPageFactory, UserFactory, news_index

SAVED = re.compile("Opgeslagen")


def is_save(request: Request) -> bool:
    return request.method == "POST" and "/edit/" in request.url


def end_session(page: Page) -> None:
    page.context.clear_cookies()


def come_back(page: Page, url: str, group: str) -> None:
    """Log in as if in another tab: only the cookie tells of it."""
    client, user = Client(), cast(Any, UserFactory(groups=[group]))
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture
def article(own_site, real_publishing) -> NewsPage:
    return NewsPageFactory(parent=news_index(), lead="De eerste versie.")


def test_a_page_form_waits_for_whoever_was_logged_out(own_site, log_in, article, axe):
    page = log_in("Redacteur")
    page.goto(f"{own_site.url}/beheer/pages/{article.pk}/edit/")
    lead = page.get_by_role("textbox", name="Inleiding")
    end_session(page)
    lead.fill("Een uur werk.")
    dialog = page.get_by_role("dialog", name="Je bent uitgelogd")
    expect(dialog).to_be_visible()  # the page could not save by itself
    axe(page)
    come_back(page, own_site.url, "Redacteur")
    dialog.get_by_role("button", name="Ik ben weer ingelogd").click()
    expect(dialog).not_to_be_visible()
    expect(lead).to_have_value("Een uur werk.")
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page.locator(".messages")).to_contain_text("bewaard")
    assert article.get_latest_revision_as_object().lead == "Een uur werk."


def test_so_does_every_other_form_and_what_was_pressed_is_done(own_site, log_in):
    page = log_in("Redacteur")
    theme = Theme.objects.get(slug="minder-regeldruk")
    page.goto(f"{own_site.url}/beheer/snippets/core/theme/edit/{theme.pk}/")
    page.get_by_label("omschrijving").first.fill("Minder papier, meer tijd.")
    end_session(page)
    page.get_by_role("button", name="Opslaan").click()
    dialog = page.get_by_role("dialog", name="Je bent uitgelogd")
    dialog.get_by_role("button", name="Ik ben weer ingelogd").click()
    expect(dialog).to_contain_text("Je bent nog niet ingelogd.")
    come_back(page, own_site.url, "Redacteur")
    dialog.get_by_role("button", name="Ik ben weer ingelogd").click()
    expect(page.locator(".messages")).to_be_visible()
    theme.refresh_from_db()
    assert theme.description == "Minder papier, meer tijd."


def test_after_a_refused_publish_the_page_saves_by_itself_again(own_site, log_in, article):
    page = log_in("Redacteur")
    page.goto(f"{own_site.url}/beheer/pages/{article.pk}/edit/")
    lead = page.get_by_role("textbox", name="Inleiding")
    lead.fill("")
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.locator(".error-message").first).to_be_visible()
    page.wait_for_load_state("load")
    for text in ("Na de weigering.", "En nog iets."):
        with page.expect_response(lambda answer: is_save(answer.request)):
            lead.fill(text)
    expect(page.locator(".w-autosave-indicator")).to_contain_text(SAVED)
    assert article.get_latest_revision_as_object().lead == "En nog iets."


def test_pressing_publish_while_the_page_saves_leaves_no_draft_beside_it(own_site, log_in, article):
    page = log_in("Redacteur")
    page.goto(f"{own_site.url}/beheer/pages/{article.pk}/edit/")
    page.wait_for_timeout(2200)  # Wagtail looks for changes from then on
    page.get_by_role("button", name="Meer acties").click()
    with page.expect_request(is_save):
        page.get_by_role("textbox", name="Inleiding").fill("Wat online moet.")
    page.get_by_role("button", name="Publiceren").click()
    expect(page.locator(".messages")).to_contain_text("gepubliceerd")
    article.refresh_from_db()
    assert article.lead == "Wat online moet."
    assert not article.has_unpublished_changes
