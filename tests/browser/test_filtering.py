"""Visitors filter the news: by mouse, by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.servers import ServedSite

THEME, BRANCH = "Leven lang ontwikkelen", "Ouderenzorg"
BOTH = "?thema=leven-lang-ontwikkelen&branche=ouderenzorg"


def option(page: Page, name: str):
    return page.get_by_role("checkbox", name=re.compile(f"^{name}"))


def number_of_results(page: Page) -> int:
    found = re.search(r"\d+", page.get_by_role("status").inner_text())
    assert found is not None
    return int(found[0])


def count_beside(page: Page, name: str) -> int:
    label = page.locator("label", has=page.locator("input[type=checkbox]"), has_text=name)
    found = re.search(r"(\d+)\D*$", label.inner_text())
    assert found is not None, label.inner_text()
    return int(found[1])


def test_without_scripts_a_visitor_filters_pages_and_reads(
    production_site: ServedSite, page_without_javascript: Page
) -> None:
    page = page_without_javascript
    page.goto(f"{production_site.url}/nieuws/")
    everything = number_of_results(page)
    assert everything > 12
    page.get_by_role("link", name=re.compile("olgende")).click()
    expect(page).to_have_url(re.compile(r"/nieuws/\?pagina=2$"))
    page.goto(f"{production_site.url}/nieuws/")
    promised = count_beside(page, THEME)
    option(page, THEME).check()
    page.get_by_role("button", name=re.compile("Toon")).click()
    expect(page).to_have_url(re.compile(r"\?thema=leven-lang-ontwikkelen$"))
    assert number_of_results(page) == promised < everything
    page.locator("main article a, main .card a").first.click()
    expect(page).to_have_url(re.compile(r"/nieuws/[a-z0-9-]+/$"))
    expect(page.get_by_role("link", name="Bekijk alle artikelen")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 1500


def test_with_scripts_the_list_follows_each_choice_in_place(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(f"{production_site.url}/nieuws/")
    page.evaluate("window.stillTheSamePage = true")
    promised = count_beside(page, THEME)
    option(page, THEME).check()
    expect(page).to_have_url(re.compile(r"\?thema=leven-lang-ontwikkelen$"))
    expect(page.get_by_role("status")).to_contain_text(str(promised))
    option(page, BRANCH).check()
    expect(page).to_have_url(production_site.url + "/nieuws/" + BOTH)
    assert page.evaluate("window.stillTheSamePage")
    assert "Leven lang" in page.title()

    page.go_back()
    expect(page).to_have_url(re.compile(r"\?thema=leven-lang-ontwikkelen$"))
    expect(option(page, BRANCH)).not_to_be_checked()
    expect(option(page, THEME)).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text(str(promised))
    page.go_forward()
    expect(option(page, BRANCH)).to_be_checked()


def test_a_choice_is_taken_back_by_its_chip(production_site: ServedSite, page: Page) -> None:
    page.goto(production_site.url + "/nieuws/" + BOTH)
    page.get_by_role("link", name=re.compile(f"{BRANCH}")).filter(
        has_not_text="bericht"
    ).first.click()
    expect(page).to_have_url(re.compile(r"\?thema=leven-lang-ontwikkelen$"))
    expect(option(page, BRANCH)).not_to_be_checked()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_keyboard_alone_is_enough(production_site: ServedSite, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{production_site.url}/nieuws/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")
    page.keyboard.press("Enter")
    _tab_until(page, lambda: "thema" in _focused(page, "name") or _is_disclosure(page))
    if _is_disclosure(page):
        page.keyboard.press("Enter")
        _tab_until(page, lambda: _focused(page, "name") == "thema")
    chosen = _focused(page, "value")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(f"thema={chosen}$"))
    assert _focused(page, "value") == chosen, "the focus stays where it was"
    outline = page.evaluate(
        "getComputedStyle(document.activeElement.closest('label') ?? document.activeElement)"
        ".outlineStyle + getComputedStyle(document.activeElement).outlineStyle"
    )
    assert outline != "nonenone", "the focus can be seen"
    _tab_until(page, lambda: bool(re.search(r"/nieuws/[a-z0-9-]+/$", _focused(page, "href"))))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/nieuws/[a-z0-9-]+/$"))


def _focused(page: Page, what: str) -> str:
    return page.evaluate(f"String(document.activeElement.{what} ?? '')")


def _is_disclosure(page: Page) -> bool:
    return _focused(page, "tagName") == "SUMMARY" and "ilter" in _focused(page, "innerText")


def _tab_until(page: Page, arrived, presses: int = 80) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if arrived():
            return
    raise AssertionError(f"Not reached in {presses} presses of Tab: {_focused(page, 'outerHTML')}")
