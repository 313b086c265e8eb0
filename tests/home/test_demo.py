"""The demo content: complete, loadable again and again, right on any day."""

import datetime
import re
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from core.models import Branch, MeetingRegion, Theme
from core.workdays import is_workday
from home.demo.load import read_all
from home.demo.meetings import day_of, in_words
from initiatives.events.models import EventIndexPage, EventPage, Registration
from news.models import NewsIndexPage, NewsPage
from tests.databases import DEMO_PASSWORD
from tests.html import parse, text_of
from tests.listings import assert_counts_are_what_options_give

DEMO_CLOCK = datetime.datetime(2019, 3, 26, 11, tzinfo=datetime.UTC)
DOMAIN_ITEMS = {  # numbers of the domain guide, §13.3
    1: "al-meer-dan-twintig-initiatieven-in-beeld",
    2: "dit-kun-je-van-het-netwerk-verwachten",
    3: "netwerk-gaat-door-met-bestaande-koplopers",
    4: "facilitators-pool-is-open",
    5: "terugblik-op-twee-bijeenkomsten",
}


@pytest.fixture(autouse=True)
def _no_traces(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    monkeypatch.setenv("DEMO_PASSWORD", DEMO_PASSWORD)


def load(**options) -> str:
    out = StringIO()
    call_command("demo", force=True, stdout=out, **options)
    return out.getvalue()


def rows() -> dict[str, int]:
    """Return the number of rows of every table, and the sum of what pages say."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counted = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
        cursor.execute("SELECT max(last_published_at)::text FROM wagtailcore_page")
        return counted | {"published": cursor.fetchone()[0]}


@pytest.mark.usefixtures("demo_db")
def test_loading_again_changes_nothing_and_keeps_what_an_editor_changed() -> None:
    page = NewsPage.objects.get(slug=DOMAIN_ITEMS[1])
    page.title = "Aangepast"
    page.save_revision().publish()
    Theme.objects.filter(slug="minder-regeldruk").update(name="Minder papier")
    before = rows()
    said = load()
    assert "was there already" in said
    assert f"password: {DEMO_PASSWORD}" in said
    assert rows() == before
    page.refresh_from_db()
    assert page.title == "Aangepast"
    assert Theme.objects.filter(name="Minder papier").exists()


@pytest.mark.django_db
def test_outside_debug_it_needs_to_be_asked_twice() -> None:
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")
    assert not NewsPage.objects.exists()


@pytest.mark.usefixtures("demo_db")
def test_the_accounts_have_the_password_that_was_asked_for(client: Client) -> None:
    for name in ("beheerder", "redacteur", "auteur"):
        assert client.login(username=name, password=DEMO_PASSWORD)
        assert client.get("/beheer/").status_code == 200
    assert not get_user_model().objects.filter(is_superuser=True).exists()


@pytest.mark.usefixtures("demo_db")
def test_every_page_has_an_owner_and_the_draft_waits_for_review() -> None:
    assert not Page.objects.filter(depth__gt=2, owner=None).exists()
    draft = NewsPage.objects.get(live=False, go_live_at=None)
    assert draft.owner.username == "auteur"
    assert draft.workflow_in_progress
    assert draft.themes.exists()


@pytest.mark.usefixtures("demo_db")
def test_there_is_enough_to_judge_the_design_by() -> None:
    live = NewsPage.objects.live()
    assert live.count() >= 24
    for page in live:
        words = len(re.findall(r"\w+", str(page.body)))
        assert words > 300, (page.slug, words)
    for term in (*Theme.objects.active(), *Branch.objects.active()):
        assert term.pages.live().exists(), term
    assert {page.kind for page in live} == set(NewsPage.Kind.values)
    assert live.filter(all_themes=True).exists()
    newest = max(page.listed_on for page in live)
    assert (datetime.date.today() - newest).days < 7


def shown(query: str) -> set[int]:
    """Return which of the five items of the domain guide a list holds."""
    request = RequestFactory().get(f"/nieuws/?{query}")
    pages = NewsIndexPage.objects.get().listing(request).matching
    slugs = set(pages.values_list("slug", flat=True))
    return {number for number, slug in DOMAIN_ITEMS.items() if slug in slugs}


@pytest.mark.django_db
def test_on_the_clock_of_the_domain_guide_meetings_and_filters_are_what_it_says() -> None:
    with time_machine.travel(DEMO_CLOCK) as clock:
        load()
        assert shown("") == {1, 3}
        assert shown("thema=minder-regeldruk") == {1, 3}
        coming = EventPage.objects.published().coming()
        june = coming.get(slug="koploperbijeenkomst-regio-midden-12-juni-2019")
        assert june.registration_status == "open"
        west = coming.get(slug="koploperbijeenkomst-regio-west-26-september-2019")
        assert west.few_places_left == 2
        zuid = coming.get(slug="koploperbijeenkomst-regio-zuid-1-oktober-2019")
        assert zuid.registration_status == "waiting_list"

        clock.move_to(datetime.datetime(2019, 7, 1, 10, tzinfo=datetime.UTC))
        call_command("publish_scheduled")
        assert shown("thema=minder-regeldruk") == {1, 2, 3}
        assert shown("branche=jeugdzorg") == {1, 2, 3, 4}
        assert shown("branche=ziekenhuizen") == {1, 3, 4, 5}


@pytest.mark.usefixtures("demo_db")
def test_the_article_of_26_march_carries_all_facts_of_the_client(client: Client) -> None:
    answer = client.get(f"/nieuws/{DOMAIN_ITEMS[1]}/")
    text = text_of(parse(answer), "main")
    facts = [
        "dinsdag 26 maart 2019",
        "meer dan twintig",
        "Innovatie",
        "Leven lang ontwikkelen",
        "ziekenhuizen",
        "verpleeghuizen",
        "sociale domein",
        "vier criteria",
        "minstens drie",
        "Samenwerken",
        "Innoveren",
        "Veranderen",
        "Opschalen",
        "regionale werkgeversorganisatie",
        "VWS",
        "OCW",
        "SZW",
        "12 juni",
        "regio Midden",
        "17 juni",
        "regio Noord-Oost",
        "meldde",
        "droegen het initiatief voor",
        "formulier",
        "adviseur",
    ]
    missing = [fact for fact in facts if fact.lower() not in text.lower()]
    assert not missing


def test_no_sentence_of_the_demo_is_too_long_to_read() -> None:
    """Plain Dutch (domain guide §14 Q11): 15 words on average, 25 at most, no 'klik hier'."""
    folders = ("news", "pages", "events", "initiatives")
    for table in [table for folder in folders for table in read_all(folder)]:
        texts = [table["lead"], *(item.get("text", "") for item in table.get("programme", []))]
        for block in table["body"]:
            value = block.get("value", "")
            if block["type"] == "paragraph":
                texts.append(value)
            elif block["type"] == "callout":
                texts.append(value["text"])
        plain = re.sub(r"</(p|li)>", ". ", " ".join(texts))
        plain = re.sub(r"<[^>]+>", "", plain)
        lengths = [
            len(sentence.split())
            for sentence in re.split(r"(?<=[.!?:])\s+|(?<=[.!?:]’)\s+", plain)
            if len(sentence.split()) > 1
        ]
        assert max(lengths) <= 25, table["slug"]
        assert sum(lengths) / len(lengths) <= 15, table["slug"]
        assert "klik hier" not in plain.lower()


@pytest.mark.usefixtures("demo_db")
def test_generated_articles_are_ordinary_articles(client: Client) -> None:
    load(scale=50)
    generated = NewsPage.objects.filter(title__endswith=")")
    assert generated.count() == 50
    index = NewsIndexPage.objects.get()
    assert index.numchild == index.get_children().count()
    assert NewsIndexPage.find_problems() == ([], [], [], [], [])
    assert client.get(generated.first().url).status_code == 200


# Domain guide, paragraph 8.1: slug, day, region.
FIXED_MEETINGS = {
    ("landelijke-werkdag", "landelijk", "maandag 3 december 2018"),
    ("koploperbijeenkomst", "noord-oost", "donderdag 7 februari 2019"),
    ("koploperbijeenkomst", "midden", "woensdag 12 juni 2019"),
    ("koploperbijeenkomst", "noord-oost", "maandag 17 juni 2019"),
    ("koploperbijeenkomst", "west", "donderdag 26 september 2019"),
    ("koploperbijeenkomst", "zuid", "dinsdag 1 oktober 2019"),
}


@pytest.mark.usefixtures("demo_db")
def test_the_archive_has_the_meetings_of_the_domain_guide() -> None:
    past = EventPage.objects.live().past()
    found = {
        (event.kind, event.region, date_format(timezone.localtime(event.starts_at), "l j F Y"))
        for event in past
    }
    assert found == FIXED_MEETINGS
    came = Registration.objects.filter(event__in=past, state=Registration.State.ATTENDED)
    assert came.exists()


@pytest.mark.usefixtures("demo_db")
def test_the_meetings_to_come_show_every_way_to_register() -> None:
    coming = list(EventPage.objects.published().coming().with_places_taken())
    assert len(coming) >= 7
    doors = {event.registration_status for event in coming}
    assert doors == set(EventPage.RegistrationStatus) - {"full", "closed", "past"}
    assert {event.few_places_left for event in coming} == {None, 2}
    assert {event.kind for event in coming} == set(EventPage.Kind)
    assert any(event.is_online for event in coming)
    assert {event.region for event in coming} == {value for value, _ in MeetingRegion.choices}
    for event in coming:
        assert is_workday(timezone.localdate(event.starts_at)), event


@pytest.mark.usefixtures("demo_db")
def test_two_koplopers_are_introduced_where_the_domain_guide_says(client: Client) -> None:
    for slug, koploper in (
        ("koploperbijeenkomst-regio-noord-oost-7-februari-2019", "Leerlijn op de Werkvloer"),
        ("koploperbijeenkomst-regio-midden-12-juni-2019", "Stagepool Zonder Muren"),
    ):
        page = parse(client.get(f"/bijeenkomsten/{slug}/"))
        assert text_of(page, ".introduced h3") == koploper


@pytest.mark.usefixtures("demo_db")
def test_nobody_in_the_demo_could_be_a_real_person() -> None:
    for registration in Registration.objects.all():
        assert registration.first_name == "Deelnemer"
        assert registration.email.endswith("@voorbeeld.example")
        assert "Voorbeeld" in registration.organisation


def test_meetings_fall_on_working_days_whenever_the_demo_is_loaded() -> None:
    coming = [table for table in read_all("events") if "date" not in table]
    assert coming
    for ahead in range(366):
        today = datetime.date(2019, 12, 1) + datetime.timedelta(days=ahead)
        for table in coming:
            assert is_workday(day_of(table, today)), (table["slug"], today)


@pytest.mark.usefixtures("demo_db")
def test_every_count_beside_a_filter_is_what_the_filter_gives(client: Client) -> None:
    index = EventIndexPage.objects.get()
    for path in (index.get_url(), index.archive_url, f"{index.archive_url}2019/"):
        assert_counts_are_what_options_give(client.get(path).context["listing"])


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "één"), (19, "negentien"), (22, "tweeëntwintig"), (58, "achtenvijftig")],
)
def test_names_are_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words
