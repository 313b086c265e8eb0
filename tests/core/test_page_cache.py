"""What visitors read after a change, through two server processes that both kept the old page."""

import datetime
import gzip
import http.client

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from core.facets import BRANCHES, KINDS, THEMES
from core.models import SiteSettings, Theme
from core.page_cache import Entry, Store, site_of_request
from core.terms import merge
from facilitators.listing import FACETS as FACILITATOR_FACETS
from initiatives.events.listing import FACETS as MEETING_FACETS
from initiatives.listing import FACETS as KOPLOPER_FACETS
from news.models import NewsIndexPage, NewsPage
from search.facets import FACETS as SEARCH_FACETS
from search.models import Synonym
from tests.factories import ImageFactory, NewsPageFactory
from tests.servers import Answer, ServedSite

MOST_ROUNDS = 10  # a busy process may leave many requests in a row to the other
ARTICLE = "al-meer-dan-twintig-initiatieven-in-beeld"
LISTS = (
    *("/", "/nieuws/", "/nieuws/rss/", "/nieuws/atom/", "/sitemap.xml"),
    *("/themas/minder-regeldruk/", "/themas/minder-regeldruk/atom/", "/branches/thuiszorg/"),
)


def keep(site: ServedSite, *paths: str) -> None:
    """Read the pages until every process has them in memory."""
    for path in paths:
        assert any(_all_hit(site.get_often(path)) for _ in range(MOST_ROUNDS)), path


def _all_hit(answers: list[Answer]) -> bool:
    return {(answer.status, answer.headers["X-Page-Cache"]) for answer in answers} == {(200, "hit")}


def nowhere(site: ServedSite, text: str, *paths: str) -> bool:
    return not [path for path in paths for answer in site.get_often(path) if text in answer.text]


def everywhere(site: ServedSite, text: str, *paths: str) -> bool:
    return all(text in answer.text for path in paths for answer in site.get_often(path))


def newest(title: str = "Een nieuw bericht van vandaag", **values: object) -> NewsPage:
    """Publish an article as editors do, with all that follows."""
    page = draft(title, **values)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def draft(title: str, **values: object) -> NewsPage:
    return NewsPageFactory(parent=NewsIndexPage.objects.get(), title=title, live=False, **values)


def test_each_process_makes_a_page_once_and_then_answers_from_memory(production_site):
    nobody_asked = "/nieuws/?thema=minder-regeldruk&branche=thuiszorg&pagina=1"
    answers = [production_site.get(nobody_asked) for _ in range(30)]
    assert sum(answer.headers["X-Page-Cache"] is None for answer in answers) == 2


@pytest.mark.parametrize(
    "facets",
    [FACILITATOR_FACETS, KOPLOPER_FACETS, MEETING_FACETS, (KINDS, THEMES, BRANCHES), SEARCH_FACETS],
    ids=["facilitators", "koplopers", "meetings", "themes and branches", "search"],
)
def test_no_list_reads_a_parameter_that_a_kept_page_does_not_know(facets):
    """Else the page of one choice would be shown for another."""
    assert {facet.parameter for facet in facets} <= set(settings.PAGE_CACHE_PARAMETERS)


def test_a_kept_list_is_not_shown_for_a_criterion(production_site):
    keep(production_site, "/koplopers/")
    asked = "/koplopers/?criterium=opschalen"
    assert everywhere(production_site, "met criterium Opschalen", asked)


def test_a_renamed_theme_has_its_new_name_on_every_page_and_its_own_page_moves(own_site):
    theme = Theme.objects.get(slug="uitstroom-beperken")
    article = NewsPage.objects.live().filter(themes=theme).first()
    places = ("/", "/nieuws/", "/themas/", f"/nieuws/{article.slug}/")
    moving = ("/themas/uitstroom-beperken/", "/nieuws/?thema=uitstroom-beperken")
    keep(own_site, *places, *moving)
    theme.name, theme.slug = "Mensen behouden", "mensen-behouden"
    theme.save()
    new = ("/themas/mensen-behouden/", "/nieuws/?thema=mensen-behouden")
    for old_path, new_path in zip(moving, new, strict=True):
        answers = own_site.get_often(old_path)
        assert {(a.status, a.headers["Location"]) for a in answers} == {(301, new_path)}
    assert everywhere(own_site, "Mensen behouden", *places, *new)
    assert nowhere(own_site, "Uitstroom beperken</", *places)


