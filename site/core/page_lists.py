"""Lists of one kind of page in the admin: what they share."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet as WagtailPageListingViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from core.models import ThemedPage
from core.models.pages import choosing, prepare_terms
from core.reserved_slugs import HOME
from core.states import condition, prepare_reviews


class TermsFilter(django_filters.ModelMultipleChoiceFilter):
    """Pages with any of these terms; one that chose "alle" stands under each of them."""

    def filter(self, pages: QuerySet, terms: Any) -> QuerySet:
        return pages.filter(choosing(list(terms))) if terms else pages


class StateFilter(django_filters.MultipleChoiceFilter):
    """Pages in any of these states."""

    def filter(self, pages: QuerySet, states: list[str]) -> QuerySet:
        wanted = Q()
        for state in states:
            wanted |= condition(state)
        return pages.filter(wanted) if states else pages


def _kinds(*models: type[Page]) -> set[int]:
    return {kind.pk for kind in ContentType.objects.get_for_models(*models).values()}


def works_on(user: AbstractUser | AnonymousUser, model: type[Page], action: str = "") -> bool:
    """Tell whether somebody has any pages of this kind to work on, or a place to put one.

    That is who may do something (`action`, such as "publish") with all pages, with such a page or
    with a list of them. It stands in every menu, so it asks no more than what the permissions
    themselves know.
    """
    policy = policy_registry.get_by_type(Page)
    kinds = _kinds(model, *model.allowed_parent_page_models())
    return user.is_superuser or any(
        given.page.depth <= HOME or given.page.content_type_id in kinds
        for given in policy.get_cached_permissions_for_user(user)
        if not action or given.permission.codename == f"{action}_page"
    )


def places_for(user: AbstractUser | AnonymousUser, model: type[Page]) -> PageQuerySet:
    """Return the pages below which somebody may add one of this kind."""
    policy = policy_registry.get_by_type(Page)
    kinds = _kinds(*model.allowed_parent_page_models())
    addable = policy.instances_user_has_permission_for(user, "add")
    return addable.filter(content_type__in=kinds)


def short_date(page: ThemedPage) -> str:
    # Hyphens at which a browser does not break the line.
    return date_format(page.listed_on, "j-n-Y").replace("-", "\N{NON-BREAKING HYPHEN}")


class PageListView(IndexView):
    """The list of a kind of themed page; the one changed last stands first."""

    default_ordering = "-latest_revision_created_at"
    noun: str

    def get_add_url(self) -> str | None:
        """Offer to add a page only where there is a place for it."""
        return super().get_add_url() if places_for(self.request.user, self.model) else None

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Read all that a row shows; Wagtail's own way reads every page once more."""
        return (
            pages.defer_streamfields()
            .select_related("owner", "owner__wagtail_userprofile")
            .prefetch_related("content_type", "sites_rooted_here")
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        prepare_terms(context["object_list"])
        prepare_reviews(context["object_list"])
        return context

    @cached_property
    def verbose_name_plural(self) -> str:
        return self.noun


class PageListingViewSet(WagtailPageListingViewSet):
    """The list of a kind of page, in the menu of those who work on such pages."""

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        model = self.model

        class PageListMenuItem(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                return works_on(request.user, model)

        return PageListMenuItem
