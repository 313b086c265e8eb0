"""The filter in place, in the corners: focus, announcements, trouble on the way."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.servers import ServedSite

FIRST, SECOND = "leven-lang-ontwikkelen", "minder-regeldruk"


def box(page: Page, slug: str):
    return page.locator(f"input[type=checkbox][value={slug}]")


def heading(page: Page):
    return page.locator("#resultaat")


@pytest.fixture
def news(production_site: ServedSite, page: Page) -> Page:
    page.goto(f"{production_site.url}/nieuws/")
    return page


def test_a_choice_is_announced_once(news: Page) -> None:
    news.evaluate(
        """() => {
            window.announced = [];
            const region = document.querySelector("[role=status]");
            new MutationObserver(() => window.announced.push(region.textContent))
                .observe(region, { childList: true, characterData: true, subtree: true });
        }"""
    )
    box(news, FIRST).check()
    expect(heading(news)).to_contain_text("over Leven lang ontwikkelen")
    assert news.evaluate("window.announced") == [heading(news).text_content()]


def test_title_canonical_and_feeds_follow_the_list(news: Page) -> None:
    box(news, FIRST).check()
    expect(news).to_have_title(re.compile("over Leven lang ontwikkelen"))
    canonical = news.locator("link[rel=canonical]")
    expect(canonical).to_have_attribute("href", re.compile(rf"/nieuws/\?thema={FIRST}$"))
    expect(news.locator(f"link[rel=alternate][href$='rss/?thema={FIRST}']")).to_have_count(1)
    box(news, SECOND).check()
    expect(news.locator("meta[name=robots]")).to_have_attribute("content", "noindex,follow")
    expect(canonical).to_have_count(1)


def test_after_a_chip_is_gone_the_focus_is_on_the_number_of_results(news: Page) -> None:
    box(news, FIRST).check()
    news.locator("a.chip").click()
    expect(heading(news)).to_be_focused()
    expect(box(news, FIRST)).not_to_be_checked()


def test_a_slow_answer_never_replaces_a_later_one(news: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    news.route(re.compile(rf"\?thema={FIRST}$"), hold)
    box(news, FIRST).click()
    box(news, FIRST).click()
    box(news, SECOND).click()
    expect(heading(news)).to_contain_text("over Minder regeldruk")
    assert len(held) == 1
    held[0].continue_()
    # A later answer on the same connection: whatever was held has come by now.
    news.evaluate("() => fetch('/nieuws/?pagina=2').then((answer) => answer.text())")
    expect(heading(news)).to_contain_text("over Minder regeldruk")
    expect(box(news, FIRST)).not_to_be_checked()


def test_when_an_answer_fails_the_list_loads_in_the_ordinary_way(news: Page) -> None:
    news.evaluate("window.stillTheSamePage = true")
    asked = 0

    def fail_once(route: Route) -> None:
        nonlocal asked
        asked += 1
        route.fulfill(status=500, body="") if asked == 1 else route.continue_()

    news.route(re.compile(rf"\?thema={FIRST}$"), fail_once)
    box(news, FIRST).check()
    expect(heading(news)).to_contain_text("over Leven lang ontwikkelen")
    assert not news.evaluate("window.stillTheSamePage ?? false")


def test_the_skip_link_asks_for_no_list(news: Page) -> None:
    asked: list[str] = []
    news.on("request", lambda request: asked.append(request.url))
    news.keyboard.press("Tab")
    news.keyboard.press("Enter")
    expect(news).to_have_url(re.compile("#inhoud$"))
    box(news, FIRST).check()
    expect(heading(news)).to_contain_text("over")
    assert [urlsplit(url).query for url in asked if "/nieuws/?" in url] == [f"thema={FIRST}"]
    assert not [url for url in asked if urlsplit(url).path == "/nieuws/" and "?" not in url]


def test_on_a_phone_the_button_closes_the_panel_and_says_how_much_there_is(news: Page) -> None:
    news.set_viewport_size({"width": 360, "height": 780})
    summary = news.locator(".filter summary")
    summary.click()
    box(news, FIRST).check()
    expect(summary).to_contain_text("1 gekozen")
    button = news.get_by_role("button", name=re.compile(r"^Toon \d+ bericht"))
    button.click()
    expect(button).to_be_hidden()
    expect(heading(news)).to_be_focused()


def test_an_option_that_finds_nothing_keeps_its_place(news: Page) -> None:
    everything = news.locator("[data-facet=branche] input").count()
    box(news, FIRST).check()
    expect(heading(news)).to_contain_text("over")
    assert news.locator("[data-facet=branche] input").count() == everything
