"""What the search page marks, counts, orders, mends and says."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import PageViewRestriction

from core.models import Theme
from core.text_normalisation import tidy
from search import results, zero_results
from search.dictionary import dictionary
from search.models import Entry, Synonym
from search.queries import Query
from search.spelling import mended
from search.suggestions import suggestions
from tests.factories import (
    BranchFactory,
    ContentPageFactory,
    EventPageFactory,
    NewsPageFactory,
    ThemeFactory,
)
from tests.html import attribute, parse, text_of
from tests.search.asking import PATH, ask, found

pytestmark = pytest.mark.django_db


def news(title: str = "Bericht", text: str = "Kwikzilver.", **more):
    return NewsPageFactory(title=title, body=[("paragraph", f"<p>{text}</p>")], **more)


def options(page, parameter: str) -> dict[str, str]:
    boxes = page.select(f'[data-facet="{parameter}"] .option')
    return {
        box.select_one(".option-label").get_text(): box.select_one("[data-count]").get_text()
        for box in boxes
    }


def marks(query: str) -> list[str]:
    return [mark.get_text() for mark in ask(query).select("mark")]


def test_a_result_says_what_it_is_of_when_about_what_and_why_it_was_found():
    news(
        text="Iets vooraf. Er is weinig kwikzilver & goud.",
        published_on=datetime.date(2019, 3, 26),
        themes=[ThemeFactory(name="Minder regeldruk")],
    )
    page = ask("kwikzilver")
    assert text_of(page, ".result .kicker") == "Nieuws"
    assert text_of(page, ".result time") == "26 maart 2019"
    assert "Minder regeldruk" in text_of(page, ".result .card-terms")
    assert "weinig kwikzilver & goud" in text_of(page, ".result-excerpt")
    assert text_of(page, ".result-excerpt mark") == "kwikzilver"
    assert text_of(page, "#resultaat") == "1 resultaat"


def test_found_words_are_marked_in_whatever_form_they_stand():
    for query, text, marked in (
        ("organisatie", "Alle zorgorganisaties doen mee", ["zorgorganisaties"]),
        ("personeelstekort", "Het tekort aan personeel", ["tekort", "personeel"]),
        ("personeelstekort", "Een personeelstekort, dus tekort", ["personeelstekort"]),
        ("zijinstroom", "De zij-instroom groeit", ["zij-instroom"]),
        ("themas", "Twee thema’s", ["thema’s"]),
        ("coordinator", "De Coördinator", ["Coördinator"]),
        ("ggz", "De geestelijke gezondheidszorg", ["geestelijke", "gezondheidszorg"]),
    ):
        Entry.objects.all().delete()
        news(text=text)
        assert marks(query) == marked, text


def test_words_are_marked_in_the_title_too():
    news("Kwikzilver in de wijk", text="Niets.")
    assert marks("kwikzilver") == ["Kwikzilver"]


def test_a_word_deep_in_a_text_is_in_the_excerpt():
    news(text="Lang verhaal. " * 200 + "Hier het kwikzilver. " + "Verder. " * 200)
    page = ask("kwikzilver")
    assert "Hier het kwikzilver" in text_of(page, ".result-excerpt")
    assert len(text_of(page, ".result-excerpt")) < 260


def test_nothing_in_a_text_becomes_markup():
    news("Een <b>vet</b> bericht", text="&lt;script&gt; kwikzilver &lt;/script&gt;")
    page = ask("kwikzilver")
    assert not page.select(".result script, .result b")
    assert "<script> kwikzilver" in text_of(page, ".result-excerpt")


def test_every_facet_counts_what_it_would_leave():
    theme, branch = ThemeFactory(name="Leren"), BranchFactory(name="Jeugdzorg")
    news("A", themes=[theme], branches=[branch], published_on=datetime.date(2019, 3, 1))
    news("B", themes=[theme], published_on=datetime.date(2020, 3, 1))
    news("C", published_on=datetime.date(2020, 3, 1))
    ContentPageFactory(title="D met kwikzilver")
    page = ask("kwikzilver")
    assert options(page, "soort") == {"Nieuwsberichten": "3", "Pagina’s": "1"}
    assert options(page, "thema") == {"Leren": "3"}
    assert options(page, "branche") == {"Jeugdzorg": "3"}
    assert options(page, "periode") == {"2020": "2", "2019": "1"}
    narrowed = ask("kwikzilver", periode="2020")
    assert options(narrowed, "soort") == {"Nieuwsberichten": "2"}
    assert options(narrowed, "periode") == {"2020": "2", "2019": "1"}


def test_results_can_be_narrowed_down():
    theme, branch = ThemeFactory(name="Leren"), BranchFactory(name="Jeugdzorg")
    other = BranchFactory(name="Thuiszorg")
    news("A", themes=[theme], branches=[branch], published_on=datetime.date(2019, 3, 1))
    news("B", branches=[other], published_on=datetime.date(2020, 3, 1))
    ContentPageFactory(title="Kwikzilver")
    for parameter, value, titles in (
        ("soort", "nieuwsberichten", {"A", "B"}),
        ("soort", "paginas", {"Kwikzilver"}),
        ("thema", "leren", {"A", "B"}),
        ("branche", "jeugdzorg", {"A"}),
        ("periode", "2019", {"A"}),
        ("periode", "2031", {"A", "B", "Kwikzilver"}),
        ("thema", "bestaat-niet", {"A", "B", "Kwikzilver"}),
    ):
        assert set(found("kwikzilver", **{parameter: value})) == titles, (parameter, value)


def test_an_old_slug_of_a_theme_leads_on_and_keeps_the_question(client: Client):
    news(themes=[ThemeFactory(name="Leren")])
    theme = Theme.objects.get(name="Leren")
    theme.slug = "blijven-leren"
    theme.save()
    answer = client.get(f"{PATH}?q=kwikzilver&thema=leren&sorteer=datum")
    assert answer.status_code == 301
    assert answer["Location"] == f"{PATH}?thema=blijven-leren&q=kwikzilver&sorteer=datum"


def test_what_has_the_words_in_its_title_comes_first_unless_dates_are_asked_for():
    news("Kwikzilver", text="Niets.", published_on=datetime.date(2019, 1, 1))
    news("Nieuwste", published_on=datetime.date(2020, 1, 1))
    ContentPageFactory(title="Zonder datum", lead="Kwikzilver.")
    assert found("kwikzilver")[0] == "Kwikzilver"
    assert found("kwikzilver", sorteer="datum") == ["Nieuwste", "Kwikzilver", "Zonder datum"]


@pytest.fixture
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four results on a page, of which the first two are ranked."""
    monkeypatch.setattr(results.SearchListing.__init__, "__defaults__", (4, (), ()))
    monkeypatch.setattr(results, "RANKED", 8)


