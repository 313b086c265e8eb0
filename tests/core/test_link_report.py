"""Which links lead nowhere, where they stand, and what happens when a page goes."""

import json
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page

from core.link_report import reading
from core.link_report.broken import broken, why
from core.models import ExternalAddress, FoundLink, LinkReading, SiteSettings
from tests.factories import (
    ContentPageFactory,
    EventPageFactory,
    ImageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
    news_index,
)

pytestmark = pytest.mark.django_db

REPORT = "/beheer/kapotte-links/"


@pytest.fixture
def editor(client: Client) -> Any:
    client.force_login(UserFactory(groups=["Redacteur"]))  # type: ignore[arg-type]
    return client


@pytest.fixture
def administrator(client: Client) -> Any:
    """Somebody who may delete a page with others below it."""
    client.force_login(UserFactory(groups=["Beheerder"]))  # type: ignore[arg-type]
    return client


def text(html: str) -> tuple[str, str]:
    return "paragraph", f"<p>{html}</p>"


def with_text(*blocks: Any, **fields: Any) -> Page:
    """Return a page online with these blocks, its links read."""
    page = ContentPageFactory(body=list(blocks), **fields)
    reading.read(page)
    return page


def found() -> list[tuple[str, str]]:
    """Return the words of each broken link with what is wrong."""
    return [(link.words, why(link)) for link in broken().order_by("pk")]


def test_links_to_pages_and_documents_are_broken_when_those_are_gone_or_offline():
    kept, offline, gone = ContentPageFactory.create_batch(3)
    document = Document.objects.create(title="Rapport", file="x.pdf")
    with_text(
        text(f'<a linktype="page" id="{kept.pk}">Blijft</a>'),
        text(f'<a linktype="page" id="{offline.pk}">Offline</a>'),
        text(f'<a linktype="page" id="{gone.pk}">Weg</a>'),
        text(f'<a linktype="document" id="{document.pk}">Rapport</a>'),
        ("button", {"label": "Lees meer", "page": offline, "url": ""}),
        ("download", {"document": document, "label": ""}),
    )
    assert not found()
    Page.objects.filter(pk=offline.pk).update(live=False)
    gone.delete()
    document.delete()
    assert found() == [
        ("Offline", "De pagina staat niet online"),
        ("Weg", "De pagina is verwijderd"),
        ("Rapport", "Het document is verwijderd"),
        ("Lees meer", "De pagina staat niet online"),
        ("Rapport", "Het document is verwijderd"),
    ]


def test_links_are_found_in_every_block_also_beside_an_image_and_in_a_table():
    nowhere = '<a href="/bestaat-niet/">Niets</a>'
    cells = [{"type": "rich_text", "heading": "Waar"}]
    body = [
        {"type": "image", "value": {"image": {"image": ImageFactory().pk, "alt_text": "x"}}},
        {"type": "callout", "value": {"tone": "tip", "heading": "Tip", "text": nowhere}},
        {
            "type": "table",
            "value": {
                "caption": "Tabel",
                "table": {"columns": cells, "rows": [{"values": [nowhere]}] * 2},
            },
        },
    ]
    reading.read(ContentPageFactory(body=json.dumps(body)))
    assert [link.where for link in broken().order_by("pk")] == ["Kader", "Tabel", "Tabel"]


def test_addresses_of_our_own_site_are_looked_up_and_headings_too():
    target = ContentPageFactory(slug="uitleg", body=[("heading", "De vier criteria")])
    Redirect.objects.create(old_path="/oud", redirect_page=target)
    ours = site_settings.SITE_URL
    named_by_a_template = '<a href="/uitleg/#werkgeversorganisaties">Goed</a>'
    with_text(
        text(named_by_a_template),
        ("heading", "Hier"),
        text('<a href="/uitleg/#kop-de-vier-criteria">Goed</a> <a href="#kop-hier">Goed</a>'),
        text('<a href="/oud">Goed</a> <a href="/sitemap.xml">Goed</a> <a href="/">Goed</a>'),
        text('<a href="mailto:a@b.example">Goed</a> <a href="tel:0880000000">Goed</a>'),
        text(f'<a href="{ours}/uitleg/#kop-anders">Kop weg</a> <a href="#kop-daar">Hier niet</a>'),
        text('<a href="/bestaat-niet/">Niets</a> <a href="http://[kapot/">Krom</a>'),
    )
    nothing, no_heading = (problem.label for problem in list(FoundLink.Problem)[1:])
    assert found() == [
        ("Kop weg", no_heading),
        ("Hier niet", no_heading),
        ("Niets", nothing),
        ("Krom", nothing),
    ]


