"""Lets editors and administrators keep synonyms and promoted results, and see fruitless searches."""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0003_groups_and_workflow")

OF_SEARCH = {
    "search.synonym": ["add", "change", "delete", "view"],
    "search.fruitlesssearch": ["view"],
    "wagtailsearchpromotions.searchpromotion": ["add", "change", "delete"],
}


def allow_staff(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=[groups.EDITORS, groups.ADMINISTRATORS]):
        group.permissions.add(*groups.permissions(apps, OF_SEARCH))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_advisers"),
        ("search", "0002_synonyms"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(allow_staff, migrations.RunPython.noop)]
