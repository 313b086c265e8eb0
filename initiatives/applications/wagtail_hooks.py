"""What the admin gets from applications."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from initiatives.applications.desk import publication
from initiatives.applications.models import AdviceParty
from initiatives.applications.parties import snippets

register_snippet(snippets.AdvicePartyViewSet)


@hooks.register("before_delete_snippet")
def keep_who_was_asked(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    parties = [one for one in instances if isinstance(one, AdviceParty)]
    return snippets.refuse_deletion(request, parties) if parties else None


@hooks.register("before_publish_page")
def ask_for_the_word_of_who_applied(request: HttpRequest, page: Page) -> HttpResponse | None:
    return publication.warn(request, page)


@hooks.register("before_bulk_action")
def ask_for_it_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at pages only: Wagtail asks about themes, images and users as well."""
    pages = [each for each in objects if isinstance(each, Page)]
    return publication.refuse_many(request, pages, view) if action == "publish" else None
