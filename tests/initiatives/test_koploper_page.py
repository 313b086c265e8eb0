"""One Koploper, and the page that explains their network, as visitors read them."""

import datetime
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Site

from initiatives.choices import Criterion
from initiatives.events.models import Cancellation, Introduction
from initiatives.models import EmployerOrganisation, InitiativePage, TakingPart
from tests.factories import (
    BranchFactory,
    ContactRoleFactory,
    ContentPageFactory,
    EventPageFactory,
    InitiativePageFactory,
    NetworkPageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
    region,
)
from tests.html import attribute, parse, text_of

pytestmark = pytest.mark.django_db


def read(client, page):
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return parse(answer)


def facts(soup):
    return {
        text_of(row, "dt"): " ".join(dd.get_text(" ", strip=True) for dd in row.select("dd"))
        for row in soup.select(".facts dl > div")
    }


def test_a_koploper_shows_all_that_is_known_of_it(client):
    page = read(
        client,
        InitiativePageFactory(
            title="Stagepool Zonder Muren",
            lead="Eén plek om stage te lopen.",
            body=[("paragraph", "<p>Drie huizen delen hun stages.</p>")],
            joined_on=datetime.date(2019, 3, 14),
            phase="op-meer-plekken",
            regions=[region("Zeeland"), region("IJsselvecht")],
            action_lines=["beter-leren"],
            website="https://www.stagepool.example/over",
            shares="Het formulier.\n\nEn het rooster.",
            organisations=[
                TakingPart(name="Ziekenhuis Voorbeeld", kind="zorg", place="Utrecht", role="Plant"),
                TakingPart(name="Opleiding Voorbeeld", kind="onderwijs"),
            ],
        ),
    )
    assert text_of(page, "h1") == "Stagepool Zonder Muren"
    assert "Drie huizen delen hun stages." in text_of(page, ".prose")
    assert facts(page) == {
        "Koploper sinds": "14 maart 2019",
        "Fase": "In gebruik op meer plekken",
        "Regio’s": "IJsselvecht Zeeland",
        "Helpt bij": "Beter leren in zorg en welzijn",
        "Website": "stagepool.example",
    }
    assert [link["href"] for link in page.select(".facts dd a")] == [
        "/koplopers/?regio=ijsselvecht",
        "/koplopers/?regio=zeeland",
        "https://www.stagepool.example/over",
    ]
    assert [" ".join(row.get_text(" ").split()) for row in page.select(".taking-part li")] == [
        "Ziekenhuis Voorbeeld Zorgorganisatie, Utrecht Plant",
        "Opleiding Voorbeeld Onderwijsinstelling",
    ]
    assert [p.get_text() for p in page.select(".shares p")] == ["Het formulier.", "En het rooster."]


def test_what_a_koploper_shares_leads_somewhere(client):
    home = Site.objects.get(is_default_site=True).root_page
    ContentPageFactory(parent=home, slug="contact")
    document = Document.objects.create(title="Rooster", file=ContentFile(b"%PDF", "rooster.pdf"))
    for given, address in (
        ({}, "/contact/"),
        ({"shares_url": "https://delen.example/rooster"}, "https://delen.example/rooster"),
        ({"shares_document": document}, document.url),
    ):
        page = read(client, InitiativePageFactory(shares="Het rooster.", **given))
        assert attribute(page, ".shares a", "href") == address


def test_the_criteria_it_meets_are_ticks_and_words_in_their_order(client):
    for criteria, heading in (
        (["opschalen", "samenwerken", "innoveren"], "Voldoet aan 3 van de 4 criteria"),
        (list(Criterion), "Voldoet aan alle vier de criteria"),
    ):
        page = read(client, InitiativePageFactory(criteria=criteria))
        assert text_of(page, "#criteria-kop") == heading
        rows = page.select(".criteria li")
        met = [criterion for criterion in Criterion if criterion in criteria]
        assert [text_of(row, "h3") for row in rows] == [str(criterion.label) for criterion in met]
        assert [text_of(row, "p") for row in rows] == [criterion.explanation for criterion in met]
        assert all(row.select("svg[aria-hidden=true]") for row in rows)


def test_what_is_not_known_leaves_no_empty_heading(client):
    page = read(
        client,
        InitiativePageFactory(joined_on=None, criteria=[], organisations=[], is_national=False),
    )
    assert facts(page) == {}
    assert not page.select(".taking-part, .shares, .criteria, .related")


def test_a_koploper_of_the_whole_country_says_so(client):
    page = read(client, InitiativePageFactory())
    assert facts(page)["Regio"] == "Landelijk"


def test_it_says_at_which_meeting_it_was_or_will_be_introduced(client):
    for days, words in ((-30, "Voorgesteld op"), (30, "Wordt voorgesteld op")):
        initiative = InitiativePageFactory()
        starts_at = timezone.now() + timedelta(days=days)
        meeting = EventPageFactory(title="Koploperbijeenkomst", starts_at=starts_at)
        Introduction.objects.create(event=meeting, initiative=initiative)
        page = read(client, initiative)
        assert facts(page)[words].startswith("Koploperbijeenkomst ")
        assert attribute(page, ".facts dd a", "href") == meeting.get_url()


def test_an_introduction_that_was_put_off_names_the_later_meeting(client):
    initiative = InitiativePageFactory()
    for title, days in (("Later", 60), ("Afgelast", 30)):
        meeting = EventPageFactory(title=title, starts_at=timezone.now() + timedelta(days=days))
        Introduction.objects.create(event=meeting, initiative=initiative)
    assert facts(read(client, initiative))["Wordt voorgesteld op"].startswith("Later ")


