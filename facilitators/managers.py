"""Who runs the Pool: a group that works on its pages and nowhere else in the tree."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from core.groups import POOL_MANAGERS

ON_PAGES = ("add_page", "change_page", "publish_page")


def let_managers_in(pool: Page) -> None:
    """Give the group its permissions on the Pool, once that is there."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=ON_PAGES
    )
    for group in Group.objects.filter(name=POOL_MANAGERS):
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=pool, permission=permission)
