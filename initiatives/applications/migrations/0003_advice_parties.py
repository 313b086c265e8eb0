"""Makes those who are asked for advice: three ministries and every employer organisation.

Their e-mail addresses are for the client to fill in: none of them is public.
"""

from django.db import migrations

MINISTRIES = ["Ministerie van OCW", "Ministerie van SZW", "Ministerie van VWS"]


def fill(apps, schema_editor):
    Party = apps.get_model("applications", "AdviceParty")
    Organisation = apps.get_model("initiatives", "EmployerOrganisation")
    for name in MINISTRIES:
        Party.objects.create(name=name, kind="ministerie")
    for organisation in Organisation.objects.all():
        Party.objects.create(
            name=organisation.name,
            kind="werkgevers",
            organisation=organisation,
            is_active=organisation.is_active,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_log_for_good"),
        ("initiatives", "0002_regions_and_employer_organisations"),
    ]

    operations = [migrations.RunPython(fill)]