def test_a_published_article_is_everywhere_at_once_and_nowhere_when_it_is_made_private(own_site):
    theme = Theme.objects.get(slug="minder-regeldruk")
    places = (*LISTS, f"/nieuws/?thema={theme.slug}", f"/nieuws/rss/?thema={theme.slug}")
    keep(own_site, *places)
    before = own_site.get(f"/nieuws/?thema={theme.slug}").text
    page = newest(themes=[theme], all_branches=True)
    assert everywhere(own_site, page.slug, *places)
    assert nowhere(own_site, before, f"/nieuws/?thema={theme.slug}")
    keep(own_site, f"/nieuws/{page.slug}/")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert nowhere(own_site, page.slug, *places)
    assert nowhere(own_site, "De tekst van het bericht", f"/nieuws/{page.slug}/")


def test_results_and_suggestions_follow_articles_and_synonyms_at_once(own_site):
    results, suggestions = "/zoeken/?q=tekort&sorteer=datum", "/zoeken/suggesties/?q=kwikz"
    by_synonym = "/zoeken/?q=spreekuur&sorteer=datum"
    keep(own_site, results, suggestions, by_synonym)
    page = newest("Een tekort aan kwikzilver")
    assert everywhere(own_site, page.slug, results, suggestions)
    assert nowhere(own_site, page.slug, by_synonym)
    Synonym.objects.create(word="spreekuur", meaning="kwikzilver")
    assert everywhere(own_site, page.slug, by_synonym)
    page.unpublish()
    assert nowhere(own_site, page.slug, results, suggestions, by_synonym)


def test_an_unpublished_article_is_nowhere(own_site):
    page = newest()
    places = (*LISTS, "/nieuws/?thema=minder-regeldruk")
    keep(own_site, *places, f"/nieuws/{page.slug}/")
    page.unpublish()
    assert nowhere(own_site, page.slug, *places)
    assert {a.status for a in own_site.get_often(f"/nieuws/{page.slug}/")} == {404}


def test_a_deleted_article_is_nowhere_nor_under_another_article(own_site):
    page = newest()
    others = NewsPage.objects.live().exclude(pk=page.pk).values_list("slug", flat=True)
    paths = (f"/nieuws/{slug}/" for slug in others)
    shown_under = next(path for path in paths if page.slug in own_site.get(path).text)
    places = ("/", "/nieuws/", shown_under)
    keep(own_site, *places, f"/nieuws/{page.slug}/")
    page.delete()
    assert nowhere(own_site, page.slug, *places)
    assert {a.status for a in own_site.get_often(f"/nieuws/{page.slug}/")} == {404}


def test_a_moved_page_answers_on_its_new_address_and_in_menus(own_site):
    page = Page.objects.get(slug="actieleren")
    keep(own_site, "/", "/actieleren/", "/sitemap.xml")
    page.move(Page.objects.get(slug="over-ons"), pos="last-child")
    assert {a.status for a in own_site.get_often("/over-ons/actieleren/")} == {200}
    assert {a.status for a in own_site.get_often("/actieleren/")} <= {301, 302, 404}
    assert everywhere(own_site, "/over-ons/actieleren/", "/", "/sitemap.xml")
    assert nowhere(own_site, 'href="/actieleren/"', "/", "/nieuws/")


def test_merged_themes_are_one_in_filters_counts_and_articles(own_site):
    source = Theme.objects.get(slug="minder-regeldruk")
    target = Theme.objects.get(slug="anders-organiseren")
    article = NewsPage.objects.live().filter(themes=source).first()
    keep(own_site, "/nieuws/", f"/nieuws/?thema={source.slug}", f"/nieuws/{article.slug}/")
    merge(source, target)
    assert nowhere(own_site, 'value="minder-regeldruk"', "/nieuws/")
    assert everywhere(own_site, "Anders organiseren", f"/nieuws/{article.slug}/")
    answers = own_site.get_often("/nieuws/?thema=minder-regeldruk")
    assert {(a.status, a.headers["Location"]) for a in answers} == {
        (301, "/nieuws/?thema=anders-organiseren")
    }


