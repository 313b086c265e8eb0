"""A backup is whole, secret, and comes back into an empty place as it was."""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from core import backups
from tests.databases import manage, server_url, url_of
from tests.factories import NewsPageFactory, ThemeFactory, UserFactory

NAMES = """SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"""
GUARDS = """
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2
"""
SECRET = "Dit staat in de databank"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the file of a public key, of which the private one is in a keyring of this test."""
    home = tmp_path / "keyring"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    make = ("--batch", "--passphrase", "", "--quick-gen-key", "backup@example.org", "default")
    subprocess.run(["gpg", "--quiet", *make], check=True, stderr=subprocess.DEVNULL)
    public = tmp_path / "key.asc"
    subprocess.run(["gpg", "--armor", "--output", str(public), "--export"], check=True)
    yield public
    subprocess.run(["gpgconf", "--kill", "all"], check=True)


@pytest.fixture
def world(committing_db: None, tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "original_images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "original_images" / "foto met spatie.jpg").write_bytes(b"\0\1" * 9_000)
    NewsPageFactory(title=SECRET, themes=[ThemeFactory()])
    UserFactory()
    return settings.MEDIA_ROOT


def contents(url: str) -> dict[str, object]:
    """Return the digest of every table, its guards, and where its counters stand."""
    with psycopg.connect(url) as there:
        found: dict[str, object] = {"triggers": there.execute(GUARDS).fetchall()}
        for (table,) in there.execute(NAMES).fetchall():
            query = sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table))
            rows = there.execute(query).fetchall()
            found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
        found["counters"] = there.execute(
            "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        ).fetchall()
        return found


def files(folder: Path) -> dict[Path, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder): path.read_bytes() for path in found}


def test_a_backup_comes_back_whole_into_an_empty_place_and_only_there(world, key, tmp_path):
    ours = url_of(connection.settings_dict["NAME"])
    made = backups.make(tmp_path / "backups", key)
    packed = b"".join(path.read_bytes() for path in made.iterdir())
    assert SECRET.encode() not in packed
    assert made.stat().st_mode & 0o077 == 0

    empty = f"{connection.settings_dict['NAME']}_back"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(empty)))
        try:
            there = tmp_path / "there"
            said = manage("restore", str(made), database=empty, MEDIA_ROOT=str(there))
            assert "Restored" in said
            assert contents(url_of(empty)) == contents(ours)
            assert len(contents(ours)["triggers"]) >= 1
            assert {
                path.relative_to(there): path.read_bytes() for path in there.rglob("*.jpg")
            } == {path.relative_to(world): path.read_bytes() for path in world.rglob("*.jpg")}
            with pytest.raises(AssertionError, match="not empty"):
                manage("restore", str(made), database=empty, MEDIA_ROOT=str(tmp_path / "other"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(empty)))
    damaged = made / backups.MEDIA
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(backups.Unable, match=r"media\.tar\.gpg"):
        backups.restore(made)


def test_what_cannot_be_made_leaves_nothing_behind(committing_db, key, tmp_path, monkeypatch):
    monkeypatch.setattr("django.conf.settings.PG_BIN", str(tmp_path))
    with pytest.raises(CommandError, match="PG_BIN"):
        call_command("backup", place=tmp_path / "backups", key=key)
    with pytest.raises(CommandError, match="no public key"):
        call_command("backup", place=tmp_path / "backups", key=tmp_path / "nothing")
    assert list((tmp_path / "backups").iterdir()) == []


def test_backups_are_kept_for_their_term_and_the_newest_always(tmp_path):
    def made(days: int) -> str:
        name = (datetime.now(UTC) - timedelta(days=days)).strftime(backups.STAMP)
        (tmp_path / name).mkdir()
        (tmp_path / name / backups.MANIFEST).write_text(json.dumps({}))
        return name

    old, older, recent = made(31), made(90), made(29)
    (tmp_path / "iets-anders").mkdir()
    assert backups.forget(tmp_path, timedelta(days=30)) == [older, old]
    assert {path.name for path in tmp_path.iterdir()} == {recent, "iets-anders"}
    assert backups.forget(tmp_path, timedelta(days=1)) == []