def test_a_meeting_that_does_not_go_on_introduces_nobody(client):
    initiative = InitiativePageFactory()
    for title, days in (("Eerder", 20), ("Afgelast", 30)):
        meeting = EventPageFactory(title=title, starts_at=timezone.now() + timedelta(days=days))
        Introduction.objects.create(event=meeting, initiative=initiative)
    Cancellation.objects.create(event=meeting)
    assert facts(read(client, initiative))["Wordt voorgesteld op"].startswith("Eerder ")
    Cancellation.objects.create(event=Introduction.objects.first().event)
    assert "Wordt voorgesteld op" not in facts(read(client, initiative))


def test_a_meeting_that_is_not_online_is_not_named(client):
    initiative = InitiativePageFactory()
    meeting = EventPageFactory(title="Nog geheim", live=False)
    Introduction.objects.create(event=meeting, initiative=initiative)
    assert "Nog geheim" not in read(client, initiative).get_text()


def related(page):
    return [link.get_text() for link in page.select(".related .card-title a")]


def test_news_about_the_same_theme_comes_first_and_then_the_same_branch(client):
    learn, home_care = ThemeFactory(name="Leren"), BranchFactory(name="Thuiszorg")
    same_branch = NewsPageFactory(title="Branche", branches=[home_care], themes=[ThemeFactory()])
    NewsPageFactory(title="Thema", themes=[learn], published_on=datetime.date(2018, 1, 1))
    NewsPageFactory(title="Alle thema's en branches")
    NewsPageFactory(title="Iets anders", themes=[ThemeFactory()], branches=[BranchFactory()])
    NewsPageFactory(title="Concept", themes=[learn], live=False)
    EventPageFactory(title="Bijeenkomst", themes=[learn])
    initiative = InitiativePageFactory(themes=[learn], branches=[home_care])
    assert related(read(client, initiative)) == ["Thema", "Branche"]
    both = NewsPageFactory(title="Allebei", themes=[learn], branches=[home_care])
    assert related(read(client, initiative)) == ["Allebei", "Thema", "Branche"]
    assert both.pk != same_branch.pk
    NewsPageFactory(title="Nog een", themes=[learn])
    assert len(related(read(client, initiative))) == 3


def test_search_engines_read_who_takes_part_and_where(client):
    page = read(client, InitiativePageFactory(title="Minder Vinkjes", regions=[region("Twente")]))
    data = json.loads(page.select('script[type="application/ld+json"]')[0].get_text())
    assert data["@type"] == "Project"
    assert data["name"] == "Minder Vinkjes"
    assert data["areaServed"] == ["Twente"]
    assert data["member"] == [{"@type": "Organization", "name": "Zorg Voorbeeld"}]


def test_a_koploper_takes_as_many_queries_whatever_it_holds(client, django_assert_max_num_queries):
    learn = ThemeFactory(name="Leren")
    small = InitiativePageFactory(themes=[learn])
    large = InitiativePageFactory(
        themes=[learn],
        regions=[region("Twente"), region("Zeeland"), region("Drenthe")],
        organisations=[TakingPart(name=f"Zorg {nth}", kind="zorg") for nth in range(12)],
    )
    NewsPageFactory.create_batch(3, themes=[learn])
    client.get(small.get_url())
    used = []
    for initiative in (small, large):
        with django_assert_max_num_queries(16) as queries:
            client.get(initiative.get_url())
        used.append(len(queries))
    assert used[1] - used[0] <= 1, used  # the regions themselves


def test_a_preview_of_a_new_koploper_shows_what_is_not_saved(client, rf):
    client.force_login(UserFactory(groups=["Redacteur"]))
    page: InitiativePage = InitiativePageFactory()
    page.criteria = ["innoveren"]
    page.organisations.set([TakingPart(name="Net getypt", kind="welzijn")])
    page.regions = [region("Zeeland")]
    page.is_national = False
    shown = page.make_preview_request(preview_mode="").render().content.decode()
    for words in ("Net getypt", "Welzijnsorganisatie", "Zeeland", "1 van de 4 criteria"):
        assert words in shown


def test_the_network_is_explained_with_the_words_of_the_form(client):
    page = read(client, NetworkPageFactory(lead="Leren van elkaar."))
    assert [text_of(row, "p") for row in page.select(".criteria li")] == [
        criterion.explanation for criterion in Criterion
    ]
    assert [text_of(way, "h3") for way in page.select(".ways-in li")] == [
        "Met het formulier",
        "Via de werkgeversorganisatie",
        "Eerst met een adviseur praten",
        "Een initiatief van anderen voordragen",
    ]


def test_the_network_page_leads_to_who_can_help(client):
    step = {"heading": "Je meldt je aan", "text": "<p>Met het formulier.</p>"}
    page = read(
        client,
        NetworkPageFactory(
            contact=ContactRoleFactory(),
            body=[("steps", [step]), ("ways_in", {}), ("employers", None)],
        ),
    )
    assert text_of(page, ".steps li") == "Je meldt je aan Met het formulier."
    anchors = [link["href"] for link in page.select('.ways-in a[href^="#"]')]
    assert anchors == ["#werkgeversorganisaties", "#contact-kop"]
    assert all(page.select(anchor) for anchor in anchors)
    named = [row.get_text(strip=True) for row in page.select(".employers dt")]
    assert len(named) == EmployerOrganisation.objects.active().count() == 12
    assert "Venturaplus" not in named
