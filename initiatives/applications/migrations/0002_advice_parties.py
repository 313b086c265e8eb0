"""Makes those who are asked for advice: three ministries and every employer organisation.

Their e-mail addresses are for the client to fill in: none of them is public.
"""

import django.db.models.deletion
from django.db import migrations, models

MINISTRIES = ["Ministerie van OCW", "Ministerie van SZW", "Ministerie van VWS"]


def make_parties(apps, schema_editor):
    Party = apps.get_model("applications", "AdviceParty")
    Organisation = apps.get_model("initiatives", "EmployerOrganisation")
    for name in MINISTRIES:
        Party.objects.get_or_create(name=name, defaults={"kind": "ministerie"})
    for organisation in Organisation.objects.filter(advice_party=None):
        Party.objects.create(
            name=organisation.name,
            kind="werkgevers",
            organisation=organisation,
            is_active=organisation.is_active,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("initiatives", "0004_explain_the_network"),
    ]

    operations = [
        migrations.AlterField(
            model_name="adviceparty",
            name="organisation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="advice_party",
                to="initiatives.employerorganisation",
                verbose_name="werkgeversorganisatie",
            ),
        ),
        migrations.RunPython(make_parties, migrations.RunPython.noop),
    ]
