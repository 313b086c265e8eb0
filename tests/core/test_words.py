"""How the site puts things into words: dates, filters, headings, telephone numbers."""

import datetime

import pytest
from django.http import QueryDict
from django.template import Context, Template

from core.blocks.body import BodyBlock
from core.facets import BRANCHES, THEMES
from core.listing import Listing
from core.models import ThemedPage
from core.pressable import dial
from core.templatetags.aln import day, headings, in_words, only_theme, parts
from news.models import ARTICLES
from tests.factories import BranchFactory, ThemeFactory


@pytest.mark.parametrize(
    ("date", "form", "words"),
    [
        ((2019, 3, 26), "long", "dinsdag 26 maart 2019"),
        ((2019, 6, 12), "long", "woensdag 12 juni 2019"),
        ((2019, 3, 1), "short", "1 maart 2019"),
        ((2024, 8, 31), "short", "31 augustus 2024"),
    ],
)
def test_dates_are_dutch_in_full_and_in_lower_case(
    date: tuple[int, int, int], form: str, words: str
) -> None:
    machine = datetime.date(*date).isoformat()
    assert day(datetime.date(*date), form) == f'<time datetime="{machine}">{words}</time>'


@pytest.mark.django_db
class TestFilter:
    @pytest.fixture(autouse=True)
    def _terms(self) -> None:
        for name in ("Leren", "Blijven", "Regio"):
            ThemeFactory(name=name, slug=name.lower())
        BranchFactory(name="Thuiszorg", slug="thuiszorg")

    def listing(self, query: str) -> Listing:
        return Listing(
            ThemedPage.objects.all(), [THEMES, BRANCHES], QueryDict(query), "/nieuws/", ARTICLES
        )

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("", ""),
            ("thema=leren", " over Leren"),
            ("branche=thuiszorg", " voor Thuiszorg"),
            ("thema=leren&branche=thuiszorg", " over Leren voor Thuiszorg"),
        ],
    )
    def test_the_heading_says_what_was_chosen(self, query: str, words: str) -> None:
        assert in_words(self.listing(query)) == words

    def test_options_of_one_group_are_joined_as_they_work_by_or(self) -> None:
        words = in_words(self.listing("thema=leren&thema=blijven&thema=regio"))
        assert words.startswith(" over ")
        assert words.count(", ") == 1
        assert words.count(" of ") == 1

    @pytest.mark.parametrize(
        ("query", "theme"),
        [("", None), ("thema=leren", "Leren"), ("thema=leren&thema=blijven", None)],
    )
    def test_a_description_belongs_to_a_single_theme(self, query: str, theme: str | None) -> None:
        found = only_theme(self.listing(query))
        assert (found.name if found else None) == theme


def test_headings_get_anchors_of_their_own_words_and_never_the_same_twice() -> None:
    texts = [("heading", "Hoe het gaat"), ("subheading", "Klein"), ("heading", "Hoe het gaat")]
    body = BodyBlock().to_python([{"type": kind, "value": text} for kind, text in texts])
    found = [part.anchor for part in parts(body)]
    assert found == ["kop-hoe-het-gaat", "", "kop-hoe-het-gaat-2"]
    assert len(headings(parts(body))) == 2


def test_a_telephone_link_holds_digits_only() -> None:
    assert dial("+31 (0)6 – 00 000 000") == "+31600000000"
    assert dial("06 00 00 00 00") == "0600000000"


def test_a_large_number_is_grouped_for_people_and_a_key_is_not():
    read = "{{ number|grouped }} berichten, ?pagina={{ number }}"
    assert Template(read).render(Context({"number": 1234})) == "1.234 berichten, ?pagina=1234"