@pytest.mark.usefixtures("_short_pages")
def test_beyond_the_likeliest_results_the_rest_follows_by_date():
    days = [datetime.date(2019, 1, 1) + datetime.timedelta(days=nth) for nth in range(10)]
    for nth, day in enumerate(days):
        news(f"Bericht {nth}", published_on=day)
    news("Kwikzilver", text="Niets.", published_on=datetime.date(2018, 1, 1))
    pages = [found("kwikzilver", pagina=str(number)) for number in (1, 2, 3)]
    assert pages[0][0] == "Kwikzilver"
    assert [len(page) for page in pages] == [4, 4, 3]
    assert len({title for page in pages for title in page}) == 11


@pytest.mark.usefixtures("_short_pages")
def test_the_newest_of_a_common_word_are_found_among_the_newest_pages():
    days = [datetime.date(2019, 1, 1) + datetime.timedelta(days=nth) for nth in range(16)]
    for nth, day in enumerate(days):
        news(f"Bericht {nth}", "Kwikzilver." if nth % 4 else "Niets.", published_on=day)
    shown = {title for number in ("1", "2") for title in found("kwikzilver", pagina=number)}
    newest = [f"Bericht {nth}" for nth in reversed(range(16)) if nth % 4]
    assert set(newest[:4]) <= shown
    assert found("kwikzilver", sorteer="datum") == newest[:4]


