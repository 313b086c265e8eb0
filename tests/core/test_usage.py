"""Where a page, picture or document is used counts everything that shows it, the frame too."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from core.models import SiteSettings
from tests.factories import ContentPageFactory, NewsPageFactory, UserFactory
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]
LINK = '<p><a linktype="page" id="{}">lees</a></p>'


def in_menu(page: Page) -> None:
    settings = SiteSettings.load()
    settings.menu = [("item", {"page": page, "overview": "", "label": ""})]
    settings.save()


def in_footer(page: Page) -> None:
    settings = SiteSettings.load()
    links = [{"page": page, "overview": "", "url": "", "label": ""}]
    settings.footer = [("column", {"heading": "Over", "links": links})]
    settings.save()


def in_footer_text(page: Page) -> None:
    settings = SiteSettings.load()
    settings.footer_text = LINK.format(page.pk)
    settings.save()


def in_a_page(page: Page) -> None:
    NewsPageFactory(body=[("paragraph", LINK.format(page.pk))]).save()


PLACES = [in_menu, in_footer, in_footer_text, in_a_page]


@pytest.mark.parametrize("put", PLACES)
def test_a_page_counts_as_used_wherever_a_visitor_meets_it(client: Client, put: Any):
    page: Any = ContentPageFactory(title="Over ons")
    assert ReferenceIndex.get_grouped_references_to(page).count() == 0
    put(page)
    assert ReferenceIndex.get_grouped_references_to(page).count() == 1
    editor: Any = UserFactory(groups=["Redacteur"])
    client.force_login(editor)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "1 keer gebruikt" in form.text
    usage = client.get(reverse("wagtailadmin_pages:usage", args=[page.pk]))
    assert usage.status_code == 200
    assert parse(usage).select("table.listing tbody tr a[href]")


@pytest.mark.parametrize("put", PLACES)
def test_a_link_to_a_page_that_is_gone_is_no_link_without_an_address(client: Client, put: Any):
    page: Any = ContentPageFactory(title="Over ons")
    put(page)
    shown = NewsPageFactory(body=[("paragraph", LINK.format(page.pk))])
    Page.objects.get(pk=page.pk).delete()
    for path in (shown.get_url(), "/", "/nieuws/", "/nieuws/rss/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<a>" not in answer.text
        assert 'href=""' not in answer.text
