"""A migration runs while the version before it still serves: it takes nothing away that one needs.

What a version no longer uses is taken away by a migration of the version after it
(docs/going-live.md, "Upgrade").
"""

from pathlib import Path

import pytest
from django.apps import apps
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

ROOT = Path(__file__).resolve().parents[1]
OURS = [app.label for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT)]
OURS = [label for label in OURS if ".venv" not in apps.get_app_config(label).path]


@pytest.mark.django_db
def test_the_version_before_can_live_with_every_migration(capsys):
    linter = MigrationLinter(
        str(ROOT), include_apps=OURS, no_cache=True, quiet=["ok", "ignore", "warning"]
    )
    linter.lint_all_migrations()
    assert linter.nb_total >= len(OURS)
    assert not linter.has_errors, capsys.readouterr().out


def test_what_it_could_not_live_with_is_seen():
    settings = ("django.db.backends.postgresql", None)
    analyser = get_sql_analyser_class(*settings)
    taken_away = ['ALTER TABLE "news_newspage" DROP COLUMN "kind" CASCADE;']
    errors, _, _ = analyse_sql_statements(analyser, taken_away)
    assert [error.code for error in errors] == ["DROP_COLUMN"]
