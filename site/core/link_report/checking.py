"""When addresses elsewhere are asked, and what their answers mean: seldom, one by one, politely.

The worker asks at most a few a minute, each host at most once. What does not answer is left alone,
longer each time; so is a host that says "not now". What its robots.txt forbids is not asked.
"""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from core.background import QUEUE
from core.link_report.addresses import USER_AGENT, Answer, Asker, NotThere
from core.models import ExternalAddress, LinkedHost

Problem = ExternalAddress.Problem
# Each waits fifteen seconds at most, between the mails of the worker.
AT_ONCE = 4
ASK_AGAIN = timedelta(days=7)
# After the first, second and third time that it did not work; then as often as the last.
AFTER_FAILURE = (timedelta(hours=1), timedelta(hours=12), timedelta(days=2))
# So many times in a row is no evening of maintenance any more.
BROKEN_AFTER = 3
BETWEEN = timedelta(minutes=1)
LONGEST_SILENCE = timedelta(days=7)
ROBOTS_KEPT = timedelta(days=1)
NOT_FOUND = (404, 410)
NOT_NOW = (429, 503)
# A page that is there, but not for us.
REFUSED = (401, 402, 403, 405, 406, 407, 451, 999)
# No second try makes these right.
FOR_GOOD = (Problem.GONE, Problem.NOT_PUBLIC)


def ask_due() -> None:
    """Have the worker ask the addresses that are due, each of another host; called every minute."""
    if not settings.CHECK_EXTERNAL_LINKS:
        return
    now = timezone.now()
    silent = LinkedHost.objects.filter(silent_until__gt=now).values("host")
    due = ExternalAddress.objects.filter(due_at__lte=now, links__isnull=False)
    due = due.exclude(host__in=silent).order_by("host", "due_at").distinct("host")
    for address in due[:AT_ONCE]:
        with transaction.atomic():
            # Taken: the next round leaves it alone, also when the worker dies with it in hand.
            ExternalAddress.objects.filter(pk=address.pk).update(due_at=now + AFTER_FAILURE[0])
            _leave_alone(address.host, BETWEEN)
            ask.enqueue(address.pk)


@task(backend=QUEUE)
def ask(address_pk: int) -> None:
    """Ask one address and keep what it said; no transaction is open while we wait."""
    if address := ExternalAddress.objects.filter(pk=address_pk).first():
        check(address, Asker())


def check(address: ExternalAddress, asker: Asker) -> None:
    """Ask an address with this asker, if the robots.txt of its host allows, and keep the answer."""
    if not _is_allowed(address, asker):
        _keep(address, Problem.NONE)
        return
    try:
        answer = asker.look(address.url)
    except NotThere as error:
        _keep(address, error.problem)
        return
    if answer.status in NOT_NOW:
        _leave_alone(address.host, _asked_to_wait(answer))
        _keep(address, address.problem, counts=False)
    else:
        _keep(address, meaning_of(answer.status))


def meaning_of(status: int) -> Problem:
    if status in NOT_FOUND:
        return Problem.GONE
    return Problem.ERROR if status >= 400 and status not in REFUSED else Problem.NONE


def _keep(address: ExternalAddress, problem: str, *, counts: bool = True) -> None:
    now = timezone.now()
    if problem and counts:
        failures = min(address.failures + 1, 1_000)
        wait = AFTER_FAILURE[min(failures, len(AFTER_FAILURE)) - 1]
    else:
        failures, wait = (0, ASK_AGAIN) if counts else (address.failures, AFTER_FAILURE[1])
    is_broken = bool(problem) and (problem in FOR_GOOD or failures >= BROKEN_AFTER)
    if is_broken and counts:
        wait = ASK_AGAIN
    ExternalAddress.objects.filter(pk=address.pk).update(
        problem=problem,
        failures=failures,
        is_broken=is_broken if counts else address.is_broken,
        checked_at=now,
        due_at=now + wait,
    )
    address.refresh_from_db()


def _leave_alone(host: str, length: timedelta) -> None:
    until = timezone.now() + min(length, LONGEST_SILENCE)
    LinkedHost.objects.update_or_create(host=host, defaults={"silent_until": until})


def _asked_to_wait(answer: Answer) -> timedelta:
    """Return how long a host wants to be left alone: what it says, or an hour."""
    said = answer.retry_after.strip()
    try:
        if said.isdecimal():
            return timedelta(seconds=min(int(said[:9]), LONGEST_SILENCE.total_seconds()))
        return max(parsedate_to_datetime(said) - timezone.now(), BETWEEN)
    except (TypeError, ValueError):
        return AFTER_FAILURE[0]


def _is_allowed(address: ExternalAddress, asker: Asker) -> bool:
    """Tell whether the robots.txt of the host lets us ask this address; read once a day."""
    host, _ = LinkedHost.objects.get_or_create(host=address.host)
    now = timezone.now()
    if host.robots_at is None or host.robots_at < now - ROBOTS_KEPT:
        host.robots, host.robots_at = _robots_of(address.url, asker), now
        host.save(update_fields=["robots", "robots_at"])
    parser = RobotFileParser()
    parser.parse(host.robots.splitlines())
    return parser.can_fetch(USER_AGENT, address.url)


def _robots_of(url: str, asker: Asker) -> str:
    """Return the robots.txt for an address: empty where there is none, or none that we can read."""
    parts = urlsplit(url)
    try:
        answer = asker.ask("GET", urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
    except (NotThere, ValueError):
        return ""
    text = answer.body.decode("utf-8", "replace").replace("\0", "")
    return text if answer.status == 200 else ""
