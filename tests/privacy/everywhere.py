"""Looks for a word in all that the site stores: every column of every table, and every file."""

from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session as OfDjango
from django.db import connection

from accounts.sessions import Session

TABLES = (
    "SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
)


def tables_with(word: str) -> list[str]:
    """Return each table of the database with a row in which this word stands, however written."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            rows = [row for (row,) in cursor.fetchall()]
            found += [f"{table}: {row[:2_000]}" for row in rows if word.lower() in row.lower()]
    return found


def sessions_with(word: str) -> list[str]:
    """Return the sessions that hold this word; the database keeps them encoded."""
    rows = [*Session.objects.all(), *OfDjango.objects.all()]
    return [row.pk for row in rows if word.lower() in str(row.get_decoded()).lower()]


def files_with(word: str) -> list[str]:
    """Return the uploads and mails in files that hold this word, or have it in their name."""
    folders = (Path(settings.MEDIA_ROOT), Path(settings.EMAIL_FILE_PATH))
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    wanted = word.lower().encode()
    return [
        str(file)
        for file in files
        if wanted in str(file).lower().encode() or wanted in file.read_bytes().lower()
    ]


def everywhere(word: str) -> list[str]:
    return [*tables_with(word), *sessions_with(word), *files_with(word)]
