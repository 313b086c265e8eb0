"""Lets editors and administrators work with registrations and see the mail that was sent."""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0003_groups_and_workflow")

OF_MEETINGS = {
    "events.registration": ["view", "change"],
    "events.announcement": ["view", "add", "change"],
    "events.cancellation": ["view", "add"],
    "core.outgoingmail": ["view", "change"],
}


def allow_staff(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=[groups.EDITORS, groups.ADMINISTRATORS]):
        group.permissions.add(*groups.permissions(apps, OF_MEETINGS))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_groups_and_workflow"),
        ("events", "0001_initial"),
        ("core", "0005_outgoingmail"),
    ]

    operations = [migrations.RunPython(allow_staff, migrations.RunPython.noop)]
