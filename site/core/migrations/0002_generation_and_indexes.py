"""The one row that the page cache counts in, and indexes that filtering by term needs."""

from django.db import migrations

TERMS = (("themes", "theme"), ("branches", "branch"))


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO core_generation (number) VALUES (0)", "DELETE FROM core_generation"
        ),
        *(
            migrations.RunSQL(
                f"CREATE INDEX core_{term}_pages ON core_themedpage_{field} "
                f"({term}_id, themedpage_id)",
                f"DROP INDEX core_{term}_pages",
            )
            for field, term in TERMS
        ),
    ]