def test_an_address_elsewhere_is_kept_once_and_broken_when_it_was_found_so():
    url = "https://elders.example/pagina"
    with_text(text(f'<a href="{url}#kop">Een</a>'), ("video", {"title": "Film", "url": url}))
    with_text(text(f'<a href="{url}">Drie</a>'))
    address = ExternalAddress.objects.get()
    assert (address.url, address.host, address.links.count()) == (url, "elders.example", 3)
    assert not found()
    ExternalAddress.objects.update(problem="weg", is_broken=True)
    assert found() == [(words, "De pagina bestaat niet meer") for words in ("Een", "Film", "Drie")]


def test_what_visitors_do_not_see_is_not_broken_and_no_link_of_participants_is_kept():
    page = with_text(text('<a href="/bestaat-niet/">Niets</a>'))
    event = EventPageFactory(online_url="https://vergadering.example/geheim")
    reading.read(event)
    assert not ExternalAddress.objects.exists()
    Page.objects.filter(pk=page.pk).update(live=False)
    assert not found()


def test_pages_are_read_when_published_and_others_once_a_day():
    theme = ThemeFactory(intro='<p><a href="/bestaat-niet/">Thema</a></p>')
    page = ContentPageFactory(body=[text('<a href="/nergens/">Eerst</a>')])
    ContentPageFactory(body=[text('<a href="/nergens/">Concept</a>')], live=False)
    assert reading.read_due() == 0
    assert {words for words, _ in found()} == {"Eerst", "Thema"}
    before = LinkReading.objects.get(page=page.pk).read_at
    reading.read_due()
    assert LinkReading.objects.get(page=page.pk).read_at == before
    page.body = [text('<a href="/nergens/">Daarna</a>')]
    page.save_revision().publish()
    reading.read_due()
    assert {words for words, _ in found()} == {"Daarna", "Thema"}
    theme.delete()
    LinkReading.objects.update(read_at=timezone.now() - 3 * reading.READ_AGAIN)
    reading.read_due()
    reading.forget_what_is_gone()
    assert {words for words, _ in found()} == {"Daarna"}


# The report


def test_the_report_leads_to_the_block_in_which_the_link_stands(editor):
    page = with_text(text('<a href="/bestaat-niet/">Lees meer</a>'), title="Over ons")
    SiteSettings.load().save()
    block = page.body[0].id
    answer = editor.get(REPORT)
    assertContains(answer, "Over ons")
    assertContains(answer, f"/beheer/pages/{page.pk}/edit/#block-{block}-section")
    assertContains(editor.get("/beheer/"), "1 link werkt niet meer")
    for kind, number in {"pagina": 1, "elders": 0, "kop": 0, "document": 0, "x": 1}.items():
        assert len(editor.get(f"{REPORT}?soort={kind}").context["object_list"]) == number, kind
    export = b"".join(editor.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert "Over ons;Tekst;Lees meer;/bestaat-niet/;Op dit adres van de site staat niets" in export


def test_a_record_stands_in_the_report_with_its_own_form(editor):
    theme = ThemeFactory(name="Leren", intro='<p><a href="/bestaat-niet/">Kapot</a></p>')
    reading.read(theme)
    answer = editor.get(REPORT)
    assertContains(answer, "Leren")
    assertContains(answer, f"/beheer/snippets/core/theme/edit/{theme.pk}/")


def test_somebody_sees_the_links_that_they_can_mend(client):
    news_index().save()  # lets the authors in
    author = UserFactory(groups=["Auteur"])
    client.force_login(author)
    for owner, title in ((author, "Van mij"), (UserFactory(), "Van een ander")):
        reading.read(
            NewsPageFactory(title=title, owner=owner, body=[text('<a href="/nergens/">x</a>')])
        )
    answer = client.get(REPORT)
    assertContains(answer, "Van mij")
    assertNotContains(answer, "Van een ander")
    client.force_login(UserFactory(groups=["Adviseur Koplopernetwerk"]))
    assert client.get(REPORT).status_code == 302


@pytest.mark.parametrize("number", [3, 30])
def test_the_report_takes_as_many_queries_for_more_links(
    editor, number, django_assert_max_num_queries
):
    gone = ContentPageFactory(live=False)
    link = text(f'<a href="/nergens/">x</a> <a linktype="page" id="{gone.pk}">y</a>')
    with_text(*[link] * number)
    editor.get(REPORT)
    with django_assert_max_num_queries(24):
        editor.get(REPORT)


# When a page goes


ACTIONS = ("delete", "unpublish")


def address(action: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])


