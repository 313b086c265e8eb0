"""Figures for Prometheus, behind a token: what is asked of the site, and what waits in it.

Requests are counted by each server process in files that all of them share (METRICS_DIR), so that
whichever is asked tells of all. What waits is read from the database when somebody asks.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from core.background import QUEUE
from core.models import FailingJob, OutgoingMail, WorkerRound

if settings.METRICS_TOKEN:
    # Read when prometheus_client is imported, and never again.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
NOT_RESOLVED = "none"  # a static file, a page from memory, an address that is refused
FROM_MEMORY = "cache"

REQUESTS = Counter(
    "aln_requests", "Requests by view, method and status.", ["view", "method", "status"]
)
TIMES = Histogram("aln_request_seconds", "How long an answer took.", ["view"], buckets=SECONDS)
PAGES = Counter("aln_page_cache", "Pages that were asked for, from memory or not.", ["from"])


def _view_of(request: HttpRequest, from_memory: bool) -> str:
    """Return a name of which there are few: never a path, which can open something."""
    if from_memory:
        return FROM_MEMORY
    match = request.resolver_match
    return (match.view_name or match._func_path) if match else NOT_RESOLVED


class Counted:
    """Counts every answer; does nothing without METRICS_TOKEN."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        from_memory = response.headers.get("X-Page-Cache") == "hit"
        view = _view_of(request, from_memory)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        TIMES.labels(view).observe(time.perf_counter() - begun)
        if from_memory or view == "wagtail_serve":
            PAGES.labels("memory" if from_memory else "made").inc()
        return response


class Waiting:
    """What the database tells: mail, tasks, failing jobs, and when the worker last went round."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        is_up = GaugeMetricFamily("aln_database_up", "Whether the database answers.")
        try:
            families = [*self._mail(), *self._tasks(), *self._worker()]
        except DatabaseError:
            families = []
        is_up.add_metric([], float(bool(families)))
        yield from (is_up, *families)

    def _mail(self) -> Iterator[GaugeMetricFamily]:
        number = GaugeMetricFamily("aln_mail", "Mails by state.", labels=["state"])
        names = {OutgoingMail.State.WAITING: "waiting", OutgoingMail.State.FAILED: "failed"}
        rows = OutgoingMail.objects.filter(state__in=names).order_by().values("state")
        found = dict(rows.annotate(number=Count("pk")).values_list("state", "number"))
        for state, name in names.items():
            number.add_metric([name], found.get(state.value, 0))
        oldest = OutgoingMail.objects.due().order_by().aggregate(at=Min("due_at"))["at"]
        yield number
        yield _age("aln_mail_oldest_seconds", "How long the first mail that is due waits.", oldest)

    def _tasks(self) -> Iterator[GaugeMetricFamily]:
        number = GaugeMetricFamily("aln_tasks", "Tasks by state.", labels=["state"])
        tasks = DBTaskResult.objects.filter(backend_name=QUEUE)
        counted = tasks.order_by().values("status").annotate(number=Count("pk"))
        for status, found in counted.values_list("status", "number"):
            number.add_metric([str(status).lower()], found)
        oldest = tasks.ready().order_by().aggregate(at=Min("enqueued_at"))["at"]
        yield number
        yield _age("aln_tasks_oldest_seconds", "How long the first task waits.", oldest)

    def _worker(self) -> Iterator[GaugeMetricFamily]:
        failing = GaugeMetricFamily(
            "aln_job_failed_rows", "Rows that failed in the last round, by job.", labels=["job"]
        )
        for name, number in FailingJob.objects.values_list("name", "number"):
            failing.add_metric([name], number)
        last = WorkerRound.objects.first()
        yield failing
        if last:
            yield _age("aln_worker_round_age_seconds", "Since the worker's last round.", last.at)


def _age(name: str, words: str, since: object) -> GaugeMetricFamily:
    seconds = (timezone.now() - since).total_seconds() if since else 0  # type: ignore[operator]
    return GaugeMetricFamily(name, words, value=max(seconds, 0))


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to whoever has the token (`Authorization: Bearer …`); else 404."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(
        given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()
    ):
        raise Http404
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
