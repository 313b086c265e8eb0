"""The hashed and compressed static files of the production server."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_THE_SITE = {".git", ".venv", "docs", "node_modules", "tests", "var"}


def state() -> str:
    """Return a name for what the files are made of: our own, and the packages that bring theirs."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_THE_SITE]
    static = [path for folder in folders for path in folder.rglob("static/**/*")]
    settings = ROOT / "site" / "config" / "settings" / "production.py"
    lock = ROOT / "requirements" / "production.txt"
    digest = hashlib.sha256()
    for path in sorted({settings, lock, *filter(Path.is_file, static)}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def collected(place: Path, environment: Mapping[str, str]) -> Path:
    """Return the folder of today's files below `place`; makes it first when something changed.

    `environment` is that of a production process. Raises CalledProcessError when it fails.
    """
    target = place / state()
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if not target.exists():
            print("Static files: hashing and compressing …", flush=True)  # noqa: T201
            for old in place.iterdir():
                shutil.rmtree(old, ignore_errors=True)
            unfinished = place / "unfinished"
            subprocess.run(  # noqa: S603 - our own command
                [sys.executable, ROOT / "manage.py", "collectstatic", "--no-input", "-v0"],
                env={**environment, "STATIC_ROOT": str(unfinished)},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # half of them would be of no use to anybody
                check=True,
            )
            unfinished.rename(target)
    return target
