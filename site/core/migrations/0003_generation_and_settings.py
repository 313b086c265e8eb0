"""Makes the one generation that the page cache counts in, and the one row of site settings.

No visit has to write either of them.
"""

from django.db import migrations


def fill(apps, schema_editor):
    apps.get_model("core", "Generation").objects.create()
    apps.get_model("core", "SiteSettings").objects.create()


class Migration(migrations.Migration):
    dependencies = [("core", "0002_pages_of_terms")]

    operations = [migrations.RunPython(fill)]