def test_menu_and_footer_change_on_every_page_and_redirects_work_at_once(own_site):
    assert {a.status for a in own_site.get_often("/oud/")} == {404}
    places = ("/", "/nieuws/", f"/nieuws/{ARTICLE}/", "/over-ons/")
    keep(own_site, *places)
    settings = SiteSettings.load()
    settings.footer_text = "<p>Nieuwe voettekst</p>"
    settings.menu = [("item", {"page": Page.objects.get(slug="actieleren"), "label": "Zo leer je"})]
    settings.save()
    assert everywhere(own_site, "Nieuwe voettekst", *places)
    assert everywhere(own_site, "Zo leer je", *places)
    Redirect.objects.create(old_path="/oud", redirect_link="/nieuws/")
    assert {a.headers["Location"] for a in own_site.get_often("/oud/")} == {"/nieuws/"}


def test_a_replaced_image_is_not_shown_any_more(own_site):
    page = NewsPage.objects.live().exclude(listing_image=None).first()
    path = f"/nieuws/{page.slug}/"
    keep(own_site, path)
    image = page.listing_image
    old = [rendition.url for rendition in image.renditions.all()]
    shown = [url for url in old if url in own_site.get(path).text]
    assert shown
    # As Wagtail's form for images does it, with a visitor in between.
    image.file = ImageFactory.build().file
    image._set_image_file_metadata()
    image.save()
    keep(own_site, path)
    image.renditions.all().delete()
    for url in shown:
        assert nowhere(own_site, url, path)


def test_a_planned_article_appears_when_the_worker_has_passed_after_its_moment(own_site):
    page = draft("Een nieuw bericht van vandaag")
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    keep(own_site, "/", "/nieuws/")
    assert nowhere(own_site, page.slug, "/", "/nieuws/")
    past = timezone.now() - datetime.timedelta(minutes=1)
    revision = page.latest_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("worker", "--once")
    assert everywhere(own_site, page.slug, "/", "/nieuws/")


# How a kept page goes over the wire


@pytest.fixture
def kept_path(production_site: ServedSite) -> str:
    keep(production_site, f"/nieuws/{ARTICLE}/")
    return f"/nieuws/{ARTICLE}/"


def test_head_has_the_headers_of_get_and_no_body(production_site, kept_path):
    head, get = production_site.request("HEAD", kept_path), production_site.get(kept_path)
    assert head.body == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_who_has_the_page_already_gets_304(production_site, kept_path):
    etag = production_site.get(kept_path).headers["ETag"]
    for asked in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = production_site.get(kept_path, if_none_match=asked)
        assert (answer.status, answer.body) == (304, b""), asked
        assert answer.headers["ETag"] == etag
        assert "Cookie" in answer.headers["Vary"]
    assert production_site.get(kept_path, if_none_match='"other"').status == 200


def test_the_page_comes_compressed_for_who_asks_so(production_site, kept_path):
    plain = production_site.get(kept_path)
    zipped = production_site.get(kept_path, accept_encoding="gzip")
    smallest = production_site.get(kept_path, accept_encoding="gzip, deflate, br;q=0.8")
    assert plain.headers["Content-Encoding"] is None
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert smallest.headers["Content-Encoding"] == "br"
    assert gzip.decompress(zipped.body) == brotli.decompress(smallest.body) == plain.body
    assert len({answer.headers["ETag"] for answer in (plain, zipped, smallest)}) == 3
    refused = production_site.get(kept_path, accept_encoding="br;q=0, gzip;q=0.0")
    assert refused.headers["Content-Encoding"] is None


def test_browsers_ask_each_time_and_get_no_cookie(production_site, kept_path):
    answer = production_site.get(kept_path)
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Set-Cookie"] is None


def test_a_parameter_that_no_page_reads_makes_no_other_page(production_site, kept_path):
    answer = production_site.get(f"{kept_path}?utm_source=brief&fbclid=1")
    assert answer.headers["X-Page-Cache"] == "hit"
    assert answer.body == production_site.get(kept_path).body


def test_an_address_with_such_a_parameter_is_not_kept_for_others(production_site):
    marker = "/nieuws/?branche=jeugdzorg"
    for _ in range(12):
        answer = production_site.get(f"{marker}&utm_source=%22onmouseover%3Dalert")
        assert answer.headers["X-Page-Cache"] is None
        assert "onmouseover" not in answer.text


def test_each_filter_and_each_page_of_the_list_is_a_page_of_its_own(production_site):
    bodies = {
        production_site.get(f"/nieuws/{query}").body
        for query in ("", "?thema=minder-regeldruk", "?branche=jeugdzorg", "?pagina=2")
        for _ in range(6)
    }
    assert len(bodies) == 4


