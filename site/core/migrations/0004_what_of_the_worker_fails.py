from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_generation_and_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailingJob",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "mislukte taak",
                "verbose_name_plural": "mislukte taken",
                "ordering": ["name"],
            },
        ),
    ]
