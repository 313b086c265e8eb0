"""sitemap.xml: every page that anybody may read, and the pages of themes and branches."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.models import Branch, Theme
from core.models.pages import published
from core.text import for_xml

SECTION = "paginas"
TERMS = "onderwerpen"


class PageSitemap(Sitemap):
    """All published pages below the site's root. Search engines take 50,000 addresses a file."""

    limit = 10_000
    protocol = urlsplit(settings.SITE_URL).scheme

    def items(self) -> PageQuerySet:
        return (
            published(Page.objects.filter(depth__gt=1))
            .only("url_path", "depth", "path", "locale", "last_published_at")
            .order_by("path")
        )

    def location(self, item: Page) -> str:
        return for_xml(item.get_url())

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class TermSitemap(Sitemap):
    """The overviews of themes and branches, and the page of each that is in use."""

    protocol = PageSitemap.protocol

    def items(self) -> list[str]:
        found = []
        for model in (Theme, Branch):
            terms = [term.url for term in model.all_by_slug().values() if term.active]
            found += [model.overview_url(), *terms] if terms else []
        return found

    def location(self, item: str) -> str:
        return item

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


def _sections() -> dict[str, Any]:
    """Return the files there are; one of terms only when there are any."""
    terms = TermSitemap()
    return {SECTION: PageSitemap()} | ({TERMS: terms} if terms.items() else {})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses, or with a list of files once they no longer fit in one."""
    sections = _sections()
    if sections[SECTION].paginator.num_pages == 1:
        return sitemap(request, sections)
    return index(request, sections, sitemap_url_name="sitemap-file")


@require_safe
def site_map_file(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, _sections(), section=section)
