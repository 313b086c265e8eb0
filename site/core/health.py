"""What monitors and load balancers ask: can this process serve, and does the worker work?"""

from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.models import FailingJob, WorkerRound

# The worker begins a round each minute; one that does a long task is late.
LATE = timedelta(minutes=20)


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Return every migration that this code has; read from disk once for each process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _are_all_applied() -> bool:
    """Ask in one small query. More than we know is fine: a newer version was here."""
    applied = MigrationRecorder.Migration.objects.using(connection.alias)
    return _migrations() <= frozenset(applied.values_list("app", "name"))


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell a monitor whether this process can serve: 200 when it can, 503 when it cannot.

    `failing` has the jobs of the worker of which something failed in the last round. Then the site
    is not healthy, but it can serve: no load balancer must take it away for one bad row.
    """
    state: dict[str, Any] = {"database": False, "migrations": False, "version": settings.VERSION}
    failing: dict[str, int] = {}
    try:
        state["migrations"] = _are_all_applied()
        state["database"] = True
        if state["migrations"]:
            failing = dict(FailingJob.objects.values_list("name", "number"))
    except DatabaseError as error:
        state["error"] = type(error).__name__
    can_serve = state["database"] and state["migrations"]
    healthy = can_serve and not failing
    return JsonResponse(
        {"healthy": healthy, **state, "failing": failing}, status=200 if can_serve else 503
    )


@never_cache
@require_safe
def worker(request: HttpRequest) -> JsonResponse:
    """Tell whether a worker went round of late: 200 when it did, 503 when it did not.

    `seconds` is how long ago the last round ended; null when there never was one.
    """
    try:
        last = WorkerRound.objects.first()
    except DatabaseError as error:
        return JsonResponse({"healthy": False, "error": type(error).__name__}, status=503)
    ago = timezone.now() - last.at if last else None
    healthy = ago is not None and ago < LATE
    seconds = None if ago is None else round(ago.total_seconds())
    return JsonResponse({"healthy": healthy, "seconds": seconds}, status=200 if healthy else 503)
