"""Makes the group that tests applications for Koplopers; administrators look, and judge nothing."""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0003_groups_and_workflow")

ADVISERS = "Adviseur Koplopernetwerk"
LOOKING = {"applications.application": ["view"]}
PARTIES = {"applications.adviceparty": ["add", "change", "delete", "view"]}
ASSESSING = {
    "applications.application": ["view", "assess"],
    "core.outgoingmail": ["view", "change"],
}
OF_MODELS = {
    ADVISERS: groups.EVERYBODY | PARTIES | ASSESSING,
    groups.ADMINISTRATORS: LOOKING | PARTIES,
}


def make_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, of_models in OF_MODELS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*groups.permissions(apps, of_models))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_editors_of_koplopers"),
        ("applications", "0001_initial"),
        ("core", "0005_outgoingmail"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
