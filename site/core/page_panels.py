"""What the first screen of the admin says of pages of every kind: drafts, and what is planned."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, Min, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from core import dashboard
from core.dashboard import SHOWN, Line
from core.states import State, condition
from core.times import moment

WORK = ("add", "change", "publish")


def works_on_pages(user: Any) -> bool:
    """Tell whether somebody works on pages at all; asks the permissions, which are read once."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, WORK))


def changeable_by(user: Any) -> PageQuerySet:
    """Return the pages whose form opens for this user."""
    policy = policy_registry.get_by_type(Page)
    return policy.instances_user_has_any_permission_for(user, ("change", "publish"))


def kind_of(page: Page) -> str:
    """Return what kind of page this is, without reading its own table."""
    model = page.specific_class
    return str(model._meta.verbose_name).capitalize() if model else ""


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class OfPages(dashboard.Panel):
    """A panel of pages: only those that this user may change, a few of them."""

    def is_for_user(self) -> bool:
        return works_on_pages(self.user)

    def pages(self) -> PageQuerySet:
        raise NotImplementedError

    def note(self, page: Any) -> str:
        raise NotImplementedError

    def lines(self) -> Sequence[Line]:
        return [
            Line(page.get_admin_display_title(), edit_url(page), self.note(page))
            for page in self.pages()[:SHOWN]
        ]


@dashboard.register
class OwnDrafts(OfPages):
    name = "own_drafts"
    order = 230
    heading = "Jouw concepten"

    def pages(self) -> PageQuerySet:
        return (
            changeable_by(self.user)
            .filter(condition(State.DRAFT), owner=self.user)
            .order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
        )

    def note(self, page: Any) -> str:
        saved = page.latest_revision_created_at
        return ", ".join([kind_of(page), *([moment(saved)] if saved else [])])

    def more_url(self, found: Sequence[Line]) -> str:
        query = urlencode({"owner": self.user.pk})
        return f"{reverse('wagtailadmin_explore_root')}?{query}" if len(found) == SHOWN else ""


@dashboard.register
class Planned(OfPages):
    name = "planned"
    order = 235
    heading = "Gepland"
    hint = "Gaat vanzelf online"

    def pages(self) -> PageQuerySet:
        first = (
            Revision.page_revisions.filter(
                object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
            )
            .values("object_id")
            .annotate(first=Min("approved_go_live_at"))
            .values("first")
        )
        planned = changeable_by(self.user).filter(condition(State.PLANNED))
        return planned.annotate(moment=Subquery(first)).order_by("moment", "pk")

    def note(self, page: Any) -> str:
        return f"{kind_of(page)}, {moment(page.moment)}"
