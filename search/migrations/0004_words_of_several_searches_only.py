"""Keeps a hash of what was looked for in vain until several searches asked for the same.

What was counted before may be of one person, so the counts begin anew.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_synonyms")]

    operations = [
        migrations.RunSQL("DELETE FROM search_fruitlesssearch", migrations.RunSQL.noop),
        migrations.RemoveConstraint("fruitlesssearch", "fruitless_search_once_a_week"),
        migrations.AddField(
            "fruitlesssearch",
            "digest",
            models.CharField("hash", default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            "fruitlesssearch",
            "words",
            models.CharField("gezocht op", blank=True, max_length=100),
        ),
        migrations.AddConstraint(
            "fruitlesssearch",
            models.UniqueConstraint(fields=("week", "digest"), name="fruitless_search_once_a_week"),
        ),
    ]