@pytest.mark.parametrize("action", ACTIONS)
def test_taking_a_page_away_says_who_links_to_it_and_sends_its_visitors_on(
    administrator, real_publishing, action
):
    target, page = ContentPageFactory(title="Nieuw"), ContentPageFactory(slug="oud", title="Oud")
    ContentPageFactory(slug="onder", parent=page)
    ThemeFactory(name="Leren", intro=f'<p><a linktype="page" id="{page.pk}">x</a></p>')
    ContentPageFactory(title="Linkt", body=[text(f'<a linktype="page" id="{page.pk}">x</a>')])
    shown = administrator.get(address(action, page))
    for what in ("Linkt", "Thema: Leren"):
        assertContains(shown, what)
    assertContains(shown, "Waar gaat iemand heen")
    administrator.post(
        address(action, page), {"doorsturen_naar": target.pk, "include_descendants": "on"}
    )
    assert not Page.objects.live().filter(slug="oud").exists()
    administrator.logout()
    for path in ("/oud/", "/oud/onder/"):
        answer = administrator.get(path)
        assert (answer.status_code, answer["Location"]) == (301, target.get_url()), path


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("which", ["itself", "below", "offline", "99999", "x", "9" * 30])
def test_a_choice_that_leads_nowhere_changes_nothing(administrator, action, which):
    page = ContentPageFactory()
    below = ContentPageFactory(parent=page)
    keys = {"itself": page.pk, "below": below.pk, "offline": ContentPageFactory(live=False).pk}
    sent = {"doorsturen_naar": keys.get(which, which), "include_descendants": "on"}
    said = administrator.post(address(action, page), sent, follow=True)
    assertContains(said, "Er is niets veranderd.")
    assert Page.objects.live().filter(pk=page.pk).exists()
    assert not Redirect.objects.exists()


def test_who_makes_no_redirects_is_offered_none(client):
    news_index().save()
    author = UserFactory(groups=["Auteur"])
    client.force_login(author)
    draft, other = NewsPageFactory(owner=author, live=False), NewsPageFactory()
    assertNotContains(client.get(address("delete", draft)), "Waar gaat iemand heen")
    client.post(address("delete", draft), {"doorsturen_naar": other.pk})
    assert not Redirect.objects.exists()


def test_the_choice_survives_the_page_that_warns(editor):
    target, event = ContentPageFactory(), EventPageFactory()
    event.registrations.create(
        first_name="A", last_name="B", email="a@b.example", state="bevestigd"
    )
    warned = editor.post(address("unpublish", event), {"doorsturen_naar": target.pk})
    assertContains(warned, f'name="doorsturen_naar" value="{target.pk}"')


def test_moving_says_who_links_to_it_and_the_old_address_leads_on(editor, real_publishing):
    page, parent = ContentPageFactory(slug="los"), ContentPageFactory(slug="over-ons")
    ContentPageFactory(body=[text(f'<a linktype="page" id="{page.pk}">x</a>')])
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk])
    said = json.dumps([str(each) for each in editor.get(move).context["messages"]])
    assert "Er linkt 1 keer iets naar deze pagina." in said
    editor.post(move)
    editor.logout()
    assert editor.get("/los/")["Location"] == "/over-ons/los/"


def test_taking_many_pages_away_says_how_many_links_lead_nowhere_now(editor):
    pages = ContentPageFactory.create_batch(2)
    with_text(*(text(f'<a linktype="page" id="{page.pk}">x</a>') for page in pages))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    editor.post(f"{bulk}?id={pages[0].pk}&id={pages[1].pk}&next=/beheer/")
    said = [str(each) for each in editor.get("/beheer/").context["messages"]]
    assert any("2 links leiden nu nergens meer heen." in each for each in said)