def test_a_typing_error_is_mended_and_the_page_says_so(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        news("Gevonden", text="Het verpleeghuis.")
    for typed in ("verpleghuis", "verpleegbhuis", "verpleeghius", "verpleeghuus"):
        page = ask(typed)
        said = f"Je zocht op ‘{typed}’; we laten ook ‘verpleeghuis’ zien."
        assert text_of(page, ".search-mended") == said
        assert text_of(page, "h3") == "Gevonden"


def test_a_typing_error_is_mended_within_a_theme_too(django_capture_on_commit_callbacks):
    theme = ThemeFactory(name="Minder regeldruk")
    with django_capture_on_commit_callbacks(execute=True):
        news("Gevonden", text="Het verpleeghuis.", themes=[theme])
        news("Elders", text="Het verpleeghuis en de wijk.", themes=[ThemeFactory()])
        news("Wijk", text="De wijk.", themes=[ThemeFactory()])
    page = ask("verpleghuis", thema=theme.slug)
    assert text_of(page, ".search-mended").endswith("‘verpleeghuis’ zien.")
    assert found("verpleghuis", thema=theme.slug) == ["Gevonden"]
    assert not ask("wijk", thema=theme.slug).select(".search-mended"), "that word is elsewhere"


def test_only_the_word_that_stands_nowhere_is_mended(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        news("Gevonden", text="Een rooster voor het verpleeghuis.")
        news("Ander", text="Een roster.")
    page = ask("roster, verpleghuis")
    said = text_of(page, ".search-mended")
    assert said.endswith("‘roster, verpleeghuis’ zien."), "roster is a word, elsewhere"
    assert text_of(ask("rooster, verpleghuis"), ".search-mended").endswith(
        "‘rooster, verpleeghuis’ zien."
    )


def test_a_word_that_was_on_a_page_of_former_days_mends_nothing(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        news(text="Kwikzilver.").unpublish()
    assert not ask("kwikzilvr").select(".search-mended")


def test_only_stop_words_explain_themselves_and_no_words_ask_for_some():
    news(text="De kat van het huis.")
    page = ask("de van het")
    assert "woorden die in bijna elke tekst staan" in text_of(page, ".note")
    assert not ask("").select(".note")
    assert not ask("?!").select(".note")


def test_a_page_of_which_the_title_says_nothing_is_found_by_it_and_by_nothing_else():
    ContentPageFactory(title="Over ons", lead="Kwikzilver van de overheid.")
    news("Over ons kwikzilver")
    page = ask("over ons")
    assert found("over ons") == found("Ons over") == ["Over ons"]
    assert "alleen pagina’s met deze woorden in de titel" in text_of(page, ".note")
    assert not page.select("mark")
    assert found("over") == ["Over ons"]
    assert found("over wij") == []
    assert set(found("over kwikzilver")) == {"Over ons", "Over ons kwikzilver"}


def test_such_a_title_is_suggested_and_can_be_promoted(client: Client):
    ContentPageFactory(title="Over ons")
    said = client.get(f"{PATH}suggesties/?q=over o").json()["suggestions"]
    assert not said, "one letter is too little"
    said = client.get(f"{PATH}suggesties/?q=over ons").json()["suggestions"]
    assert [suggestion["text"] for suggestion in said] == ["Over ons"]
    promote("wie zijn wij", page=ContentPageFactory(title="Het netwerk"))
    assert text_of(ask("wie zijn wij"), ".promoted a") == "Het netwerk"


def test_nothing_found_within_a_theme_helps_as_well_when_it_stands_nowhere():
    theme = ThemeFactory(name="Minder regeldruk")
    news("Elders", themes=[ThemeFactory()])
    assert "goed gespeld" in text_of(ask("xylofoon", thema=theme.slug), ".search-help")
    page = ask("kwikzilver", thema=theme.slug)
    assert not page.select(".search-help"), "without the theme there is something"
    assert "Elders" not in page.get_text()


def test_nothing_found_offers_themes_spelling_and_contact():
    ThemeFactory(name="Minder regeldruk")
    ThemeFactory(name="Weg", active=False)
    page = ask("xylofoon")
    assert text_of(page, "#resultaat") == "Geen resultaten"
    said = text_of(page, ".search-help")
    assert "‘xylofoon’" in said
    assert "goed gespeld" in said
    assert "Kom je er niet uit?" in said
    assert [chip.get_text() for chip in page.select(".search-themes a")] == ["Minder regeldruk"]


def promote(query: str, **values):
    return SearchPromotion.objects.create(query=PromotedQuery.get(query), **values)


def test_what_editors_promote_stands_above_the_results_in_any_form_of_the_words():
    page, gone = ContentPageFactory(title="Over ons"), ContentPageFactory(title="Weg")
    promote("regeldruk schrappen", page=page, description="Zo werkt het.", sort_order=1)
    promote("regeldruk schrappen", page=gone, sort_order=2)
    gone.unpublish()
    promote(
        "regeldruk schrappen",
        external_link_url="https://voorbeeld.example/",
        external_link_text="Elders",
        sort_order=3,
    )
    for asked in ("regeldruk schrappen", "Schrappen van regeldruk"):
        links = ask(asked).select(".promoted a")
        assert [link.get_text(strip=True) for link in links] == ["Over ons", "Elders"]
    assert not ask("regeldruk").select(".promoted")


def test_what_is_promoted_for_the_mended_words_stands_there_too(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        news(text="Het verpleeghuis.")
    promote("verpleeghuis", page=ContentPageFactory(title="Over ons"))
    assert text_of(ask("verpleghuis"), ".promoted a") == "Over ons"


def test_the_search_box_is_on_every_page_and_on_a_missing_one(client: Client):
    ContentPageFactory(title="Over ons", slug="over-ons")
    for path in ("/", "/over-ons/", "/bestaat-niet/"):
        assert 'action="/zoeken/"' in client.get(path).text
    page = ask("kwikzilver")
    assert len(page.select("form[role=search]")) == 1
    assert attribute(page, "#zoekvraag", "value") == "kwikzilver"


HOSTILE = {
    "NUL": "kwik\0zilver",
    "ten kilobytes": "kwikzilver " * 1000,
    "one word of ten kilobytes": "x" * 10_240,
    "quotes": "'\"; DROP TABLE search_entry; --",
    "operators": "!(kwik & zilver) | <-> :* \\",
    "markup": "<script>alert(1)</script>",
    "emoji": "🦆🦆",
    "only punctuation": "?!…,.;:'\"()[]{}",
    "right to left": "\u202eneh",
    "a lone surrogate": "\udcff",
    "hyphens": "-----zij--instroom-",
    "apostrophes": "'s 's 's''s",
    "percent": "%s%n%%_%",
    "colon and star": "thema:1 branche:* =kwik",
    "many different words": " ".join(f"woord{nth}" for nth in range(300)),
    "other letters": "质量 качество جودة",
}


def test_no_question_breaks_the_page_or_the_suggestions(client: Client):
    news()
    for kind, value in HOSTILE.items():
        for path in (PATH, f"{PATH}suggesties/"):
            answer = client.get(path, {"q": value.encode(errors="surrogatepass")})
            assert answer.status_code == 200, (path, kind)
            assert "<script>alert" not in answer.text, (path, kind)


@pytest.mark.parametrize("value", ["\0", "x" * 10_240, "'", "🦆", "-1", "²", "nieuwsberichten"])
def test_no_filter_breaks_the_page(client: Client, value: str):
    news()
    facets = dict.fromkeys(("soort", "thema", "branche", "periode", "sorteer"), value)
    assert client.get(PATH, {"q": "kwikzilver", **facets}).status_code == 200
    assert client.get(PATH, {"q": "kwikzilver", "pagina": value}).status_code == 404


@pytest.fixture
def _some_page():
    news()


@pytest.mark.usefixtures("_some_page")
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.text(max_size=60))
def test_whatever_somebody_types_gets_an_answer(typed):
    """What the page and the suggestions ask of the database with it; other tests read the HTML."""
    text = tidy(typed)
    if question := Query.of(text, dictionary()):
        assert not Entry.objects.answering(question.tsquery).exists()
        mended(text, question)
    suggestions(text)
    zero_results.note(text)


def test_other_methods_than_reading_are_refused(client: Client):
    assert client.post(PATH).status_code == 405
    assert client.head(f"{PATH}?q=kwikzilver").status_code == 200


def test_it_takes_as_many_queries_for_twelve_results_as_for_three(
    client: Client, django_assert_max_num_queries: Callable
):
    """Promoted results and all facets included; the request before it fills what is kept."""
    themes = [ThemeFactory(name="Leren")]
    promote("kwikzilver", page=ContentPageFactory(title="Over ons"))
    used = []
    for number in (3, 9):
        for nth in range(number):
            news(f"Bericht {number} {nth}", themes=themes)
        client.get(f"{PATH}?q=kwikzilver")
        with django_assert_max_num_queries(9) as queries:
            client.get(f"{PATH}?q=kwikzilver&thema=leren")
        used.append(len(queries))
    assert used[0] == used[1]


def test_a_mended_question_takes_few_queries_too(
    client: Client, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        news(text="Het verpleeghuis.")
    client.get(f"{PATH}?q=verpleeghuis")
    with django_assert_max_num_queries(12):
        assert b"we laten ook" in client.get(f"{PATH}?q=verpleghuis").content


def test_a_synonym_of_words_that_say_nothing_is_refused():
    with pytest.raises(ValidationError, match="Hier zoekt niemand op"):
        Synonym(word="de", meaning="kwikzilver").full_clean()


def test_a_cancelled_or_past_meeting_is_still_found():
    EventPageFactory(
        title="Kwikzilverdag",
        starts_at=datetime.datetime(2019, 6, 12, 9, tzinfo=datetime.UTC),
    )
    assert found("kwikzilverdag") == ["Kwikzilverdag"]


def test_what_not_everybody_may_read_is_not_promoted():
    private = ContentPageFactory(title="Besloten")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for page in (private, ContentPageFactory(title="Voorbij", expire_at=timezone.now())):
        promote("regeldruk", page=page)
    promote("regeldruk", page=ContentPageFactory(title="Over ons"))
    links = ask("regeldruk").select(".promoted a")
    assert [link.get_text(strip=True) for link in links] == ["Over ons"]


def test_every_page_of_a_mended_question_answers(
    client: Client, django_capture_on_commit_callbacks: Callable
):
    with django_capture_on_commit_callbacks(execute=True):
        for nth in range(13):
            news(f"Bericht {nth}", "Het verpleeghuis.")
    links = ask("verpleghuis").select(".pager a")
    assert links
    for link in links:
        assert client.get(str(link["href"])).status_code == 200
    assert len(found("verpleghuis", pagina="2")) == 1
    assert client.get(f"{PATH}?q=verpleghuis&pagina=3").status_code == 404


def test_pages_with_most_of_the_words_are_shown_when_none_has_all_and_the_page_says_so():
    news("Twee", "Kwikzilver in de thermometer.")
    news("Een", "Kwikzilver.")
    page = ask("kwikzilver thermometer apotheek")
    assert [link.get_text() for link in page.select(".result-title a")] == ["Twee"]
    assert "geen pagina met al je woorden" in text_of(page, ".search-most")
    assert not ask("kwikzilver thermometer").select(".search-most")


def test_words_that_only_ask_do_not_make_a_question_fail():
    news("Gevonden", "Kwikzilver.")
    assert found("wanneer gaat het over kwikzilver?") == ["Gevonden"]


def test_good_dutch_is_not_mended_into_nonsense(django_capture_on_commit_callbacks: Callable):
    with django_capture_on_commit_callbacks(execute=True):
        news("Keken", "Zij keken naar de tafel.")
    assert not ask("keuken").select(".search-mended")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weikteam", "wijkteam"),
        ("vertrauwen", "vertrouwen"),
        ("wijktaem", "wijkteam"),
        ("goet vertrouwen", "goed vertrouwen"),
        ("toegankelijkhijt", "toegankelijkheid"),
        ("intervissie", "intervisie"),
        ("zorgpersoneeel", "zorgpersoneel"),
        ("deepdemocracy", "deep democracy"),
        ("aktieleren", "actieleren"),
    ],
)
def test_what_is_written_as_it_sounds_is_mended(
    typed: str, meant: str, django_capture_on_commit_callbacks: Callable
):
    with django_capture_on_commit_callbacks(execute=True):
        news(
            text="Goed vertrouwen in het wijkteam, de toegankelijkheid, intervisie, "
            "personeel in de zorg, deep democracy en actieleren."
        )
    assert text_of(ask(typed), ".search-mended").endswith(f"‘{meant}’ zien.")


def test_a_heading_is_not_glued_to_what_stands_behind_it_and_counts_for_more():
    body = [
        ("heading", "Kwikzilver bewaren"),
        ("paragraph", "<p>Zet het koel</p><p>En ver weg.</p>"),
    ]
    NewsPageFactory(title="Kop", body=body, published_on=datetime.date(2018, 1, 1))
    news("Tekst", "Iets over kwikzilver bewaren.", published_on=datetime.date(2019, 1, 1))
    assert found("kwikzilver") == ["Kop", "Tekst"]
    shown = ask("kwikzilver koel").select(".result-excerpt")
    assert shown[0].get_text().endswith("Kwikzilver bewaren · Zet het koel · En ver weg.")


def test_words_in_the_order_in_which_they_were_typed_come_first():
    news("Los", "Een stoel die kapot is. Een lege zaal. Leeg, en een stoel.")
    news("Samen", "Een lege stoel.", published_on=datetime.date(2018, 1, 1))
    assert found("lege stoel") == ["Samen", "Los"]
    assert found('"lege stoel"') == ["Samen"]


def test_what_people_come_to_do_stands_above_the_results(client: Client):
    page = ask("hoe word ik koploper?")
    link = page.select_one(".search-tasks a")
    assert link is not None
    assert link.get_text() == "Aanmelden als Koploper"
    assert client.get(str(link["href"])).status_code == 200
    assert not ask("kwikzilver").select(".search-tasks")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("ouderenzorg", ["Ouderenzorg"]),
        ("ouderen", ["Ouderenzorg"]),
        ("ggz", ["Geestelijke gezondheidszorg"]),
        ("auderenzorg", ["Ouderenzorg"]),
        ("regeldruk", ["Minder regeldruk"]),
        ("minder regeldruk in de ouderenzorg", ["Minder regeldruk", "Ouderenzorg"]),
        ("zorg", []),
        ("fietsen", []),
    ],
)
def test_themes_and_branches_that_somebody_means_stand_above_the_results(
    client, question, found
) -> None:
    ThemeFactory(name="Minder regeldruk")
    for name in ("Ouderenzorg", "Jeugdzorg", "Thuiszorg", "Gehandicaptenzorg"):
        BranchFactory(name=name)
    branch = BranchFactory(name="Geestelijke gezondheidszorg")
    Synonym.objects.get_or_create(word="ggz", meaning="geestelijke gezondheidszorg")
    NewsPageFactory(title="Ouderenzorg in de wijk", branches=[branch])
    soup = parse(client.get("/zoeken/", {"q": question}))
    titles = soup.select('[aria-labelledby="themas-en-branches"] li a')
    assert [title.text for title in titles] == found


def test_who_asks_for_older_people_finds_no_old_things(client) -> None:
    NewsPageFactory(title="De oude drukkerij")
    NewsPageFactory(title="Werken in de ouderenzorg")
    assert found("ouderen") == ["Werken in de ouderenzorg"]
