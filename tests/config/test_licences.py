"""No package that the site is installed with binds it to a licence that it does not have."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import licences

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-2.0-only OR MIT", False),
        ("GPL-2.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("", True),
    ],
)
def test_what_binds_us_is_refused(licence, refused):
    assert licences.is_refused(licence) is refused


def test_everything_that_is_installed_is_allowed():
    command = [sys.executable, "scripts/licences.py"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


def test_the_lock_holds_nothing_that_writes_heif():
    """Wagtail asks for pillow-heif, whose wheels hold x265 (docs/dependencies.md)."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "pillow-heif==" not in lock.read_text()
