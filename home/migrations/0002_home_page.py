"""Puts our home page in the place of Wagtail's welcome page, so that an empty site answers."""

from django.db import migrations


def make_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    Page.objects.filter(depth=2).delete()  # and with it the site that begins there
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Actie Leer Netwerk",
        draft_title="Actie Leer Netwerk",
        heading="Samen leren. Samen het personeelstekort aanpakken.",
        slug="home",
        content_type=content_type,
        path="00010001",
        depth=2,
        url_path="/home/",
        locale=Locale.objects.get(),
    )
    Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name="Actie Leer Netwerk"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_home_page)]
