"""Every public page type, in every state: accessible, narrow, without scripts, in both lights."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page, Response, ViewportSize, expect

from initiatives.events.models import EventPage
from news.models import NewsPage
from tests.accessibility import Axe, assert_no_horizontal_scroll
from tests.conftest import DESKTOP
from tests.html import one
from tests.servers import ServedSite

ARTICLE = "/nieuws/al-meer-dan-twintig-initiatieven-in-beeld/"
PAGES = {
    "home": "/",
    "list": "/nieuws/",
    "second page of the list": "/nieuws/?pagina=2",
    "filtered list": "/nieuws/?thema=leven-lang-ontwikkelen&branche=ouderenzorg",
    "list with an unknown filter": "/nieuws/?thema=bestaat-niet",
    "article": ARTICLE,
    "meetings": "/bijeenkomsten/",
    "filtered meetings": "/bijeenkomsten/?soort=webinar&regio=landelijk&thema=minder-regeldruk",
    "no meetings found": "/bijeenkomsten/?soort=webinar&regio=west",
    "archive of meetings": "/bijeenkomsten/archief/",
    "archive of a year": "/bijeenkomsten/archief/2018/",
    "meeting with few places": "/bijeenkomsten/koploperbijeenkomst-regio-west/",
    "full meeting": "/bijeenkomsten/actieleersessie-voor-teamleiders/",
    "cancelled meeting": "/bijeenkomsten/koploperbijeenkomst-regio-midden/",
    "past meeting": "/bijeenkomsten/koploperbijeenkomst-regio-midden-12-juni-2019/",
    "online meeting": "/bijeenkomsten/online-spreekuur-koplopernetwerk/",
    "meeting with registration elsewhere": (
        "/bijeenkomsten/landelijke-werkdag-samen-plannen-maken/"
    ),
    "koplopers": "/koplopers/",
    "filtered koplopers": "/koplopers/?regio=twente&criterium=opschalen",
    "no koplopers found": "/koplopers/?regio=drenthe",
    "koploper": "/koplopers/stagepool-zonder-muren/",
    "nominating": "/koploper-worden/voordragen/",
    "nominated": "/koploper-worden/voordragen/verstuurd/",
    "asking for a link to an application": "/mijn-aanmelding/link/",
    "koploper without a picture": "/koplopers/overstap-met-uitzicht/",
    "koplopernetwerk": "/koplopers/netwerk/",
    "facilitators": "/facilitators/",
    "filtered facilitators": "/facilitators/?groepsgrootte=groot&beschikbaar=ja",
    "facilitators that were searched for": "/facilitators/?q=wijkteam",
    "no facilitators found": "/facilitators/?niveau=werkvloer&inzet=strategie&q=bestaat",
    "facilitator": "/facilitators/voorbeeldprofiel-4/",
    "bureau": "/facilitators/bureau-leerlus/",
    "guide through the pool": "/facilitators/welke-past/",
    "guided list": "/facilitators/?doel=groepen-begeleiden&groep=groot&waar=zuid&wanneer=nu",
    "empty shortlist": "/facilitators/vergelijk/",
    "themes": "/themas/",
    "branches": "/branches/",
    "theme": "/themas/minder-regeldruk/",
    "second page of a theme": "/themas/minder-regeldruk/?pagina=2",
    "filtered theme": "/themas/leren-in-de-praktijk/?soort=koplopers&branche=ziekenhuizen",
    "nothing found under a theme": "/themas/minder-regeldruk/?soort=koplopers",
    "branch": "/branches/thuiszorg/",
    "theme that is not there": "/themas/regeldruk/",
    "content page": "/over-ons/",
    "page with a table": "/privacy/",
    "accessibility statement": "/toegankelijkheid/",
    "search": "/zoeken/",
    "search results": "/zoeken/?q=personeelstekort",
    "filtered search results": "/zoeken/?q=team&soort=nieuwsberichten&sorteer=datum&pagina=2",
    "mended search": "/zoeken/?q=verplegehuis",
    "nothing searched": "/zoeken/?q=xylofoonorkest",
    "search for stop words": "/zoeken/?q=de+van+het",
    "not found": "/bestaat-niet/",
    "page of a list that is not there": "/nieuws/?pagina=999",
}
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 640}
TABLET: ViewportSize = {"width": 768, "height": 1024}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
NOTE_WHAT_MOVES = """
window.shift = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
# Two frames after the last font and picture have come: what still moves then moves by itself.
# A lazy picture further down does not come before somebody goes there.
SETTLED = """async () => {
    await document.fonts.ready;
    // One that is not shown never comes.
    const comes = image => image.getClientRects().length > 0 &&
        (image.loading !== "lazy" || image.getBoundingClientRect().top < window.innerHeight);
    const pictures = [...document.images].filter(comes);
    await Promise.all(pictures.map(image => image.decode().catch(() => null)));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@every_page
def test_it_stands_still_fits_is_accessible_keeps_nothing_and_says_the_same_without_scripts(
    production_site: ServedSite,
    new_context: Callable[..., BrowserContext],
    page_without_javascript: Page,
    axe: Axe,
    path: str,
) -> None:
    context = new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(NOTE_WHAT_MOVES)
    page.goto(production_site.url + path)
    page.evaluate(SETTLED)
    assert page.evaluate("window.shift") == 0
    axe.but_for_colours(page)
    page.set_viewport_size(NARROW)
    assert_no_horizontal_scroll(page)
    page.set_viewport_size(TABLET)
    assert_no_horizontal_scroll(page)
    # One row: as high as the name in two lines, and no higher.
    assert page.locator(".site-header").evaluate("header => header.offsetHeight") <= 100
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_horizontal_scroll(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(DESKTOP)
    axe.in_light_and_dark(page)

    with_scripts = texts_of(page)
    page_without_javascript.goto(production_site.url + path)
    assert with_scripts == texts_of(page_without_javascript)
    assert with_scripts
    names = [cookie.get("name") for cookie in context.cookies()]
    # A form needs one cookie to be sent safely, and that one does not tell who somebody is.
    asks = page.locator("main form[method=post]").count()
    assert names == ["csrftoken"] * asks
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_only_a_phone_shows_has_colours_that_can_be_read(
    production_site: ServedSite, new_context: Callable[..., BrowserContext], axe: Axe
) -> None:
    page = new_context(viewport=PHONE).new_page()
    for name in ("home", "filtered list", "meeting with few places", "filtered facilitators"):
        page.goto(production_site.url + PAGES[name])
        axe.in_light_and_dark(page)


def texts_of(page: Page) -> list[str]:
    """Return what the page says, but for the button that scripts make needless."""
    read = page.locator("main h1, main h2, main h3, main p:not(.filter-submit)")
    return list(filter(None, map(str.strip, read.all_inner_texts())))


def test_an_empty_list_is_accessible_and_says_what_to_do(
    own_site: ServedSite, new_context: Callable[..., BrowserContext], axe: Axe
) -> None:
    for article in NewsPage.objects.live():
        article.unpublish()
    page = new_context(viewport=NARROW).new_page()
    for query, words in (
        ("", "Hier staan nog geen berichten"),
        ("?thema=minder-regeldruk", "Geen berichten gevonden"),
    ):
        page.goto(f"{own_site.url}/nieuws/{query}")
        expect(page.get_by_role("main")).to_contain_text(words)
        axe(page)
        assert_no_horizontal_scroll(page)


def test_a_list_without_meetings_to_come_is_accessible_and_shows_the_archive_if_there_is_one(
    own_site: ServedSite, new_context: Callable[..., BrowserContext], axe: Axe
) -> None:
    page = new_context(viewport=NARROW).new_page()
    for gone, archives in ((EventPage.objects.live().coming(), 1), (EventPage.objects.live(), 0)):
        for event in gone:
            event.unpublish()
        page.goto(f"{own_site.url}/bijeenkomsten/")
        expect(page.get_by_role("main")).to_contain_text("geen bijeenkomsten op de agenda")
        expect(page.get_by_role("link", name="het archief")).to_have_count(archives)
        axe(page)
        assert_no_horizontal_scroll(page)


def test_an_article_is_light_on_first_view(
    production_site: ServedSite, new_context: Callable[..., BrowserContext]
) -> None:
    """At most 6 requests and 60 kB over the wire, without the article's own pictures."""
    page = new_context(viewport=PHONE).new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(production_site.url + ARTICLE, wait_until="networkidle")
    own = [answer for answer in answers if not urlsplit(answer.url).path.startswith("/media/")]
    sizes = {answer.url: answer.request.sizes() for answer in own}
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values())
    assert len(own) <= 6, list(sizes)
    assert total <= 60_000, {url: size["responseBodySize"] for url, size in sizes.items()}


