"""Lists of one kind of page in the admin: what they share."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.views.pages.listing import IndexView
from wagtail.query import PageQuerySet

from core.models import ThemedPage
from core.models.pages import choosing, prepare_terms
from core.states import condition


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


def short_date(page: ThemedPage) -> str:
    # Hyphens at which a browser does not break the line.
    return date_format(page.listed_on, "j-n-Y").replace("-", "\N{NON-BREAKING HYPHEN}")


class PageListView(IndexView):
    """The list of a kind of themed page; the one changed last stands first."""

    default_ordering = "-latest_revision_created_at"
    noun: str

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Read all that a row shows; Wagtail's own way reads every page once more."""
        return (
            pages.defer_streamfields()
            .select_related("owner", "owner__wagtail_userprofile")
            .prefetch_related("content_type", "sites_rooted_here")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        prepare_terms(context["object_list"])
        return context

    @cached_property
    def verbose_name_plural(self) -> str:
        return self.noun
