"""A migration runs while the version before it still serves: it takes nothing away that one needs.

What a version no longer uses is taken away by a migration of the version after it
(docs/going-live.md, "Upgrade").
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

ROOT = Path(__file__).resolve().parents[1]
OURS = {app.label for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT)}
OURS -= {label for label in OURS if ".venv" in apps.get_app_config(label).path}
ANALYSER = get_sql_analyser_class("django.db.backends.postgresql", None)
# No site was live yet when these were written.
BEFORE_THE_FIRST_SITE = {("search", "0004_words_of_several_searches_only")}


def statements() -> Iterator[tuple[Migration, list[str]]]:
    """Yield each migration of ours with its SQL, of one state that goes on from one to the next."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    others = [leaf for leaf in graph.leaf_nodes() if leaf[0] not in OURS]
    state = executor.loader.project_state(others)
    done = {key for leaf in others for key in graph.forwards_plan(leaf)}
    for leaf in graph.leaf_nodes():
        for key in graph.forwards_plan(leaf):
            if key in done:
                continue
            done.add(key)
            migration = graph.nodes[key]
            with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
                state = migration.apply(state, editor, collect_sql=True)
            yield migration, [line for line in editor.collected_sql if not line.startswith("--")]


@pytest.mark.django_db
def test_the_version_before_can_live_with_every_migration():
    found = {}
    for migration, lines in statements():
        if migration.app_label in OURS:
            errors, _, _ = analyse_sql_statements(ANALYSER, lines)
            found[migration.app_label, migration.name] = [error.code for error in errors]
    assert {app for app, _ in found} == OURS
    wrong = {key for key, codes in found.items() if codes}
    assert wrong == BEFORE_THE_FIRST_SITE, found


def test_what_it_could_not_live_with_is_seen():
    taken_away = ['ALTER TABLE "news_newspage" DROP COLUMN "kind" CASCADE;']
    errors, _, _ = analyse_sql_statements(ANALYSER, taken_away)
    assert [error.code for error in errors] == ["DROP_COLUMN"]
