"""How every list filters, counts, pages and links. Shown on the news list, which is one of them."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.http import Http404, QueryDict
from django.test import Client
from pytest_django import DjangoDbBlocker

from core.facets import BRANCHES, THEMES
from core.listing import PAGE_SIZE, Listing
from core.models import Branch, Theme, ThemedPage
from news.models import ARTICLES
from tests.factories import BranchFactory, ImageFactory, NewsPageFactory, ThemeFactory, news_index
from tests.worlds import world

pytestmark = pytest.mark.django_db


def listing(query: str = "") -> Listing:
    pages = ThemedPage.objects.child_of(news_index()).published().newest_first()
    return Listing(pages, [THEMES, BRANCHES], QueryDict(query), "/nieuws/", ARTICLES)


def titles(query: str = "") -> set[str]:
    return {card.title for card in listing(query).cards}


def counts(query: str, parameter: str) -> dict[str, int]:
    group = next(g for g in listing(query).groups if g.facet.parameter == parameter)
    return {option.slug: option.count for option in group.options}


@pytest.fixture(scope="class")
def articles(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Two themes, two branches, and an article for each way to combine them."""
    with world(django_db_blocker):
        _make_articles()
        yield


def _make_articles() -> None:
    learning, leaving = ThemeFactory(name="Leren"), ThemeFactory(name="Uitstroom")
    home_care, youth = BranchFactory(name="Thuiszorg"), BranchFactory(name="Jeugdzorg")
    NewsPageFactory(title="A", themes=[learning], branches=[home_care])
    NewsPageFactory(title="B", themes=[leaving], branches=[home_care])
    NewsPageFactory(title="C", themes=[learning, leaving], branches=[youth])
    NewsPageFactory(title="D", themes=[learning])
    NewsPageFactory(title="E", branches=[youth])


@pytest.mark.usefixtures("articles")
class TestFiltering:
    def test_without_a_choice_everything_is_listed(self) -> None:
        assert titles() == {"A", "B", "C", "D", "E"}

    def test_one_theme_lists_its_articles_and_those_for_all_themes(self) -> None:
        assert titles("thema=leren") == {"A", "C", "D", "E"}

    def test_two_themes_add_up(self) -> None:
        assert titles("thema=leren&thema=uitstroom") == {"A", "B", "C", "D", "E"}

    def test_a_theme_and_a_branch_narrow_each_other(self) -> None:
        assert titles("thema=uitstroom&branche=thuiszorg") == {"B"}
        assert titles("thema=uitstroom&branche=jeugdzorg") == {"C", "E"}

    def test_an_article_with_two_chosen_themes_is_listed_once(self) -> None:
        found = listing("thema=leren&thema=uitstroom")
        assert [card.title for card in found.cards].count("C") == 1
        assert found.total == 5

    def test_a_count_tells_what_choosing_the_option_would_give(self) -> None:
        for parameter in ("thema", "branche"):
            for query in (
                "",
                "thema=uitstroom",
                "branche=thuiszorg",
                "thema=leren&branche=jeugdzorg",
            ):
                for slug, count in counts(query, parameter).items():
                    others = QueryDict(query, mutable=True)
                    others.setlist(parameter, [slug])
                    assert listing(others.urlencode()).total == count, (query, slug)

    def test_a_count_leaves_out_the_choice_in_its_own_facet(self) -> None:
        assert counts("thema=leren", "thema") == counts("", "thema") == {"leren": 4, "uitstroom": 3}

    def test_an_option_without_articles_is_left_out_unless_it_was_chosen(self) -> None:
        ThemeFactory(name="Leeg")
        NewsPageFactory(title="F", themes=[Theme.objects.get(slug="leren")])
        Theme.objects.get(slug="leeg").pages.all()
        ThemedPage.objects.filter(all_themes=True).update(all_themes=False)
        assert "leeg" not in counts("", "thema")
        assert counts("thema=leeg", "thema")["leeg"] == 0

    def test_a_branch_out_of_use_is_left_out_unless_it_was_chosen(self) -> None:
        branch = Branch.objects.get(slug="thuiszorg")
        branch.active = False
        branch.save()
        assert set(counts("", "branche")) == {"jeugdzorg"}
        assert counts("branche=thuiszorg", "branche")["thuiszorg"] == 3

    def test_each_chip_leads_to_the_list_without_that_choice(self) -> None:
        chips = listing("thema=leren&branche=thuiszorg").chips
        assert [(chip.label, chip.remove_url) for chip in chips] == [
            ("Leren", "/nieuws/?branche=thuiszorg"),
            ("Thuiszorg", "/nieuws/?thema=leren"),
        ]


