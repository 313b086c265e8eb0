"""What the admin gets from the Facilitators Pool: its desk, its lists of choices, its guards."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from core import people_search
from facilitators import audit_log
from facilitators.desk import dashboard, guards, image_policy
from facilitators.desk.lists import PoolGroup
from facilitators.desk.snippets import MethodViewSet, WorkFormViewSet, refuse_deletion
from facilitators.models import Method, Profile, WorkForm

__all__ = ["audit_log", "dashboard", "guards"]  # their hooks and panels register themselves

image_policy.register()
people_search.register(
    people_search.Place(
        Profile,
        "Facilitators Pool",
        "facilitators.view_profile",
        ("page__title", "page__draft_title", "email"),
        note=lambda row: row.get_state_display(),
        along=("page",),
    )
)
register_snippet(MethodViewSet)
register_snippet(WorkFormViewSet)


@modeladmin_register
class PoolMenu(PoolGroup):
    """One entry for all of the Pool, the choices that staff extend included."""

    def get_submenu_items(self) -> list[MenuItem]:
        choices = [
            model.snippet_viewset.get_menu_item(order)
            for order, model in enumerate((Method, WorkForm), start=10)
        ]
        return [*super().get_submenu_items(), *choices]


@hooks.register("construct_admin_api", order=10)  # after Wagtail's own
def list_images_by_policy(router: Any) -> None:
    router.register_endpoint("images", image_policy.ImagesOfPolicy)


@hooks.register("insert_global_admin_css")
def our_desk() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("facilitators/admin/desk.css"))


@hooks.register("before_delete_snippet")
def keep_used_choices(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    choices = [one for one in instances if isinstance(one, Method | WorkForm)]
    return refuse_deletion(request, choices) if choices else None
