"""Moves what was written with a line of the log to a table of its own, where it can be wiped.

The column `reason` stays in the database for as long as the version before this one may serve: it
takes an empty value by itself, and nothing reads it any more.
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "applications_applicationevent"
WRITTEN = {"paragraph", "motivation", "text", "reaction", "before", "after"}


def without_words(value, name=""):
    if isinstance(value, dict):
        return {key: without_words(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [without_words(each, name) for each in value]
    return "" if name in WRITTEN and isinstance(value, str) else value


def move_words(apps, schema_editor):
    Event = apps.get_model("applications", "ApplicationEvent")
    EventWords = apps.get_model("applications", "EventWords")
    schema_editor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER log_for_good")
    for event in Event.objects.order_by("pk").iterator(chunk_size=500):
        facts = without_words(event.details)
        words = {key: value for key, value in event.details.items() if value != facts[key]}
        if event.reason or words:
            EventWords.objects.create(event=event, reason=event.reason, details=words)
            Event.objects.filter(pk=event.pk).update(reason="", details=facts)
    schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER log_for_good")


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_advice_parties")]

    operations = [
        migrations.CreateModel(
            name="EventWords",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="applications.applicationevent",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, verbose_name="bijzonderheden"),
                ),
            ],
            options={
                "verbose_name": "tekst in het logboek",
                "verbose_name_plural": "teksten in het logboek",
            },
        ),
        migrations.RunPython(move_words),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"ALTER TABLE {TABLE} ALTER COLUMN reason SET DEFAULT ''")
            ],
            state_operations=[migrations.RemoveField(model_name="applicationevent", name="reason")],
        ),
    ]
