"""Nothing that staff type is lost: the session that ends, a publish that is refused, two saves."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Request, Response, expect

from core.models import Theme
from news.models import NewsPage
from tests.browser.conftest import WIDE
from tests.factories import NewsPageFactory, UserFactory, news_index
from tests.servers import ServedSite

SAVED = re.compile("Opgeslagen")
UNTIL_WATCHED = """async () => {
    while (!(Date.now() - window.watched > 1000)) {
        await new Promise(done => setTimeout(done, 100));
    }
}"""


def is_save(request: Request) -> bool:
    return request.method == "POST" and "/edit/" in request.url


def saves(text: str, answer: Response) -> bool:
    return is_save(answer.request) and text in (answer.request.post_data or "")


def end_session(page: Page) -> None:
    page.context.clear_cookies()


def come_back(page: Page, url: str, group: str) -> None:
    """Log in as if in another tab: only the cookie tells of it."""
    client, user = Client(), cast(Any, UserFactory(groups=[group]))
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture
def log_in(own_site: ServedSite, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """As `log_in` elsewhere, but a tab that may complain: Wagtail does when a session is over."""
    contexts = []

    def as_member_of(group: str) -> Page:
        contexts.append(browser.new_context(locale="nl-NL", viewport=WIDE))
        page = contexts[-1].new_page()
        come_back(page, own_site.url, group)
        return page

    yield as_member_of
    for context in contexts:
        context.close()


def begin(page: Page, site: ServedSite, article: NewsPage) -> Locator:
    """Open the form of a page and wait until Wagtail looks for changes; return a field of it.

    It notes twice, shortly after each other, what is there at first, and takes that for unchanged.
    """
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', () => { watched = Date.now() })"
    )
    page.goto(f"{site.url}/beheer/pages/{article.pk}/edit/")
    page.evaluate(UNTIL_WATCHED)
    return page.get_by_role("textbox", name="Inleiding")


def newest(article: NewsPage) -> NewsPage:
    return NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object()


@pytest.fixture
def article(own_site, real_publishing) -> NewsPage:
    return NewsPageFactory(parent=news_index(), lead="De eerste versie.")


def test_a_page_form_waits_for_whoever_was_logged_out(own_site, log_in, article):
    page = log_in("Redacteur")
    lead = begin(page, own_site, article)
    end_session(page)
    lead.fill("Een uur werk.")
    dialog = page.get_by_role("dialog", name="Je bent uitgelogd")
    expect(dialog).to_be_visible()  # the page could not save by itself
    come_back(page, own_site.url, "Redacteur")
    dialog.get_by_role("button", name="Ik ben weer ingelogd").click()
    expect(dialog).not_to_be_visible()
    expect(lead).to_have_value("Een uur werk.")
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page.locator(".messages")).to_contain_text("gewijzigd")
    assert newest(article).lead == "Een uur werk."


def test_so_does_every_other_form_and_what_was_pressed_is_done(own_site, log_in):
    page = log_in("Redacteur")
    theme = Theme.objects.get(slug="minder-regeldruk")
    page.goto(f"{own_site.url}/beheer/snippets/core/theme/edit/{theme.pk}/")
    page.locator("#id_description").fill("Minder papier, meer tijd.")
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
    lead = begin(page, own_site, article)
    page.get_by_role("checkbox", name=re.compile("^Alle thema")).uncheck()
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_text("Kies minstens één thema").first).to_be_visible()
    page.wait_for_load_state("load")
    for text in ("Na de weigering.", "En nog iets."):
        with page.expect_response(partial(saves, text)):
            lead.fill(text)
    expect(page.locator(".w-autosave-indicator")).to_contain_text(SAVED)
    assert newest(article).lead == "En nog iets."


def test_pressing_publish_while_the_page_saves_leaves_no_draft_beside_it(own_site, log_in, article):
    page = log_in("Redacteur")
    lead = begin(page, own_site, article)
    with page.expect_request(is_save):
        lead.fill("Wat online moet.")
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.locator(".messages")).to_contain_text("gepubliceerd")
    article.refresh_from_db()
    assert article.lead == "Wat online moet."
    assert not article.has_unpublished_changes
