"""Searching with a real browser: the box, its suggestions by keyboard and pointer, the results."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import assert_no_horizontal_scroll

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def box(production_site, page: Page):
    """The search box in the header of the home page, with the suggestions for `tek` open."""
    page.goto(production_site.url)
    box = page.get_by_role("combobox", name="Zoek op deze website")
    # Between slow keys the box suggests for the first two already.
    with page.expect_response(re.compile(r"[?]q=tek$")):
        box.press_sequentially("tek")
    expect(page.get_by_role("option").first).to_contain_text(re.compile("tek", re.IGNORECASE))
    return box


def test_axe_finds_nothing_open_or_closed_or_on_a_phone(box, page, axe):
    axe(page)
    box.press("ArrowDown")
    axe(page)
    page.set_viewport_size(NARROW)
    page.get_by_role("link", name="Zoeken").click()
    box = page.get_by_role("combobox", name="Zoek op deze website")
    box.press_sequentially("tek")
    expect(page.get_by_role("listbox")).to_be_visible()
    axe(page)
    assert_no_horizontal_scroll(page)
    box.press("Escape")
    axe(page)


def test_the_arrows_walk_through_the_suggestions_and_the_field_keeps_the_focus(box, page):
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(box).to_be_focused()
    expect(box).to_have_value("tek")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(options.first).to_have_attribute("aria-selected", "false")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")


def test_a_screen_reader_hears_how_many_there_are(box, page):
    number = page.get_by_role("option").count()
    expect(page.locator(".site-search [role=status]")).to_have_text(f"{number} suggesties")


def test_only_a_box_in_use_has_a_status_of_its_own(production_site, page):
    page.goto(f"{production_site.url}/nieuws/")
    box = page.get_by_role("combobox", name="Zoek op deze website")
    expect(page.get_by_role("status")).to_have_count(1)
    box.focus()
    expect(page.locator(".site-search [role=status]")).to_have_count(1)
    box.press("Tab")
    expect(page.get_by_role("status")).to_have_count(1)


def test_escape_closes_and_keeps_what_was_typed(box, page):
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("tek")


def test_tab_leaves_and_closes(box, page):
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_searches_for_the_chosen_suggestion(box, page):
    box.press("ArrowDown")
    chosen = page.get_by_role("option").first.inner_text()
    box.press("Enter")
    page.wait_for_url("**/zoeken/?q=*")
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox"))).to_have_value(chosen)
    expect(page.locator("mark").first).to_be_visible()


def test_a_click_on_a_title_goes_to_that_page(production_site, page):
    page.goto(production_site.url)
    box = page.get_by_role("combobox", name="Zoek op deze website")
    box.press_sequentially("intervisie vijf")
    page.get_by_role("option", name="Intervisie in vijftig minuten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Intervisie in vijftig minuten")


def test_without_scripts_the_form_is_enough(production_site, page_without_javascript):
    page = page_without_javascript
    page.goto(production_site.url)
    page.get_by_role("searchbox", name="Zoek op deze website").fill("personeelstekort")
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("resultaten")
    page.get_by_label("Nieuwsberichten").check()
    page.get_by_role("button", name="Toon resultaten").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("bij nieuwsberichten")


def test_results_are_narrowed_down_in_place_and_keep_the_question(production_site, page):
    page.goto(f"{production_site.url}/zoeken/?q=personeelstekort")
    page.get_by_label("Nieuwsberichten").check()
    page.wait_for_url("**soort=nieuwsberichten*")
    assert "q=personeelstekort" in page.url
    expect(page.locator("#resultaat")).to_contain_text("bij nieuwsberichten")
