"""Makes the index anew, with what has a fixed width first: PostgreSQL counts its rows faster so.

The worker fills it by and by; `manage.py rebuild_search` does so at once.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SETS = {"blank": True, "help_text": "keys with commas between them, or * for all"}


class Migration(migrations.Migration):
    dependencies = [("search", "0002_synonyms"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.DeleteModel("Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("listed_on", models.DateField(null=True)),
                ("expire_at", models.DateTimeField(null=True)),
                ("year", models.SmallIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        help_text="app.model, of a page with themes; or empty", max_length=100
                    ),
                ),
                ("themes", models.TextField(**SETS)),
                ("branches", models.TextField(**SETS)),
                ("kicker", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=255)),
                ("text", models.TextField(help_text="what excerpts are taken from")),
                (
                    "terms",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="stems of our own, by weight"
                    ),
                ),
            ],
            options={
                "verbose_name": "vindbare pagina",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["terms"], name="search_entry_terms"
                    )
                ],
            },
        ),
        # What is long goes out of the row, so that counting many rows reads few sheets.
        migrations.RunSQL(
            [
                "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
                "ALTER TABLE search_entry ALTER COLUMN terms SET STORAGE EXTERNAL",
            ],
            migrations.RunSQL.noop,
        ),
    ]
