"""Which addresses are no pages: a page with such a slug could never be read."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

# Of the home page; above it stands only the root of the tree, which has no address.
HOME = 2


@cache
def taken_slugs() -> frozenset[str]:
    """Return the first part of every address that the site has for something else than pages."""
    roots = (settings.STATIC_URL, settings.MEDIA_URL)
    routes = [*_routes(get_resolver().url_patterns), *(root.lstrip("/") for root in roots)]
    return _first_parts(routes)


@cache
def own_slugs(model: type[Page]) -> frozenset[str]:
    """Return the first part of every address below a page of this kind that it answers itself."""
    if not issubclass(model, RoutablePageMixin):
        return frozenset()
    return _first_parts(_routes(list(model.get_subpage_urls())))


def _first_parts(routes: Iterable[str]) -> frozenset[str]:
    return frozenset(first for route in routes if (first := route.partition("/")[0]))


def _routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the addresses; what lies at the root has those of its own."""
    for pattern in patterns:
        route = pattern.pattern
        if isinstance(pattern, URLResolver) and not str(route):
            yield from _routes(pattern.url_patterns)
        elif isinstance(route, RoutePattern):
            yield str(route)


def refusal(slug: str, parent: Page) -> str:
    """Return why a page below `parent` cannot have this slug; "" when it can."""
    taken = taken_slugs() if parent.depth == HOME else own_slugs(parent.specific_class or Page)
    if slug not in taken:
        return ""
    return f"‘{slug}’ is het adres van een vast deel van de website. Kies een andere slug."


class SitePageForm(WagtailAdminPageForm):
    """The form of every page; it refuses an address at which nobody would read the page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if why := refusal(cleaned.get("slug") or "", self.parent_page):
            self.add_error("slug", why)
        return cleaned


class SitePageCopyForm(CopyForm):
    """Refuses the same for a copy."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if why := refusal(cleaned.get("new_slug") or "", parent):
            self.add_error("new_slug", why)
        return cleaned
