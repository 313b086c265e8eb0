"""Visitors look for a meeting: filter, read, and look back in the archive."""

import re

from playwright.sync_api import Page, expect

from tests.servers import ServedSite

LIST = "/bijeenkomsten/"
TITLE = "Koploperbijeenkomst regio West"


def box(page: Page, parameter: str, slug: str):
    return page.locator(f"input[name={parameter}][value={slug}]")


def status(page: Page):
    return page.get_by_role("status")


def test_without_scripts_a_visitor_finds_a_meeting_and_the_archive(
    production_site: ServedSite, page_without_javascript: Page
) -> None:
    page = page_without_javascript
    page.goto(production_site.url + LIST)
    box(page, "regio", "west").check()
    box(page, "soort", "koploperbijeenkomst").check()
    page.get_by_role("button", name="Toon bijeenkomsten").click()
    expect(page).to_have_url(re.compile(r"\?soort=koploperbijeenkomst&regio=west$"))
    expect(status(page)).to_have_text("1 bijeenkomst (Koploperbijeenkomst) in regio West")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("link", name="Meld je aan voor")).to_have_attribute(
        "href", re.compile("/koploperbijeenkomst-regio-west/aanmelden/$")
    )
    page.go_back()
    page.get_by_role("link", name=re.compile("^2019")).click()
    expect(page).to_have_url(re.compile(r"/archief/2019/\?soort=koploperbijeenkomst&regio=west$"))
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card time")).to_contain_text("donderdag 26 september 2019")


def test_with_scripts_list_years_and_calendar_follow_the_boxes(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(production_site.url + LIST)
    page.evaluate("window.stillTheSamePage = true")
    box(page, "regio", "west").check()
    expect(status(page)).to_have_text("1 bijeenkomst in regio West")
    expect(page).to_have_url(re.compile(r"/bijeenkomsten/\?regio=west$"))
    expect(page.get_by_role("link", name="Zet deze selectie in je agenda")).to_have_attribute(
        "href", "/agenda/bijeenkomsten.ics?regio=west"
    )
    expect(page.get_by_role("link", name=re.compile("^2019"))).to_contain_text("1 bijeenkomst")
    # What would find nothing cannot be ticked any more.
    expect(box(page, "soort", "webinar")).to_be_disabled()
    box(page, "soort", "koploperbijeenkomst").check()
    expect(status(page)).to_have_text("1 bijeenkomst (Koploperbijeenkomst) in regio West")
    page.locator("a.chip", has_text="Regio West").click()
    expect(status(page)).to_have_text("3 bijeenkomsten (Koploperbijeenkomst)")
    assert page.evaluate("window.stillTheSamePage")
    page.go_back()
    expect(box(page, "regio", "west")).to_be_checked()


def test_a_selection_without_meetings_is_undone_in_place(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(f"{production_site.url}{LIST}?soort=webinar&regio=west")
    expect(status(page)).to_have_text("Geen bijeenkomsten (Webinar) in regio West")
    expect(page.get_by_role("main")).to_contain_text("Geen bijeenkomsten gevonden")
    page.locator("a.chip", has_text="Regio West").click()
    expect(status(page)).to_have_text("2 bijeenkomsten (Webinar)")


def test_on_a_phone_the_button_says_how_many_meetings_there_are(
    production_site: ServedSite, page: Page
) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(production_site.url + LIST)
    page.get_by_text("Filter op soort, regio, thema en branche").click()
    box(page, "regio", "landelijk").check()
    page.get_by_role("button", name=re.compile(r"^Toon \d bijeenkomsten$")).click()
    expect(status(page)).to_contain_text(", landelijk")


def test_the_date_of_a_card_lies_on_top_of_its_picture(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(production_site.url + LIST)
    from_the_top = page.locator(".card .tile").first.evaluate(
        """tile => {
            const { x, y, width, height } = tile.getBoundingClientRect();
            return document.elementsFromPoint(x + width / 2, y + height / 2)
                .map(element => element.closest(".card-title, .tile, .card-picture")?.className);
        }"""
    )
    seen = list(dict.fromkeys(filter(None, from_the_top)))
    assert seen == ["card-title", "tile", "card-picture"]
