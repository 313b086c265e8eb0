"""What must hold of every kind of page, every copy and every export: each through one place."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.actions.create_alias import CreatePageAliasIntegrityError
from wagtail.contrib.redirects import base_formats
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from core.dead_links import without_dead_links
from core.models import SitePage
from core.models.pages import published
from core.spreadsheets import BYTE_ORDER_MARK
from facilitators.models import FacilitatorPage
from initiatives.events.models import EventPage
from initiatives.models import InitiativePage
from search import indexing
from tests.factories import (
    ContentPageFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    UserFactory,
    news_index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    boss: Any = UserFactory(is_superuser=True)
    client.force_login(boss)
    return client


def copied(staff: Client, page: Page, **more: str) -> tuple[Page | None, str]:
    """Copy a page as an editor does; return the copy, if there is one, and what was said."""
    parent = page.get_parent().pk
    data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": parent, **more}
    answer = staff.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)
    return Page.objects.filter(slug="kopie").first(), answer.content.decode()


# One clock


def test_no_account_has_a_time_zone_or_a_picture_of_its_own(staff: Client):
    shown = staff.get(reverse("wagtailadmin_account")).content.decode()
    assert "current_time_zone" not in shown
    assert "avatar-avatar" not in shown
    assert site_settings.WAGTAIL_USER_TIME_ZONES == ["Europe/Amsterdam"]


# Aliases


WITH_ROWS = {EventPage: EventPageFactory, FacilitatorPage: FacilitatorPageFactory}
WITH_ROWS |= {InitiativePage: InitiativePageFactory}


@pytest.mark.parametrize("model", WITH_ROWS)
def test_a_page_with_rows_of_its_own_has_no_alias(staff: Client, model: type[SitePage]):
    page = WITH_ROWS[model]()
    found, said = copied(staff, page, alias="on")
    assert found is None
    assert "kan geen alias bestaan" in said
    with pytest.raises(CreatePageAliasIntegrityError):
        page.create_alias(update_slug="alias")
    index = page.get_parent()
    assert copied(staff, index, alias="on", copy_subpages="on")[0] is None


def test_every_alias_is_as_private_as_its_source(client: Client):
    source = NewsPageFactory(title="Besloten bericht", slug="besloten", lead="Vertrouwelijk.")
    alias = source.create_alias(update_slug="alias")
    again = alias.create_alias(update_slug="alias-van-alias")
    keys = {source.pk, alias.pk, again.pk}
    indexing.follow_many(keys)
    assert published(Page.objects.filter(pk__in=keys)).count() == 3
    PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)
    assert not published(Page.objects.filter(pk__in=keys))
    late = source.create_alias(update_slug="nog-een")
    assert not published(Page.objects.filter(pk=late.pk))
    for path in ("/nieuws/", "/nieuws/rss/", "/nieuws/atom/", "/sitemap.xml", "/"):
        text = client.get(path).content.decode()
        assert "Vertrouwelijk" not in text, path
        assert "alias" not in text.replace("data-alias", ""), path
    assert "/nieuws/alias" not in client.get("/zoeken/?q=besloten+bericht").content.decode()
    source.view_restrictions.all().delete()
    for restriction in PageViewRestriction.objects.all():
        restriction.delete()
    assert published(Page.objects.filter(pk__in=keys)).count() == 3
    assert "/nieuws/alias" in client.get("/zoeken/?q=besloten+bericht").content.decode()


# Copies


LONG_AGO = datetime.datetime(2019, 3, 26, 12, tzinfo=datetime.UTC)
MOMENTS = {"first_published_at": LONG_AGO, "last_published_at": LONG_AGO}


@pytest.mark.parametrize("publishes", [False, True])
@pytest.mark.parametrize(
    ("factory", "name", "value"),
    [
        (NewsPageFactory, "published_on", datetime.date(2019, 3, 26)),
        (EventPageFactory, "registration_closes_at", LONG_AGO),
        (ContentPageFactory, "expire_at", timezone.now() + datetime.timedelta(days=9)),
    ],
)
def test_a_copy_has_none_of_the_moments_of_its_source(
    staff, real_publishing, factory, name, value, publishes
):
    page = factory(**{name: value})
    type(page).objects.filter(pk=page.pk).update(**MOMENTS)
    page.refresh_from_db()
    page.save_revision().publish()
    found, said = copied(staff, page, **({"publish_copies": "on"} if publishes else {}))
    assert "Niet overgenomen in de kopie" in said
    copy = found.specific
    latest = copy.get_latest_revision_as_object()
    assert getattr(copy, name) is None
    assert getattr(latest, name) is None
    copy.get_latest_revision().publish()
    copy.refresh_from_db()
    assert copy.first_published_at.date() == timezone.now().date()
    if factory is NewsPageFactory:
        assert copy.listed_on == timezone.localdate()


# An expiry that is over


def test_an_expired_page_can_be_saved_but_not_published_as_it_is():
    page = NewsPageFactory(expire_at=timezone.now() - datetime.timedelta(days=1), live=False)
    form_class = page.get_edit_handler().get_form_class()
    typed = timezone.localtime(page.expire_at).strftime("%d-%m-%Y %H:%M")
    sent = {"title": "Verlopen", "slug": page.slug, "body-count": "0", "expire_at": typed}

    def form(**more):
        page.refresh_from_db()
        return form_class({**sent, **more}, instance=page, parent_page=news_index())

    page.expire_at = page.expire_at.replace(second=0, microsecond=0)
    page.save()
    draft = form()
    draft.defer_required_fields()
    assert "expire_at" not in draft.errors
    assert draft.cleaned_data["expire_at"] == page.expire_at
    other = form(expire_at="01-01-2020 12:00")
    other.defer_required_fields()
    assert "expire_at" in other.errors
    assert "expire_at" in form().errors


# Documents


def test_every_name_that_a_document_had_leads_to_its_file(client):
    document = Document.objects.create(title="Gids", file=ContentFile(b"een", "gids-een.txt"))
    addresses = []
    for name in ("gids twee (concept).txt", "gids-drie.txt"):
        addresses.append(document.url)
        document.file = ContentFile(name.encode(), name)
        document.save()
    for address in addresses:
        answer = client.get(address, follow=True)
        assert b"".join(answer.streaming_content) == b"gids-drie.txt"
    assert client.get(f"/documenten/{document.pk}/geraden.txt").status_code == 404
    document.delete()
    assert client.get(addresses[0]).status_code == 404


# Links in texts


def test_a_link_to_what_is_not_there_is_plain_text(client):
    gone, offline = NewsPageFactory(), NewsPageFactory(live=False)
    over = NewsPageFactory(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    there = NewsPageFactory(slug="er-is")
    key = gone.pk
    gone.delete()
    text = " ".join(
        f'<a linktype="page" id="{one}">naar <b>{one}</b></a>'
        for one in (key, offline.pk, over.pk, there.pk)
    )
    text += ' <a linktype="document" id="999999">een stuk</a>'
    button = {"label": "Naar elders", "page": offline.pk, "url": ""}
    page = NewsPageFactory(body=[("paragraph", f"<p>{text}</p>")])
    page.body.append(("button", page.body.stream_block.child_blocks["button"].to_python(button)))
    page.save()
    shown = client.get(page.get_url()).content.decode()
    for one in (key, offline.pk, over.pk):
        assert f" naar <b>{one}</b>" in shown.replace("<p>naar", "<p> naar")
    assert f'<a href="/nieuws/er-is/">naar <b>{there.pk}</b></a>' in shown
    assert "een stuk" in shown
    assert "<a>" not in shown
    assert "Naar elders" not in shown
    assert without_dead_links("<a>x</a> <a href='/'>y</a>") == "x <a href='/'>y</a>"


def test_an_editor_is_told_of_links_that_lead_nowhere(staff: Client, wagtail_indexes: None):
    offline = NewsPageFactory(title="Weg bericht", live=False)
    link = f'<p><a linktype="page" id="{offline.pk}">weg</a></p>'
    page = NewsPageFactory(body=[("paragraph", link)])
    page.save()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = staff.get(edit).content.decode()
    assert "linkt naar ‘Weg bericht’, en die staat niet online" in said


# Exports and imports


EXPORTS = [
    "/beheer/redirects/",
    "/beheer/reports/site-history/",
    "/beheer/reports/aging-pages/",
    "/beheer/reports/locked/",
    "/beheer/reports/page-types-usage/",
    "/beheer/reports/workflow/",
    "/beheer/reports/workflow_tasks/",
    "/beheer/zoeken/zonder-resultaat/",
    "/beheer/searchpicks/",
    "/beheer/users/",
]


@pytest.mark.parametrize("path", EXPORTS)
def test_every_export_is_as_dutch_excel_reads(staff, real_publishing, path):
    NewsPageFactory(title="=1+1")
    Redirect.objects.create(old_path="/oud", redirect_link="https://a.example/")
    answer = staff.get(path, {"export": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    assert "+00:00" not in text
    assert "True" not in text
    assert ";=" not in text
    head = text.splitlines()[0]
    assert ";" in head or "," not in head
    sheet = load_workbook(BytesIO(staff.get(path, {"export": "xlsx"}).getvalue())).active
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_moments_in_a_workbook_are_dutch(staff):
    redirect = Redirect.objects.create(old_path="/oud", redirect_link="https://a.example/")
    made = datetime.datetime(2027, 6, 16, 11, 30, tzinfo=datetime.UTC)
    Redirect.objects.filter(pk=redirect.pk).update(created_at=made)
    text = b"".join(staff.get("/beheer/redirects/?export=csv").streaming_content).decode()
    assert "16-6-2027 13:30" in text or "created" not in text


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("mark", ["", BYTE_ORDER_MARK])
@pytest.mark.parametrize("reader", [base_formats.CSV, base_formats.TSV])
def test_an_import_finds_out_how_cells_are_parted(sign: str, mark: str, reader: type):
    rows = reader().create_dataset(f"{mark}van{sign}naar\r\n/oud{sign}/nieuw\r\n")
    assert (rows.headers, list(rows)) == (["van", "naar"], [["/oud", "/nieuw"]])
    assert reader().create_dataset(f"sep={sign}\r\na{sign}b\r\n").headers == ["a", "b"]
