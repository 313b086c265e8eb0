"""Which addresses are no pages: a page with such a slug could never be read."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

NO_ALIAS = (
    "Van een {kind} kan geen alias bestaan: aanmeldingen en gegevens horen bij één pagina. "
    "Maak een gewone kopie, of link naar de pagina."
)
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


def free_slug(wanted: str, parent: Page, page: Page | None = None) -> str:
    """Return this slug, with a number behind it when another page below `parent` has it."""
    slug, number = wanted, 2
    while not Page._slug_is_available(slug, parent, page):
        slug, number = f"{wanted}-{number}", number + 1
    return slug


class SitePageForm(WagtailAdminPageForm):
    """The form of every page; it refuses an address at which nobody would read the page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if why := refusal(cleaned.get("slug") or "", self.parent_page):
            self.add_error("slug", why)
        return cleaned

    def _post_clean(self) -> None:
        """Take an expiry that was right when it was chosen for no mistake, until the page is put
        online again. Wagtail judges it after `clean`.
        """
        is_kept = self.is_deferred_validation and "expire_at" not in self.changed_data
        if is_kept and "expire_at" in self.errors and "go_live_at" not in self.errors:
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = self.instance.expire_at
        super()._post_clean()


class SitePageCopyForm(CopyForm):
    """Refuses the same for a copy, and begins with an address that nothing has yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].initial = free_slug(self.page.slug, self.page.get_parent())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if why := refusal(cleaned.get("new_slug") or "", parent):
            self.add_error("new_slug", why)
        if cleaned.get("alias") and (kind := self._without_alias(cleaned)):
            self.add_error("alias", NO_ALIAS.format(kind=kind))
        return cleaned

    def _without_alias(self, cleaned: dict[str, Any]) -> str:
        """Return the first kind among the pages to copy that can have no alias; "" for none."""
        pages = self.page.get_descendants(inclusive=True)
        if not cleaned.get("copy_subpages"):
            pages = pages.filter(pk=self.page.pk)
        for content_type in ContentType.objects.filter(pk__in=pages.values("content_type")):
            model: Any = content_type.model_class()
            if model and not getattr(model, "may_have_alias", True):
                return str(model._meta.verbose_name)
        return ""
