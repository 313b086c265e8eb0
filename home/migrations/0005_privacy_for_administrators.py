"""Lets administrators answer privacy requests, and see who looked at data of people."""

from django.db import migrations

ADMINISTRATORS = "Beheerder"
GIVEN = {
    ("core", "privacyrequest"): {
        "view_privacyrequest": "Can view privacyverzoek",
        "add_privacyrequest": "Can add privacyverzoek",
        "change_privacyrequest": "Can change privacyverzoek",
        "handle_privacyrequest": "Can see and erase what is kept of somebody",
    },
    ("core", "access"): {"view_access": "Can view inzage"},
    ("core", "deletion"): {"view_deletion": "Can view verwijdering"},
}


def let_administrators(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS).first()
    if group is None:
        return
    for (app_label, model), permissions in GIVEN.items():
        kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for codename, name in permissions.items():
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_review"),
        ("core", "0008_privacy_requests_and_access_log"),
    ]

    operations = [migrations.RunPython(let_administrators)]
