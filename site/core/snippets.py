"""The lists of snippets in the admin, which can be sorted and filtered while somebody searches.

Wagtail has its search do all three at once, and that knows no column that is not in its index: a
click on a heading was a server error.
"""

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView as WagtailIndexView
from wagtail.snippets.views.snippets import SnippetViewSet as WagtailSnippetViewSet


class IndexView(WagtailIndexView):
    """Finds by search, and leaves order and filters to the database."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        everything = self.model._default_manager.order_by()
        found = get_search_backend().autocomplete(self.search_query, everything)
        return queryset.filter(pk__in=[row.pk for row in found])


class SnippetViewSet(WagtailSnippetViewSet):
    index_view_class = IndexView
