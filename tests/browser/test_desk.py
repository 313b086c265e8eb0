"""The desk of the advisers in a real browser: accessible, and usable on a phone."""

import re

from playwright.sync_api import expect

from tests.accessibility import assert_no_horizontal_scroll
from tests.benchmarks.applications import fill

LIST = "/beheer/koploper-aanmeldingen/"
FIGURES = "/beheer/koploper-cijfers/"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def test_the_pages_of_the_desk_are_accessible_and_fit_the_screen(own_site, log_in, axe):
    fill(60)
    page = log_in("Adviseur Koplopernetwerk", viewport=DESKTOP)
    for path in (
        "/beheer/",
        LIST,
        f"{LIST}?termijn=te-laat&o=6",
        f"{LIST}?regio=twente&q=nergens",
        FIGURES,
        f"{FIGURES}?van=&tot=",
        f"{FIGURES}?van=31-2-2019",
    ):
        page.set_viewport_size(DESKTOP)
        page.goto(own_site.url + path)
        axe.in_light_and_dark(page)
        assert_no_horizontal_scroll(page)
        page.set_viewport_size(PHONE)
        axe.narrow(page)


def test_an_adviser_narrows_the_list_down_without_a_script(own_site, log_in):
    fill(60)
    page = log_in("Adviseur Koplopernetwerk", viewport=DESKTOP, java_script_enabled=False)
    page.goto(own_site.url + LIST)
    page.get_by_role("navigation", name="Status").get_by_role("link", name="Loopt").click()
    page.get_by_text("Meer filters").click()
    page.get_by_label("Route").select_option("benaderd")
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile("(?=.*status=loopt).*route=benaderd"))
    expect(page.get_by_label("Route")).to_have_value("benaderd")
    page.get_by_text("Exporteer deze").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert taken.value.suggested_filename.startswith("koploper-aanmeldingen-")
