"""Lets editors and administrators keep the regions and the employer organisations."""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0003_groups_and_workflow")

OF_KOPLOPERS = {
    "initiatives.labourmarketregion": ["add", "change", "delete", "view"],
    "initiatives.employerorganisation": ["add", "change", "delete", "view"],
}


def allow_staff(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=[groups.EDITORS, groups.ADMINISTRATORS]):
        group.permissions.add(*groups.permissions(apps, OF_KOPLOPERS))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_managers_of_the_pool"),
        ("initiatives", "0003_regions_and_employer_organisations"),
    ]

    operations = [migrations.RunPython(allow_staff, migrations.RunPython.noop)]
