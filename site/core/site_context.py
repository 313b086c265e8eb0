"""What stands around every page: name, main menu, footer. Read once per generation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from core import generation
from core.dead_links import without_dead_links
from core.models import Branch, SiteSettings, Term, Theme
from core.models.pages import published

# By their keys in core.blocks.navigation.
OVERVIEWS: dict[str, type[Term]] = {"theme": Theme, "branch": Branch}


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Column:
    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SiteContext:
    """Everything around a page; values only, so that requests can share it."""

    name: str
    tagline: str
    description: str
    email: str
    phone: str
    menu: tuple[Link, ...]
    footer: tuple[Column, ...]
    footer_text: str
    site_url: str
    # Empty as long as there is no such page.
    privacy_url: str
    contact_url: str


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor; reads nothing until a template asks."""
    return {"site_context": SimpleLazyObject(read)}


@generation.kept
def read() -> SiteContext:
    site_settings = SiteSettings.load()
    keys = _page_keys(site_settings)
    pages = {page.pk: page for page in published(Page.objects.filter(pk__in=keys))}

    def links(items: Any) -> Iterator[Link]:
        for item in items:
            page = pages.get(item.get("page") or 0)
            overview = OVERVIEWS.get(item.get("overview") or "")
            if overview:
                yield Link(item.get("label") or overview.overview_name(), overview.overview_url())
            elif page:
                yield Link(item.get("label") or page.title, page.get_url())
            elif item.get("url"):
                yield Link(item["label"], item["url"])

    return SiteContext(
        name=site_settings.name,
        tagline=site_settings.tagline,
        description=site_settings.description,
        email=site_settings.email,
        phone=site_settings.phone,
        menu=tuple(links(block["value"] for block in site_settings.menu.raw_data)),
        footer=tuple(
            Column(
                block["value"]["heading"],
                tuple(links(item["value"] for item in block["value"]["links"])),
            )
            for block in site_settings.footer.raw_data
        ),
        footer_text=without_dead_links(expand_db_html(site_settings.footer_text)),
        site_url=settings.SITE_URL,
        privacy_url=url_below_home("privacy"),
        contact_url=url_below_home("contact"),
    )


def url_below_home(slug: str) -> str:
    """Return the address of the page of that name below home, such as that on privacy, or ""."""
    page = published(Page.objects.filter(depth=3, slug=slug)).first()
    return page.get_url() if page else ""


def _page_keys(site_settings: SiteSettings) -> set[int]:
    """Return the keys of every page that menu and footer name, without reading those pages."""
    found: set[int] = set()
    for field in ("menu", "footer"):
        stream = site_settings._meta.get_field(field)
        assert isinstance(stream, StreamField)  # noqa: S101 - tells mypy
        for model, key, *_ in stream.extract_references(getattr(site_settings, field)):
            if issubclass(model, Page):
                found.add(int(key))
    return found


@generation.kept
def site_of_all_pages() -> Site:
    """Return the one site with its home page, so that no request has to look them up.

    Streams are left unread: reading one writes on it. Who needs it reads it in one query more.
    """
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    kind = site.root_page.specific_class
    streams = [field.name for field in kind._meta.fields if isinstance(field, StreamField)]
    pages = kind.objects.select_related(*kind.read_along).defer(*streams)
    site.root_page = pages.get(pk=site.root_page_id)
    return site
