"""Where methods and work forms are used: chosen on a page, or in a version that is not online."""

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from wagtail.models import Revision

from facilitators.models.pages import FacilitatorPage, FacilitatorQuerySet
from facilitators.models.profiles import Profile
from facilitators.models.terms import Method, WorkForm

FIELDS = {Method: "methods", WorkForm: "work_forms"}


def pages_using(choice: Method | WorkForm) -> FacilitatorQuerySet:
    """Return every page that would miss it, drafts and approved versions included."""
    field = FIELDS[type(choice)]
    newest = FacilitatorPage.objects.values("latest_revision")
    approved = Profile.objects.values("approved_revision")
    versions = Revision.page_revisions.filter(
        Q(pk__in=newest) | Q(pk__in=approved), **{f"content__{field}__contains": choice.pk}
    )
    keys = versions.annotate(key=Cast("object_id", BigIntegerField())).values("key")
    return FacilitatorPage.objects.filter(Q(**{field: choice}) | Q(pk__in=keys)).distinct()
