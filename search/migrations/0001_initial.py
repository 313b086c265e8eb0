"""Makes the index, which `manage.py rebuild_search` fills for the pages that are there already."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import modelsearch.index
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        TrigramExtension(),
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
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="app.model, of a page with themes; or empty", max_length=100
                    ),
                ),
                ("kicker", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=255)),
                ("listed_on", models.DateField(null=True)),
                ("year", models.SmallIntegerField(null=True)),
                ("expire_at", models.DateTimeField(null=True)),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("all_themes", models.BooleanField(default=False)),
                (
                    "branches",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("all_branches", models.BooleanField(default=False)),
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
        migrations.CreateModel(
            name="FruitlessSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField(help_text="de maandag", verbose_name="week van")),
                ("words", models.CharField(max_length=100, verbose_name="gezocht op")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="hoe vaak")),
            ],
            options={
                "verbose_name": "zoekvraag zonder resultaat",
                "verbose_name_plural": "zoekvragen zonder resultaat",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("week", "words"), name="fruitless_search_once_a_week"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("shown", models.CharField(help_text="as it stands in a text", max_length=80)),
                ("pages", models.IntegerField(help_text="on how many pages it stands")),
                (
                    "slips",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("found_by", models.CharField(max_length=255)),
            ],
            options={
                "verbose_name": "bekend woord",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["slips"], name="search_word_slips"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("found_by", "gin_trgm_ops"),
                        name="search_word_found_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        help_text="Wat iemand typt. Bijvoorbeeld: ggz.",
                        max_length=60,
                        verbose_name="woord",
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        help_text="Wat we dan ook laten zien. Bijvoorbeeld: geestelijke gezondheidszorg. Meer betekenissen? Maak voor elke een eigen regel.",
                        max_length=120,
                        verbose_name="betekent ook",
                    ),
                ),
                (
                    "both_ways",
                    models.BooleanField(
                        default=False,
                        help_text="Wie de betekenis typt, vindt dan ook het woord. Handig bij een afkorting.",
                        verbose_name="Ook andersom",
                    ),
                ),
            ],
            options={
                "verbose_name": "synoniem",
                "verbose_name_plural": "synoniemen",
                "ordering": ["word", "meaning"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("word"),
                        django.db.models.functions.text.Lower("meaning"),
                        name="synonym_once",
                        violation_error_message="Dit woord met deze betekenis is er al.",
                    )
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        # What is long goes out of the row, so that counting many rows reads few sheets.
        migrations.RunSQL(
            "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
            migrations.RunSQL.noop,
        ),
    ]
