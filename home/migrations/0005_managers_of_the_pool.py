"""Makes the group that runs the Facilitators Pool; editors may look, administrators do all."""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0003_groups_and_workflow")

POOL_MANAGERS = "Beheerder Facilitators Pool"
LOOKING = {"facilitators.profile": ["view"], "facilitators.facilitatorrequest": ["view"]}
CHOICES = {
    "facilitators.method": ["add", "change", "delete", "view"],
    "facilitators.workform": ["add", "change", "delete", "view"],
}
RUNNING = {
    **CHOICES,
    "facilitators.profile": ["view", "change"],
    "facilitators.facilitatorrequest": ["view"],
}
OF_MODELS = {
    POOL_MANAGERS: groups.EVERYBODY | RUNNING,
    groups.EDITORS: LOOKING,
    groups.ADMINISTRATORS: RUNNING,
}
ON_PAGES = {"wagtailcore.page": ["add", "change", "publish"]}


def make_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Collection = apps.get_model("wagtailcore", "Collection")
    of_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    of_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, of_models in OF_MODELS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*groups.permissions(apps, of_models))
    managers = Group.objects.get(name=POOL_MANAGERS)
    # On a fresh database there is no Pool yet: when it is made, FacilitatorIndexPage lets them in.
    for pool in apps.get_model("facilitators", "FacilitatorIndexPage").objects.all():
        for permission in groups.permissions(apps, ON_PAGES):
            of_page.get_or_create(group=managers, page=pool.page_ptr, permission=permission)
    everything = Collection.objects.get(depth=1)
    for permission in groups.permissions(apps, groups.ALL_FILES):
        of_collection.get_or_create(group=managers, collection=everything, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_staff_of_meetings"),
        ("facilitators", "0003_addresses_of_facilitators"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
