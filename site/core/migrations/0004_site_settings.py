"""Makes the one record of site settings, so that no visit has to write it."""

from django.db import migrations


def make_settings(apps, schema_editor):
    apps.get_model("core", "SiteSettings").objects.get_or_create()


class Migration(migrations.Migration):
    dependencies = [("core", "0003_term_names_in_any_case")]

    operations = [migrations.RunPython(make_settings, migrations.RunPython.noop)]
