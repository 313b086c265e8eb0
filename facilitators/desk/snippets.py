"""The choices of a profile that staff extend: methods and work forms."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn

from core.snippets import SnippetViewSet
from facilitators.models import Method, WorkForm
from facilitators.term_use import pages_using

ACTIVE = BooleanColumn("active", label="In gebruik", sort_key="active")
SHOWN = 5


class MethodViewSet(SnippetViewSet):
    model = Method
    icon = "clipboard-list"
    list_display = ["name", ACTIVE]
    list_filter = ["active"]
    list_per_page = 50
    copy_view_enabled = False
    # They stand in the menu of the Pool (wagtail_hooks), and not among "Snippets" as well.
    menu_item_is_registered = True


class WorkFormViewSet(MethodViewSet):
    model = WorkForm


def refuse_deletion(
    request: HttpRequest, choices: Sequence[Method | WorkForm]
) -> HttpResponse | None:
    """Say which profiles use these, and go back to the list; None when they may go."""
    used = False
    for choice in choices:
        pages = pages_using(choice)
        if number := pages.count():
            used = True
            titles = ", ".join(page.title for page in pages[:SHOWN])
            more = ", en meer" if number > SHOWN else ""
            messages.error(
                request,
                f"‘{choice}’ is in gebruik bij {titles}{more}. Haal het vinkje weg bij ‘In "
                "gebruik’: dan kan niemand het meer kiezen. Er is niets verwijderd.",
            )
    if not used:
        return None
    return redirect(reverse(type(choices[0]).snippet_viewset.get_url_name("list")))
