"""The pages of themes and branches: what stands on them, where they are, and what they survive."""

import datetime
import json
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core import term_pages
from core.models import Branch, SiteSettings, Theme, ThemedPage
from core.terms import merge
from initiatives.events.models import Cancellation
from search.models import Synonym
from tests.core.test_listing import HOSTILE
from tests.core.test_sitemap import addresses
from tests.factories import (
    BranchFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    ImageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def learning() -> Any:
    return ThemeFactory(
        name="Leren",
        description="Blijven leren.",
        intro="<p>Een diploma is een <b>begin</b>.</p>",
        line=Theme.Line.LEARN_BETTER,
    )


@pytest.fixture
def home_care() -> Any:
    return BranchFactory(name="Thuiszorg")


def results(client: Client, path: str) -> list[str]:
    """Return the titles in the list of a page, its rows left out."""
    return titles_in(parse(client.get(path)))


def titles_in(soup: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in soup.select("[data-results] .card-title a")]


def everything(soup: BeautifulSoup) -> list[str]:
    """Return the titles of all cards of a page, those in its rows too."""
    return [link.get_text() for link in soup.select("main .card-title a")]


def row(soup: BeautifulSoup, heading: str) -> list[str]:
    """Return the titles in one row of a page; none when the row is not there."""
    for section in soup.select(".term-row"):
        if one(section, "h2").get_text() == heading:
            return [link.get_text() for link in section.select(".card-title a")]
    return []


class TestPage:
    def test_a_theme_says_what_it_is_and_to_which_action_line_it_belongs(
        self, client: Client, learning: Any
    ) -> None:
        soup = parse(client.get("/themas/leren/"))
        assert text_of(soup, "h1") == "Leren"
        words = text_of(soup, "main")
        assert "Blijven leren." in words
        assert "Actielijn: Beter leren in zorg en welzijn" in words
        assert one(soup, ".term-intro b").get_text() == "begin"
        assert text_of(soup, "title") == "Thema Leren – Actie Leer Netwerk"
        assert attribute(soup, 'meta[name="description"]', "content") == "Blijven leren."
        canonical = attribute(soup, 'link[rel="canonical"]', "href")
        assert canonical == "http://testserver/themas/leren/"

    def test_a_theme_of_no_line_fits_them_all(self, client: Client) -> None:
        ThemeFactory(name="Samen", line="")
        assert "Bij alle drie de actielijnen" in client.get("/themas/samen/").text

    def test_a_branch_says_how_else_it_is_called(self, client: Client, home_care: Any) -> None:
        soup = parse(client.get("/branches/thuiszorg/"))
        assert "Ook bekend als: vvt, wijkverpleging" in text_of(soup, "main")
        assert "Actielijn" not in text_of(soup, "main")
        assert text_of(soup, "title") == "Branche Thuiszorg – Actie Leer Netwerk"

    def test_a_new_synonym_of_a_theme_or_branch_stands_on_its_page_at_once(
        self, client: Client, home_care: Any
    ) -> None:
        assert "buurtzorg" not in client.get("/branches/thuiszorg/").text
        Synonym.objects.create(word="buurtzorg", meaning="Thuiszorg")
        assert "Ook bekend als: buurtzorg, vvt" in client.get("/branches/thuiszorg/").text

    def test_a_theme_and_a_branch_of_one_name_have_each_a_page(self, client: Client) -> None:
        ThemeFactory(name="Onderwijs")
        BranchFactory(name="Onderwijs")
        titles = {
            text_of(parse(client.get(f"/{folder}/onderwijs/")), "title")
            for folder in ("themas", "branches")
        }
        assert len(titles) == 2

    def test_all_kinds_stand_on_one_page(self, client: Client, learning: Any) -> None:
        NewsPageFactory(title="Bericht", themes=[learning])
        InitiativePageFactory(title="Initiatief", themes=[learning])
        FacilitatorPageFactory(title="Begeleider", themes=[learning])
        EventPageFactory(title="Bijeenkomst", themes=[learning])
        NewsPageFactory(title="Ander", themes=[ThemeFactory()])
        found = everything(parse(client.get("/themas/leren/")))
        assert sorted(found) == ["Begeleider", "Bericht", "Bijeenkomst", "Initiatief"]

    def test_what_is_about_all_themes_stands_under_every_one(
        self, client: Client, learning: Any, home_care: Any
    ) -> None:
        NewsPageFactory(title="Voor iedereen")
        assert results(client, "/themas/leren/") == ["Voor iedereen"]
        assert results(client, "/branches/thuiszorg/") == ["Voor iedereen"]

    def test_a_meeting_to_come_is_news_from_the_day_it_was_announced(
        self, client: Client, learning: Any
    ) -> None:
        now = timezone.now()
        event = EventPageFactory(title="Bijeenkomst", starts_at=now + datetime.timedelta(days=90))
        old = NewsPageFactory(title="Oud", published_on=now.date() - datetime.timedelta(days=30))
        announced = now - datetime.timedelta(days=10)
        ThemedPage.objects.filter(pk=event.pk).update(first_published_at=announced)
        NewsPageFactory(title="Nieuw")
        feed = ElementTree.fromstring(client.get("/themas/leren/rss/").content)
        titles = [title.text for title in feed.findall("channel/item/title")]
        assert titles == ["Nieuw", "Bijeenkomst", old.title]
        assert everything(parse(client.get("/themas/leren/"))) == [
            "Nieuw",
            old.title,
            "Bijeenkomst",
        ]

    def test_no_card_stands_twice_and_a_facilitator_without_a_day(
        self, client: Client, learning: Any
    ) -> None:
        NewsPageFactory(title="Bericht", themes=[learning])
        for number in range(5):
            EventPageFactory(title=f"Bijeenkomst {number}", themes=[learning])
            FacilitatorPageFactory(title=f"Begeleider {number}", themes=[learning])
        for query, number in (("", 11), ("?soort=facilitators", 5)):
            soup = parse(client.get(f"/themas/leren/{query}"))
            titles = everything(soup)
            assert len(titles) == len(set(titles)) == number
            assert [
                ("Begeleider" in card.text) != bool(card.select("time"))
                for card in soup.select(".card")
            ] == [True] * number

    def test_a_row_of_meetings_shows_only_what_is_to_come_soonest_first(
        self, client: Client, learning: Any
    ) -> None:
        now = timezone.now()
        for title, days in (("Later", 20), ("Eerst", 3), ("Geweest", -20)):
            EventPageFactory(title=title, starts_at=now + datetime.timedelta(days=days))
        Cancellation.objects.create(event=EventPageFactory(title="Afgelast"))
        EventPageFactory(title="Ander thema", themes=[ThemeFactory()])
        soup = parse(client.get("/themas/leren/"))
        assert row(soup, "Komende bijeenkomsten") == ["Eerst", "Later"]

    def test_koplopers_and_facilitators_have_a_row_with_a_way_to_all_of_them(
        self, client: Client, learning: Any
    ) -> None:
        for nth in range(4):
            InitiativePageFactory(title=f"Koploper {nth}", themes=[learning])
        FacilitatorPageFactory(title="Begeleider", themes=[learning])
        soup = parse(client.get("/themas/leren/"))
        assert len(row(soup, "Koplopers")) == term_pages.ROW_SIZE
        assert row(soup, "Facilitators") == ["Begeleider"]
        links = {
            link.get_text(" ", strip=True): link["href"] for link in soup.select(".term-row a")
        }
        assert links["Bekijk alle Koplopers over Leren"] == "/koplopers/?thema=leren"
        assert links["Bekijk alle facilitators over Leren"] == "/facilitators/?thema=leren"
        jumps = [link["href"] for link in soup.select(".jump a")]
        assert jumps == ["#resultaat", "#koplopers", "#facilitators"]
        assert all(soup.select(str(jump)) for jump in jumps)

    def test_a_kind_without_pages_has_no_row(self, client: Client, learning: Any) -> None:
        NewsPageFactory()
        soup = parse(client.get("/themas/leren/"))
        assert not soup.select(".term-row, .jump")

    def test_drafts_private_and_paused_pages_are_on_no_page(
        self, client: Client, learning: Any
    ) -> None:
        NewsPageFactory(title="Concept", live=False)
        InitiativePageFactory(title="Concept", live=False)
        for factory in (NewsPageFactory, InitiativePageFactory, EventPageFactory):
            PageViewRestriction.objects.create(
                page=factory(title="Geheim"), restriction_type=PageViewRestriction.LOGIN
            )
        FacilitatorPageFactory(title="Gepauzeerd", live=False)
        text = client.get("/themas/leren/").text
        for title in ("Concept", "Geheim", "Gepauzeerd"):
            assert title not in text

    def test_an_empty_theme_says_so_and_shows_a_way(self, client: Client, learning: Any) -> None:
        soup = parse(client.get("/themas/leren/"))
        assert "Er staat nog niets bij dit thema." in text_of(soup, ".empty")
        assert attribute(soup, ".empty a", "href") == "/themas/"

    def test_a_theme_out_of_use_is_still_there_to_read(self, client: Client, learning: Any) -> None:
        Theme.objects.update(active=False)
        NewsPageFactory(title="Oud", themes=[learning])
        soup = parse(client.get("/themas/leren/"))
        assert "We gebruiken dit thema niet meer" in text_of(soup, "main")
        assert one(soup, 'meta[name="robots"]')["content"] == "noindex,follow"
        assert results(client, "/themas/leren/") == ["Oud"]


class TestFiltering:
    @pytest.fixture(autouse=True)
    def _pages(self, learning: Any, home_care: Any) -> None:
        youth = BranchFactory(name="Jeugdzorg")
        NewsPageFactory(title="A", themes=[learning], branches=[home_care])
        NewsPageFactory(title="B", themes=[learning], branches=[youth])
        InitiativePageFactory(title="C", themes=[learning], branches=[home_care])

    def test_the_list_can_be_narrowed_by_kind_and_by_the_other_terms(self, client: Client) -> None:
        both = "?soort=nieuwsberichten&branche=thuiszorg"
        for query, titles, heading in (
            ("", "ABC", "3 resultaten"),
            ("?soort=koplopers", "C", "1 resultaat (Koplopers)"),
            ("?branche=thuiszorg", "AC", "2 resultaten voor Thuiszorg"),
            (both, "A", "1 resultaat (nieuwsberichten) voor Thuiszorg"),
            ("?soort=facilitators", "", "Geen resultaten (facilitators)"),
        ):
            soup = parse(client.get(f"/themas/leren/{query}"))
            assert sorted(everything(soup)) == list(titles)
            assert text_of(soup, "#resultaat") == heading

    def test_every_count_tells_what_choosing_the_option_gives(self, client: Client) -> None:
        soup = parse(client.get("/themas/leren/"))
        options = {
            (str(one(label, "input")["name"]), str(one(label, "input")["value"])): int(
                text_of(label, "[data-count]")
            )
            for label in soup.select("[data-filter] .option")
        }
        assert options == {
            ("soort", "nieuwsberichten"): 2,
            ("soort", "koplopers"): 1,
            ("branche", "jeugdzorg"): 1,
            ("branche", "thuiszorg"): 2,
        }
        for (parameter, slug), count in options.items():
            assert len(results(client, f"/themas/leren/?{parameter}={slug}")) == count

    def test_a_branch_offers_themes(self, client: Client) -> None:
        assert sorted(results(client, "/branches/thuiszorg/?thema=leren")) == ["A", "C"]

    def test_an_unknown_choice_is_left_out_and_the_page_says_so(self, client: Client) -> None:
        answer = client.get("/themas/leren/?soort=podcast")
        assert "kennen we niet" in answer.text
        assert len(everything(parse(answer))) == 3

    def test_an_old_slug_in_the_filter_leads_to_that_of_today(self, client: Client) -> None:
        branch = Branch.objects.get(slug="thuiszorg")
        branch.slug = "zorg-thuis"
        branch.save()
        answer = client.get("/themas/leren/?branche=thuiszorg&soort=koplopers")
        assert answer.status_code == 301
        assert answer["Location"] == "/themas/leren/?soort=koplopers&branche=zorg-thuis"

    def test_the_list_goes_on_on_a_second_page(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(term_pages, "PAGE_SIZE", 1)
        first, second = (parse(client.get(f"/themas/leren/{page}")) for page in ("", "?pagina=2"))
        assert sorted(titles_in(first) + titles_in(second)) == ["A", "B"]
        assert text_of(second, "title").startswith("Thema Leren, pagina 2")
        assert client.get("/themas/leren/?pagina=3").status_code == 404

    def test_a_combination_is_not_for_search_engines(self, client: Client) -> None:
        assert "noindex" not in client.get("/themas/leren/?soort=koplopers").text
        assert "noindex" in client.get("/themas/leren/?soort=koplopers&branche=thuiszorg").text


class TestOldAddresses:
    def test_a_renamed_theme_is_found_under_its_old_address(
        self, client: Client, learning: Any
    ) -> None:
        learning.slug = "blijven-leren"
        learning.save()
        for rest in ("", "rss/", "atom/", "?soort=koplopers&pagina=2"):
            answer = client.get(f"/themas/leren/{rest}")
            assert answer.status_code == 301
            assert answer["Location"] == f"/themas/blijven-leren/{rest}"

    def test_a_merged_theme_leads_to_the_one_that_stayed(
        self, client: Client, learning: Any
    ) -> None:
        old: Any = ThemeFactory(name="Scholing")
        NewsPageFactory(title="Bericht", themes=[old])
        merge(old, learning)
        answer = client.get("/themas/scholing/")
        assert (answer.status_code, answer["Location"]) == (301, "/themas/leren/")
        assert results(client, "/themas/leren/") == ["Bericht"]

    def test_capitals_in_an_address_do_no_harm(self, client: Client, learning: Any) -> None:
        answer = client.get("/themas/Leren/")
        assert (answer.status_code, answer["Location"]) == (301, "/themas/leren/")

    def test_a_theme_that_never_was_gets_a_page_that_helps(
        self, client: Client, learning: Any
    ) -> None:
        ThemeFactory(name="Buiten gebruik", active=False)
        answer = client.get("/themas/leeren/")
        assert answer.status_code == 404
        soup = parse(answer)
        assert text_of(soup, "h1") == "Dit thema kennen we niet"
        assert "Bedoelde je Leren ?" in text_of(soup, "main")
        assert {"/themas/leren/", "/"} <= {link["href"] for link in soup.select("main a")}
        assert "Buiten gebruik" not in answer.text

    def test_an_unknown_branch_is_called_a_branch(self, client: Client) -> None:
        assert "Deze branche kennen we niet" in client.get("/branches/bestaat-niet/").text

    def test_no_address_breaks_them(self, client: Client, learning: Any) -> None:
        for kind, value in HOSTILE.items():
            slug = quote(value, safe="", errors="surrogatepass")
            for path in (f"/themas/{slug}/", f"/branches/{slug}/", f"/themas/{slug}/atom/"):
                answer = client.get(path)
                if answer.status_code == 302:  # to the list, which is there
                    answer = client.get(answer["Location"])
                assert answer.status_code in (200, 404), (path[:40], kind)
            parameters = dict.fromkeys(("soort", "branche", "thema"), value)
            query = urlencode(parameters, errors="surrogatepass")
            for path in ("/themas/leren/", "/themas/leren/rss/", "/themas/leren/atom/"):
                assert client.get(f"{path}?{query}").status_code == 200, (path, kind)
        for path in ("/themas/leren/", "/themas/leren/rss/", "/themas/leren/atom/"):
            assert client.get(f"{path}?pagina=%00").status_code == 404

    def test_nothing_can_be_sent_to_them(self, client: Client, learning: Any) -> None:
        for path in ("/themas/", "/themas/leren/", "/themas/leren/rss/"):
            assert client.post(path).status_code == 405


class TestFeeds:
    def test_both_feeds_hold_what_the_list_holds(
        self, client: Client, learning: Any, home_care: Any
    ) -> None:
        NewsPageFactory(title="Bericht", themes=[learning], branches=[home_care])
        InitiativePageFactory(title="Koploper", themes=[learning])
        NewsPageFactory(title="Ander", themes=[ThemeFactory()])
        for query, titles in (("", {"Bericht", "Koploper"}), ("?soort=koplopers", {"Koploper"})):
            rss = ElementTree.fromstring(client.get(f"/themas/leren/rss/{query}").content)
            atom = ElementTree.fromstring(client.get(f"/themas/leren/atom/{query}").content)
            assert {item.findtext("title") for item in rss.iter("item")} == titles
            entries = atom.findall(f"{ATOM}entry")
            assert {entry.findtext(f"{ATOM}title") for entry in entries} == titles

    def test_a_feed_says_what_it_follows_and_where_the_page_is(
        self, client: Client, learning: Any
    ) -> None:
        answer = client.get("/themas/leren/rss/?soort=koplopers")
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None
        assert channel.findtext("title") == "Actie Leer Netwerk – Leren: Koplopers"
        assert channel.findtext("description") == "Blijven leren."
        assert channel.findtext("link") == "http://testserver/themas/leren/?soort=koplopers"
        own = channel.find(f"{ATOM}link")
        assert own is not None
        assert own.get("href") == "http://testserver/themas/leren/rss/?soort=koplopers"

    def test_a_meeting_to_come_has_no_date_in_the_future(
        self, client: Client, learning: Any
    ) -> None:
        EventPageFactory(starts_at=timezone.now() + datetime.timedelta(days=90))
        atom = ElementTree.fromstring(client.get("/themas/leren/atom/").content)
        published = atom.findtext(f"{ATOM}entry/{ATOM}published", "")
        assert datetime.datetime.fromisoformat(published) <= timezone.now()

    def test_a_page_names_its_feeds(self, client: Client, learning: Any) -> None:
        soup = parse(client.get("/themas/leren/?soort=koplopers"))
        found = [link["href"] for link in soup.select('link[rel="alternate"]')]
        assert found == [
            "/themas/leren/rss/",
            "/themas/leren/atom/",
            "/themas/leren/rss/?soort=koplopers",
            "/themas/leren/atom/?soort=koplopers",
        ]


class TestOverview:
    def test_themes_stand_by_action_line_in_the_order_of_the_programme(
        self, client: Client, learning: Any
    ) -> None:
        ThemeFactory(name="Samen", line="")
        ThemeFactory(name="Instroom", line=Theme.Line.MORE_CHOOSE)
        ThemeFactory(name="Buiten gebruik", active=False)
        soup = parse(client.get("/themas/"))
        assert [heading.get_text() for heading in soup.select("main h2")] == [
            "Meer kiezen voor zorg en welzijn",
            "Beter leren in zorg en welzijn",
            "Bij alle drie de actielijnen",
        ]
        assert [link["href"] for link in soup.select(".theme a")] == [
            "/themas/instroom/",
            "/themas/leren/",
            "/themas/samen/",
        ]

    def test_each_says_how_much_there_is(
        self, client: Client, learning: Any, home_care: Any
    ) -> None:
        NewsPageFactory(themes=[learning], branches=[BranchFactory()])
        NewsPageFactory()
        NewsPageFactory(live=False)
        assert text_of(parse(client.get("/themas/")), ".theme-count") == "2 pagina's"
        counts = [tag.get_text() for tag in parse(client.get("/branches/")).select(".theme-count")]
        assert sorted(counts) == ["1 pagina", "2 pagina's"]

    def test_without_any_it_says_so(self, client: Client) -> None:
        for path in ("/themas/", "/branches/"):
            assert "Hier staat nog niets" in client.get(path).text

    def test_it_takes_as_many_queries_for_twelve_as_for_three(
        self, client: Client, django_assert_max_num_queries
    ) -> None:
        used = set()
        for number in (3, 9):
            for theme in ThemeFactory.create_batch(number):
                NewsPageFactory(themes=[theme])
            client.get("/themas/")
            with django_assert_max_num_queries(5) as queries:
                answer = client.get("/themas/")
            used.add(len(queries))
        assert answer.text.count("theme-count") == 12
        assert len(used) == 1


def test_a_page_takes_as_many_queries_for_nine_of_each_kind_as_for_three(
    client: Client, django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_pages, "PAGE_SIZE", 36)
    monkeypatch.setattr(term_pages, "ROW_SIZE", 9)
    card = {
        "themes": [ThemeFactory(name="Leren")],
        "branches": [BranchFactory(name="Thuiszorg")],
        "listing_image": ImageFactory(),
        "listing_image_alt": "Een kleur",
    }
    factories = (NewsPageFactory, InitiativePageFactory, EventPageFactory, FacilitatorPageFactory)
    used = []
    for number in (3, 6):
        for factory in factories:
            factory.create_batch(number, **card)
        client.get("/branches/thuiszorg/")
        with django_assert_max_num_queries(22) as queries:
            answer = client.get("/themas/leren/")
        shown = [len(row.cards) for row in answer.context["rows"]]
        used.append((len(answer.context["listing"].cards), shown, len(queries)))
    assert used == [(3, [3, 3, 3], used[0][2]), (9, [9, 9, 9], used[0][2])]


def test_the_way_to_a_page_is_said_to_readers_and_to_search_engines(
    client: Client, learning: Any
) -> None:
    soup = parse(client.get("/themas/leren/"))
    crumbs = [item.get_text(strip=True) for item in soup.select(".crumbs li")]
    assert crumbs == ["Home", "Thema's", "Leren"]
    kinds = {data["@type"]: data for data in map(json.loads, scripts(soup))}
    trail = [item["item"] for item in kinds["BreadcrumbList"]["itemListElement"]]
    assert trail == [
        "http://testserver/",
        "http://testserver/themas/",
        "http://testserver/themas/leren/",
    ]
    assert kinds["CollectionPage"]["url"] == "http://testserver/themas/leren/"


def scripts(soup) -> list[str]:
    return [tag.get_text() for tag in soup.select('script[type="application/ld+json"]')]


def test_the_sitemap_names_the_terms_in_use(client: Client, learning: Any, home_care: Any) -> None:
    ThemeFactory(name="Buiten gebruik", active=False)
    found = addresses(client)
    assert found[-4:] == [
        "http://testserver/themas/",
        "http://testserver/themas/leren/",
        "http://testserver/branches/",
        "http://testserver/branches/thuiszorg/",
    ]
    assert not [address for address in found if "buiten" in address]


@pytest.mark.parametrize(
    "factory", [NewsPageFactory, InitiativePageFactory, EventPageFactory, FacilitatorPageFactory]
)
def test_the_terms_of_a_page_lead_to_their_pages(
    client: Client, learning: Any, home_care: Any, factory
) -> None:
    for page, paths in (
        (factory(themes=[learning], branches=[home_care]), ["themas/leren", "branches/thuiszorg"]),
        (factory(), ["themas", "branches"]),
    ):
        soup = parse(client.get(page.get_url()))
        assert [link["href"] for link in soup.select(".terms a")] == [f"/{at}/" for at in paths]


def test_a_list_under_one_theme_leads_to_everything_about_it(client: Client, learning: Any) -> None:
    NewsPageFactory(themes=[learning])
    soup = parse(client.get("/nieuws/?thema=leren"))
    assert attribute(soup, ".theme-line a", "href") == "/themas/leren/"


def test_an_editor_puts_the_overviews_in_menu_and_footer(client: Client) -> None:
    settings = SiteSettings.load()
    settings.menu = [("item", {"page": None, "overview": "theme", "label": ""})]
    link = {"page": None, "overview": "branch", "url": "", "label": "Waar je werkt"}
    settings.footer = [("column", {"heading": "Zoeken", "links": [link]})]
    settings.save()
    soup = parse(client.get("/"))
    assert attribute(soup, ".menu-list a", "href") == "/themas/"
    assert text_of(soup, ".menu-list a") == "Thema's"
    assert attribute(soup, ".site-footer-column a", "href") == "/branches/"
    assert text_of(soup, ".site-footer-column a") == "Waar je werkt"


def test_an_introduction_is_written_where_the_theme_is_kept(client: Client, learning: Any) -> None:
    editor: Any = UserFactory(groups=["Redacteur"])
    client.force_login(editor)
    form = parse(client.get(f"/beheer/snippets/core/theme/edit/{learning.pk}/"))
    assert form.select('[name="intro"]')
