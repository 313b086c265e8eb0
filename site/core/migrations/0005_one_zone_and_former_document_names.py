"""Former names of documents, and one time zone and no pictures for accounts."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_zones_and_pictures(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Clear what accounts chose and nothing on the site asks any more."""
    apps.get_model("wagtailusers", "UserProfile").objects.update(current_time_zone="", avatar="")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_what_of_the_worker_fails"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(forget_zones_and_pictures),
        migrations.CreateModel(
            name="FormerDocumentName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="bestandsnaam")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="wagtaildocs.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "vroegere bestandsnaam",
                "verbose_name_plural": "vroegere bestandsnamen",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("document"), models.F("name"), name="formerdocumentname_once"
                    )
                ],
            },
        ),
    ]
