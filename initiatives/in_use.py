"""Where regions and employer organisations are used, so that none goes that something needs."""

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion


def users_of(row: LabourMarketRegion | EmployerOrganisation) -> list[str]:
    """Return the names of all that would miss this row, versions that are not online included.

    It asks every table that points here, those of apps above this one too.
    """
    names: list[str] = []
    for relation in row._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{relation.field.name: row})
        names += map(str, users.distinct())
    if isinstance(row, LabourMarketRegion):
        names += map(str, _versions_with(row))
    return sorted(set(names))


def _versions_with(region: LabourMarketRegion) -> list[InitiativePage]:
    """Return the Koplopers whose newest or planned version has this region."""
    newest = Page.objects.values("latest_revision")
    versions = Revision.page_revisions.filter(
        Q(pk__in=newest) | Q(approved_go_live_at__isnull=False),
        content__regions__contains=region.pk,
    )
    keys = versions.annotate(key=Cast("object_id", BigIntegerField())).values("key")
    return list(InitiativePage.objects.filter(pk__in=keys))