@pytest.mark.usefixtures("articles")
class TestAddress:
    def test_the_canonical_address_has_one_order_and_nothing_unknown(self) -> None:
        found = listing("utm_source=x&branche=thuiszorg&thema=uitstroom&thema=leren&thema=leren")
        assert found.canonical_path == "/nieuws/?thema=leren&thema=uitstroom&branche=thuiszorg"

    def test_only_a_combination_is_kept_from_search_engines(self) -> None:
        assert not listing("").is_combination
        assert not listing("thema=leren").is_combination
        assert listing("thema=leren&branche=thuiszorg").is_combination
        assert listing("thema=leren&thema=uitstroom").is_combination

    def test_an_unknown_option_is_left_out_and_the_page_says_so(self, client: Client) -> None:
        found = listing("thema=bestaat-niet")
        assert found.left_out
        assert not found.is_filtered
        assert found.total == 5
        assert not listing("thema=leren").left_out
        assert "kennen we niet" in client.get("/nieuws/?thema=bestaat-niet").text

    def test_an_old_slug_leads_to_the_same_list_under_the_new_one(self, client: Client) -> None:
        theme = Theme.objects.get(slug="leren")
        theme.slug = "blijven-leren"
        theme.save()
        branch = Branch.objects.get(slug="thuiszorg")
        answer = client.get("/nieuws/?branche=thuiszorg&thema=leren")
        assert answer.status_code == 301
        assert answer["Location"] == f"/nieuws/?thema=blijven-leren&branche={branch.slug}"
        feed = client.get("/nieuws/atom/?thema=leren")
        assert (feed.status_code, feed["Location"]) == (301, "/nieuws/atom/?thema=blijven-leren")


class TestPages:
    @pytest.fixture(scope="class", autouse=True)
    def _many(self, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        with world(django_db_blocker):
            NewsPageFactory.create_batch(PAGE_SIZE + 1)
            yield

    def test_the_second_page_goes_on_where_the_first_ended(self) -> None:
        first, second = listing(), listing("pagina=2")
        assert len(first.cards) == PAGE_SIZE
        assert len(second.cards) == 1
        assert not {card.pk for card in first.cards} & {card.pk for card in second.cards}
        assert first.next_url == "/nieuws/?pagina=2"
        assert first.previous_url is None
        assert second.previous_url == "/nieuws/"
        assert second.next_url is None

    def test_a_page_that_is_not_there_is_not_found(self, client: Client) -> None:
        for number in ("0", "-1", "3", "99999999999999999999", "1.5", "één", "²", ""):
            with pytest.raises(Http404):
                listing(urlencode({"pagina": number}))
        assert client.get("/nieuws/?pagina=3").status_code == 404
        assert client.get("/nieuws/?pagina=één").status_code == 404


def test_the_pager_names_first_last_and_neighbours_only() -> None:
    found = listing()
    found.number = 50
    found.__dict__["_paginator"] = type("", (), {"num_pages": 100, "count": 1200})
    numbers = [link and link[0] for link in found.page_links]
    assert numbers == [1, None, 49, 50, 51, None, 100]


HOSTILE = {
    "unknown": "bestaat-niet",
    "NUL": "leren\0",
    "ten kilobytes": "x" * 10_240,
    "quotes": "'\"; DROP TABLE core_theme; --",
    "markup": "<script>alert(1)</script>",
    "emoji": "🦆",
    "right to left": "\u202eneh",
    "lone surrogate": "\udcff",
    "a path": "../../etc/passwd",
    "empty": "",
    "percent": "%s%n%%",
}


@pytest.mark.usefixtures("articles")
class TestHostileInput:
    def test_no_value_of_any_parameter_breaks_a_list(self) -> None:
        for kind, value in HOSTILE.items():
            for parameter in ("thema", "branche", "onbekend", "q\0"):
                found = listing(urlencode({parameter: value}, errors="surrogatepass"))
                assert len(found.cards) == found.total == 5, (parameter, kind)
                assert found.groups
                assert found.canonical_path == "/nieuws/"
            with pytest.raises(Http404):
                listing(urlencode({"pagina": value}, errors="surrogatepass"))

    @pytest.mark.parametrize("path", ["/nieuws/", "/nieuws/rss/", "/nieuws/atom/"])
    def test_no_value_breaks_the_page_or_a_feed(self, client: Client, path: str) -> None:
        for kind, value in HOSTILE.items():
            parameters = dict.fromkeys(("thema", "branche", "onbekend", "q\0"), value)
            answer = client.get(f"{path}?{urlencode(parameters, errors='surrogatepass')}")
            assert answer.status_code == 200, kind
            assert "<" not in value or value not in answer.text
        assert client.get(f"{path}?pagina=%00").status_code == 404

    def test_no_malformed_query_breaks_a_list(self, client: Client) -> None:
        for query in (
            "thema=%FF%FE",
            "thema=%00",
            "thema=%",
            "&&&===;;;",
            "thema[]=leren",
            "thema=leren&" * 500,
            "%74%68%65%6d%61=leren",
            "thema=leren%26branche%3Dthuiszorg",
        ):
            assert client.get(f"/nieuws/?{query}").status_code == 200, query[:40]


def test_a_list_takes_as_many_queries_for_a_full_page_as_for_three_cards(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    """Site, menus and settings included; the request before it fills what is kept."""
    card = {
        "themes": [ThemeFactory(name="Leren")],
        "branches": [BranchFactory(name="Thuiszorg")],
        "listing_image": ImageFactory(),
        "listing_image_alt": "Een kleur",
    }
    used = []
    for number in (3, PAGE_SIZE - 3):
        NewsPageFactory.create_batch(number, **card)
        client.get("/nieuws/")
        with django_assert_max_num_queries(12) as queries:
            answer = client.get("/nieuws/?thema=leren&branche=thuiszorg")
        used.append((len(answer.context["listing"].cards), len(queries)))
    assert used == [(3, used[0][1]), (PAGE_SIZE, used[0][1])]
