"""What is seen of the site from outside: figures, the health of the worker, logs, errors."""

import json
import logging
import subprocess
import sys
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread

import brotli
import pytest
from django.core.management import call_command
from django.utils import timezone

from config.settings import production
from core import error_reports, request_ids
from core.log_filter import Discreet
from core.log_lines import JsonLines
from core.models import FailingJob, OutgoingMail, WorkerRound
from tests.databases import url_of
from tests.factories import OutgoingMailFactory

TOKEN = "only-for-this-test"
SECRET = "anna.de-vries@ziekenhuis.example"

COUNTED = """
import django
django.setup()
from django.test import Client
client = Client()
assert client.get("/-/metrics/").status_code == 404
assert client.get("/-/metrics/", headers={"authorization": "Bearer wrong"}).status_code == 404
client.get("/-/health/worker/")
client.get("/geen/adres/dat/er-is/")
print(client.get("/-/metrics/", headers={"authorization": "Bearer %s"}).content.decode())
"""


@pytest.mark.django_db
def test_the_worker_is_healthy_as_long_as_it_goes_round(client):
    assert client.get("/-/health/worker/").json() == {"healthy": False, "seconds": None}
    call_command("worker", "--once")
    answer = client.get("/-/health/worker/")
    assert (answer.status_code, answer.json()["healthy"]) == (200, True)
    WorkerRound.objects.update(at=timezone.now() - timedelta(hours=1))
    assert client.get("/-/health/worker/").status_code == 503


@pytest.mark.django_db
def test_health_asks_little(client, django_assert_num_queries):
    client.get("/-/health/")
    with django_assert_num_queries(2):
        client.get("/-/health/")


@pytest.mark.django_db
def test_without_a_token_there_are_no_figures(client):
    assert client.get("/-/metrics/").status_code == 404


def test_figures_tell_of_requests_and_of_what_waits(empty_site, tmp_path):
    OutgoingMailFactory(due_at=timezone.now() - timedelta(hours=2))
    OutgoingMailFactory(state=OutgoingMail.State.FAILED)
    FailingJob.keep({"een.taak": 3})
    WorkerRound.note()
    said = subprocess.run(
        [sys.executable, "-c", COUNTED % TOKEN],
        env={
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": url_of(empty_site.database),
            "METRICS_TOKEN": TOKEN,
            "METRICS_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    figures = dict(line.rsplit(" ", 1) for line in said.stdout.splitlines() if line[:1] == "a")
    wanted = 'aln_requests_total{method="GET",status="200",view="health-worker"}'
    assert float(figures[wanted]) == 1
    assert 'status="404"' in said.stdout
    assert "er-is" not in said.stdout
    assert float(figures['aln_mail{state="waiting"}']) == 1
    assert float(figures['aln_mail{state="failed"}']) == 1
    assert float(figures["aln_mail_oldest_seconds"]) >= 7_000
    assert float(figures['aln_job_failed_rows{job="een.taak"}']) == 3
    assert float(figures["aln_database_up"]) == 1


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.django_db
def test_an_answer_has_the_number_of_our_proxy_and_of_nobody_else(client, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    given = "0123456789abcdef0123456789abcdef"
    answers = [
        client.get("/-/health/", headers={"x-request-id": value}).headers["X-Request-ID"]
        for value in (given, "kort", f"{given}\nnog een regel")
    ]
    assert (answers[0] == given) is bool(proxies)
    assert len(set(answers)) == 3
    assert all(len(answer) == 32 for answer in answers)
    assert not request_ids.current()


def written_of(error: Exception) -> tuple[str, logging.LogRecord]:
    """Return the line that a handler as production has it writes, and the record it kept."""
    records: list[logging.LogRecord] = []
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    for one in (Discreet(), request_ids.InRecords()):
        handler.addFilter(one)
    handler.addFilter(lambda record: not records.append(record))  # type: ignore[func-returns-value]
    logger = logging.getLogger("tests.monitoring")
    logger.addHandler(handler)
    try:
        raise error
    except Exception:
        logger.exception("Mail voor %s", SECRET)
    finally:
        logger.removeHandler(handler)
    return written.getvalue(), records[0]


def test_a_line_is_one_object_without_anybody_in_it():
    line, _ = written_of(ValueError(f"{SECRET}\nis geen getal"))
    assert line.count("\n") == 1
    found = json.loads(line)
    assert found["message"] == "Mail voor …"
    assert "ValueError" in found["error"]
    assert SECRET not in line


def test_the_words_of_an_error_are_not_reported_and_its_place_is():
    _, record = written_of(ValueError(SECRET))
    event = error_reports.event_of(record)
    assert SECRET not in json.dumps(event)
    (error,) = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "written_of"
    assert event.keys() == {"level", "logger", "logentry", "tags", "exception"}


class Sink(BaseHTTPRequestHandler):
    """Takes what is reported, as Sentry and GlitchTip do."""

    received: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).received.append(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


REPORTED = f"""
import logging
import django
django.setup()
try:
    secret = "{SECRET}"
    raise ValueError(secret)
except ValueError:
    logging.getLogger("een.plek").exception("Mail voor %s", secret)
import sentry_sdk
sentry_sdk.flush(5)
"""


def test_an_error_is_reported_to_where_the_environment_says():
    Sink.received = []
    with HTTPServer(("127.0.0.1", 0), Sink) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        said = subprocess.run(
            [sys.executable, "-c", REPORTED],
            env={
                "PYTHONPATH": "site:.",
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "SENTRY_DSN": f"http://key@127.0.0.1:{server.server_port}/1",
            },
            capture_output=True,
            text=True,
        )
        server.shutdown()
    assert said.returncode == 0, said.stderr
    (body,) = Sink.received
    text = unpacked(body)
    assert "een.plek" in text
    assert "ValueError" in text
    assert SECRET not in text


def unpacked(body: bytes) -> str:
    return brotli.decompress(body).decode()  # sentry-sdk takes it where it is installed


def test_nothing_is_reported_without_an_address():
    assert not production.SENTRY_DSN
    assert list(production.LOGGING["handlers"]) == ["console"]
