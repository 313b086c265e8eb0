"""What the admin gets from Koplopers: their menu, their lists, and a guard on deletion."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from initiatives.admin import (
    MENU,
    InitiativeListViewSet,
    OrganisationViewSet,
    RegionViewSet,
    refuse_deletion,
)
from initiatives.models import EmployerOrganisation, LabourMarketRegion

register_snippet(RegionViewSet)
register_snippet(OrganisationViewSet)


@hooks.register("register_admin_viewset")
def list_of_koplopers() -> InitiativeListViewSet:
    return InitiativeListViewSet()


@hooks.register("register_admin_menu_item")
def menu_of_koplopers() -> SubmenuMenuItem:
    return SubmenuMenuItem("Koplopers", MENU, name="koplopers", icon_name="pick", order=97)


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    rows = [one for one in instances if isinstance(one, LabourMarketRegion | EmployerOrganisation)]
    return refuse_deletion(request, rows) if rows else None
