"""Makes an index by day, for the newest results of words that stand on most pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_synonyms_of_branches")]

    operations = [
        migrations.AddIndex("entry", models.Index(fields=["listed_on"], name="search_entry_day"))
    ]
