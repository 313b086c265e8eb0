"""How the site is told where mail goes, and that it does not run without knowing."""

import os
import runpy
import subprocess
import sys
from typing import Any
from unittest.mock import patch

import pytest

from config.settings import production
from tests.databases import ROOT
from tests.servers import PRODUCTION

LIVE = {
    **PRODUCTION,
    "WITHOUT_TLS": "0",
    "SITE_URL": "https://www.aln.example",
    "DATABASE_URL": "postgresql://never@connected/to",
    "TRUSTED_PROXIES": "1",
}


def environment_of(given: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EMAIL_")}
    return {**kept, **LIVE, **given}


def settings_of(**environment: str) -> dict[str, Any]:
    """Return the settings as a process with this environment reads them."""
    with patch.dict(os.environ, environment_of(environment), clear=True):
        return runpy.run_path(production.__file__)


def test_a_live_site_without_a_mail_server_does_not_start_and_says_why():
    started = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.EMAIL_HOST"],
        env=environment_of({}),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert started.returncode
    assert "Set the environment variable EMAIL_HOST." in started.stderr


def test_a_live_site_promises_mail_first_and_sends_it_by_its_mail_server():
    found = settings_of(EMAIL_HOST="mail.aln.example")
    assert found["EMAIL_BACKEND"] == "core.outbox.Outbox"
    assert found["MAIL_TRANSPORT"] == "django.core.mail.backends.smtp.EmailBackend"
    assert found["EMAIL_PORT"] == 25
    assert found["DEFAULT_FROM_EMAIL"] == "Actie Leer Netwerk <info@aln.example>"


@pytest.mark.parametrize(
    ("environment", "port"),
    [
        ({"EMAIL_USE_TLS": "1"}, 587),
        ({"EMAIL_USE_SSL": "1"}, 465),
        ({"EMAIL_PORT": "2525"}, 2525),
    ],
)
def test_the_port_follows_from_how_the_connection_is_kept_secret(environment, port):
    assert settings_of(EMAIL_HOST="mail.aln.example", **environment)["EMAIL_PORT"] == port


def test_on_loopback_without_a_mail_server_mail_goes_to_files(tmp_path):
    found = settings_of(WITHOUT_TLS="1", VAR_DIR=str(tmp_path))
    assert found["MAIL_TRANSPORT"] == "django.core.mail.backends.filebased.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == tmp_path / "mail"


@pytest.mark.parametrize(("said", "found"), [("", []), ("een,twee", ["een", "twee"])])
def test_former_keys_stand_side_by_side(said, found):
    read = settings_of(EMAIL_HOST="mail.aln.example", SECRET_KEY_FALLBACKS=said)
    assert read["SECRET_KEY_FALLBACKS"] == found