def test_somebody_with_a_session_is_never_answered_from_memory(production_site, kept_path):
    answer = production_site.get(kept_path, cookie="sessionid=iets")
    assert answer.headers["X-Page-Cache"] is None
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_post_is_never_answered_from_memory(production_site, kept_path):
    answer = production_site.request("POST", kept_path, body=b"")
    assert answer.headers["X-Page-Cache"] is None
    assert answer.status in {403, 405}


def test_strange_parameters_never_break_the_list(production_site):
    for query in ("thema=%00", "pagina=%00", "thema=" + "x" * 10_000, "thema=%ff", "pagina=-1"):
        for _ in range(4):
            assert production_site.get(f"/nieuws/?{query}").status in {200, 404}, query[:40]


def test_another_host_gets_no_page_and_leaves_none_behind(production_site, kept_path):
    assert production_site.get(kept_path, host="evil.example").status == 400
    answer = production_site.get(
        kept_path,
        x_forwarded_host="evil.example",
        x_forwarded_for="1.2.3.4",
        x_original_url="/evil/",
        x_rewrite_url="/evil/",
        forwarded="host=evil.example",
    )
    assert "evil" not in answer.text
    assert "evil" not in production_site.get(kept_path).text


def test_a_page_made_over_tls_is_not_the_page_made_without(production_site, kept_path):
    connection = http.client.HTTPConnection("127.0.0.1", production_site.port)
    connection.request("GET", "/nieuws/?branche=onderwijs", headers={"X-Forwarded-Proto": "https"})
    assert connection.getresponse().headers["X-Page-Cache"] is None
    connection.close()
    first = production_site.get("/nieuws/?branche=onderwijs")
    assert first.headers["X-Page-Cache"] is None


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/-/health/", "/beheer/login/", "/beheer/"])
def test_what_is_no_page_is_not_kept(production_site, path):
    assert {answer.headers["X-Page-Cache"] for answer in production_site.get_often(path)} == {None}


# What the memory of one process holds


def entry(size: int = 1_000, number: int = 1, until: datetime.datetime | None = None) -> Entry:
    return Entry(number, {}, {"": b"x" * size}, "digest", until)


def test_the_memory_never_holds_more_than_its_bound_and_forgets_the_least_read_first():
    store = Store(most_bytes=40_000)
    for nth in range(8):
        store.put((str(nth),), entry())
    store.get(("0",), 1)
    for nth in range(8, 16):
        store.put((str(nth),), entry())
        assert store.bytes <= 40_000
    assert store.get(("0",), 1)
    assert store.get(("1",), 1) is None


def test_one_very_large_page_does_not_push_out_the_others():
    store = Store(most_bytes=40_000)
    store.put(("small",), entry())
    store.put(("large",), entry(size=30_000))
    assert store.get(("small",), 1)
    assert store.get(("large",), 1) is None


def test_a_new_generation_frees_the_memory_of_the_old_one():
    store = Store(most_bytes=40_000)
    store.put(("old",), entry(number=1))
    store.put(("new",), entry(number=2))
    assert store.bytes == entry().size
    assert store.get(("old",), 1) is None
    assert store.get(("new",), 1) is None
    assert store.bytes == 0


def test_a_page_is_forgotten_when_its_own_time_is_over():
    store = Store(most_bytes=40_000)
    now = timezone.now()
    store.put(("over",), entry(until=now - datetime.timedelta(seconds=1)))
    store.put(("not yet",), entry(until=now + datetime.timedelta(hours=1)))
    assert store.get(("over",), 1) is None
    assert store.get(("not yet",), 1)


# What a page costs behind the cache


def test_finding_the_site_and_the_home_page_costs_no_query_once_read(
    db, client, django_assert_max_num_queries
):
    page = NewsPageFactory()
    client.get(page.url)
    with django_assert_max_num_queries(10) as queries:
        client.get(page.url)
    asked = " ".join(query["sql"] for query in queries.captured_queries)
    assert "wagtailcore_site" not in asked
    assert "home_homepage" not in asked


def test_requests_do_not_share_the_home_page_they_write_on(db):
    first, second = site_of_request(), site_of_request()
    first.root_page.title = "Anders"
    assert second.root_page.title != "Anders"
