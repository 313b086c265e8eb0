"""How the site is told where mail goes, and that it does not run without knowing."""

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT
from tests.servers import PRODUCTION

LIVE = {
    **PRODUCTION,
    "WITHOUT_TLS": "0",
    "SITE_URL": "https://www.aln.example",
    "DATABASE_URL": "postgresql://never@connected/to",
}


def settings_of(names: list[str], **environment: str) -> list[str]:
    """Return settings as a process with this environment has them. Raises CalledProcessError."""
    code = (
        f"from django.conf import settings as s; print(*(getattr(s, n) for n in {names}), sep='|')"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EMAIL_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **LIVE, **environment},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().split("|")


def test_a_live_site_without_a_mail_server_does_not_start_and_says_why():
    with pytest.raises(subprocess.CalledProcessError) as failed:
        settings_of(["EMAIL_HOST"])
    assert "Set the environment variable EMAIL_HOST." in failed.value.stderr


def test_a_live_site_promises_mail_first_and_sends_it_by_its_mail_server():
    names = ["EMAIL_BACKEND", "MAIL_TRANSPORT", "EMAIL_PORT", "DEFAULT_FROM_EMAIL"]
    assert settings_of(names, EMAIL_HOST="mail.aln.example") == [
        "core.outbox.Outbox",
        "django.core.mail.backends.smtp.EmailBackend",
        "25",
        "Actie Leer Netwerk <info@aln.example>",
    ]


@pytest.mark.parametrize(
    ("environment", "port"),
    [
        ({"EMAIL_USE_TLS": "1"}, "587"),
        ({"EMAIL_USE_SSL": "1"}, "465"),
        ({"EMAIL_PORT": "2525"}, "2525"),
    ],
)
def test_the_port_follows_from_how_the_connection_is_kept_secret(environment, port):
    assert settings_of(["EMAIL_PORT"], EMAIL_HOST="mail.aln.example", **environment) == [port]


def test_on_loopback_without_a_mail_server_mail_goes_to_files(tmp_path):
    names = ["MAIL_TRANSPORT", "EMAIL_FILE_PATH"]
    assert settings_of(names, WITHOUT_TLS="1", VAR_DIR=str(tmp_path)) == [
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path / "mail"),
    ]
