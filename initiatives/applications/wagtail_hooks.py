"""What the admin gets from applications."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from initiatives.applications.models import AdviceParty
from initiatives.applications.parties import snippets

register_snippet(snippets.AdvicePartyViewSet)


@hooks.register("before_delete_snippet")
def keep_who_was_asked(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    parties = [one for one in instances if isinstance(one, AdviceParty)]
    return snippets.refuse_deletion(request, parties) if parties else None
