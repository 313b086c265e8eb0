"""Indexes that hold everything that filtering by theme or branch asks, so no row need be read."""

from django.db import migrations

TERMS = (("themes", "theme"), ("branches", "branch"))


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX core_{term}_pages ON core_themedpage_{field} ({term}_id, themedpage_id)"
        )
        for field, term in TERMS
    ]
