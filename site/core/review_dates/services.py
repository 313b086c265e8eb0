"""Sets the day on which a page is looked at again, and asks its owner when that day has come.

A page that is online gets a day a year after it was published. Publishing it again, or saying that
it is still right, moves that day on.
"""

from calendar import monthrange
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, get_page_models

from core import scheduled_jobs
from core.models import ReviewDate, SitePage
from core.refusals import Refused
from core.review_dates import mails

KEPT, ASKED, OWNER = "core.review.kept", "core.review.asked", "core.review.owner"
# The owner stays who it is.
SAME: Any = object()
NOT_ONLINE = "Deze pagina staat niet online. Nakijken hoeft pas als bezoekers haar zien."


def is_reviewed(model: type[Page] | None) -> bool:
    """Tell whether pages of this kind are looked at again; each kind says so itself."""
    return model is not None and issubclass(model, SitePage) and model.is_reviewed


def pages_online() -> QuerySet:
    """Return the pages that somebody has to keep right: what visitors see, aliases left out."""
    kinds = [model for model in get_page_models() if is_reviewed(model)]
    return Page.objects.live().exact_type(*kinds).filter(alias_of=None)


def after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month: 31-8 + 6 is 28-2."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due(day: date) -> QuerySet[ReviewDate]:
    """Return what should have been looked at by this day."""
    return ReviewDate.objects.filter(due_on__lte=day, page__in=pages_online().order_by())


def published(page: Page) -> None:
    """Move the day on: who publishes a page has looked at it."""
    if not is_reviewed(page.specific_class):
        return
    with transaction.atomic():
        found, made = ReviewDate.objects.select_for_update().get_or_create(
            page_id=page.pk,
            defaults={"due_on": after(timezone.localdate(), ReviewDate.Every.YEAR)},
        )
        if not made:
            _move_on(found, found.every)


@transaction.atomic
def keep(page: Page, *, user: Any, every: int | None = None, owner: Any = SAME) -> ReviewDate:
    """Note that a page is still right.

    `every` is in how many months it is looked at again, `owner` whose page it is from now on; None
    is nobody's. Raises Refused for a page that is not online.
    """
    row = _locked(page)
    _move_on(row, every or row.every)
    of = page.specific_deferred
    if owner is not SAME and (owner and owner.pk) != page.owner_id:
        Page.objects.filter(pk=page.pk).update(owner=owner)
        log(instance=of, action=OWNER, user=user, data={"owner": owner and owner.pk})
    log(instance=of, action=KEPT, user=user, data={"due_on": row.due_on.isoformat()})
    return row


def _locked(page: Page) -> ReviewDate:
    """Lock the page and then its row, as publishing does. Raises Refused when it is not online."""
    found = pages_online().select_for_update(of=("self",)).filter(pk=page.pk).first()
    if found is None:
        raise Refused(NOT_ONLINE)
    row, _ = ReviewDate.objects.select_for_update().get_or_create(
        page_id=page.pk, defaults={"due_on": after(timezone.localdate(), ReviewDate.Every.YEAR)}
    )
    return row


def _move_on(row: ReviewDate, every: int) -> None:
    row.every, row.due_on, row.asked_on = every, after(timezone.localdate(), every), None
    row.save(update_fields=["every", "due_on", "asked_on"])


def give_days() -> None:
    """Give a day to every page online that has none: made before there were days, or by import."""
    without = pages_online().filter(review_date=None).order_by()
    published_at = without.values_list("pk", "last_published_at")
    ReviewDate.objects.bulk_create(
        [
            ReviewDate(page_id=pk, due_on=after(timezone.localdate(moment), ReviewDate.Every.YEAR))
            for pk, moment in published_at
        ],
        ignore_conflicts=True,
    )


def unasked(day: date) -> QuerySet[ReviewDate]:
    return due(day).filter(asked_on=None)


def ask_owners() -> int:
    """Ask the owners of what is due, in one mail each; called every minute.

    Only who can still log in is asked. A page without such an owner stands in the report.
    """
    waiting = unasked(timezone.localdate()).filter(page__owner=OuterRef("pk"))
    owners = get_user_model().objects.filter(Exists(waiting), ~Q(email=""), is_active=True)
    return scheduled_jobs.each(owners.order_by("pk"), _ask)


def _ask(owner: Any) -> None:
    """Judge anew under the lock, so that nobody is asked about what was just looked at."""
    today = timezone.localdate()
    rows = list(
        unasked(today)
        .filter(page__owner=owner)
        .select_related("page")
        .order_by("page_id")
        .select_for_update(of=("self",))
    )
    if not rows:
        return
    mails.ask(owner, rows)
    ReviewDate.objects.filter(pk__in=[row.pk for row in rows]).update(asked_on=today)
    for row in rows:
        log(instance=row.page.specific_deferred, action=ASKED, data={"owner": owner.pk})
