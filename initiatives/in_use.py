"""Where regions and employer organisations are used, so that none goes that something needs."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CASCADE, BigIntegerField, Model, Q
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from core.confidential import names_for
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion


def users_of(row: LabourMarketRegion | EmployerOrganisation) -> list[Model]:
    """Return what would miss this row, each once, versions that are not online included.

    It asks every table that points here, those of apps above this one too.
    """
    users = list(_rows_that_point_to(row))
    if isinstance(row, LabourMarketRegion):
        users += _versions_with(row)
    return list({(type(user), user.pk): user for user in users}.values())


def names_of_users(row: LabourMarketRegion | EmployerOrganisation, reader: Any) -> list[str]:
    """Return the names of these; what the reader may not see is counted and not named."""
    return names_for(reader, users_of(row))


def _rows_that_point_to(row: Model) -> Iterator[Model]:
    """Yield what would miss a row. What goes along with it misses nothing, but has users too."""
    for relation in row._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{relation.field.name: row})
        for user in users.distinct():
            if relation.on_delete is CASCADE:
                yield from _rows_that_point_to(user)
            else:
                yield user


def _versions_with(region: LabourMarketRegion) -> list[InitiativePage]:
    """Return the Koplopers whose newest or planned version has this region."""
    newest = Page.objects.values("latest_revision")
    versions = Revision.page_revisions.filter(
        Q(pk__in=newest) | Q(approved_go_live_at__isnull=False),
        content__regions__contains=region.pk,
    )
    keys = versions.annotate(key=Cast("object_id", BigIntegerField())).values("key")
    return list(InitiativePage.objects.filter(pk__in=keys))