def test_an_article_prints_without_menus(production_site: ServedSite, page: Page) -> None:
    page.goto(production_site.url + ARTICLE)
    menus = page.get_by_role("navigation").all()
    assert menus
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for menu in menus:
        expect(menu).to_be_hidden()


def test_a_meeting_prints_what_one_needs_to_get_there(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(production_site.url + PAGES["meeting with few places"])
    page.emulate_media(media="print")
    for words in ("13.30 tot 17.00 uur", "Voorbeeldkade 12, Rotterdam", "Inloop met koffie"):
        expect(page.get_by_text(words)).to_be_visible()
    for needless in ("Meld je aan", "Zet in je agenda"):
        expect(page.get_by_role("link", name=needless)).to_be_hidden()


def test_a_koploper_prints_its_story_and_facts_without_ways_on(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(production_site.url + PAGES["koploper"])
    page.emulate_media(media="print")
    for words in ("Wie doen er mee", "Voldoet aan 3 van de 4 criteria", "14 maart 2019"):
        expect(page.get_by_text(words)).to_be_visible()
    for needless in ("Nieuws dat hierbij past", "Bekijk alle Koplopers"):
        expect(page.get_by_text(needless)).to_be_hidden()


def test_every_page_has_one_name_of_its_own(production_site: ServedSite) -> None:
    titles = {}
    for name, path in PAGES.items():
        soup = BeautifulSoup(production_site.get(path).body, "html.parser")
        titles[name] = one(soup, "title").get_text()
        assert "Actie Leer Netwerk" in titles[name]
        one(soup, "h1")
    found = [title for name, title in titles.items() if "not" not in name]
    assert len(set(found)) >= len(found) - 1, found


def test_a_jump_to_a_wrong_field_leaves_its_label_and_error_in_sight_and_it_is_red(
    production_site: ServedSite, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{production_site.url}/koploper-worden/voordragen/")
    page.locator("main form[method=post] button[type=submit]").click()
    links = page.locator(".error-summary a")
    for nth in range(links.count()):
        links.nth(nth).click()
        field = page.locator(":focus")
        around = page.locator(".field", has=field)
        for words in (around.locator("label, legend").first, around.locator(".field-error")):
            expect(words).to_be_in_viewport()
        color = "element => getComputedStyle(element).{}"
        wrong = around.locator(".field-error").evaluate(color.format("color"))
        assert field.evaluate(color.format("borderTopColor")) == wrong
