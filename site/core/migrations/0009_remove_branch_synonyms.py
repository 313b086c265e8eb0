"""Takes away the other words of branches, which are synonyms of search from now on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0008_pages_of_themes_and_branches")]

    operations = [migrations.RemoveField("branch", "synonyms")]
