"""Makes synonyms of the other words that branches had: there is one place for them from now on."""

from django.db import migrations

LONGEST = 60


def move(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonym").objects
    for branch in apps.get_model("core", "Branch").objects.exclude(synonyms=""):
        for word in filter(None, map(str.strip, branch.synonyms.split(","))):
            known = synonyms.filter(word__iexact=word, meaning__iexact=branch.name)
            if len(word) <= LONGEST and not known.exists():
                synonyms.create(word=word, meaning=branch.name)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_narrow_rows"), ("core", "0008_pages_of_themes_and_branches")]
    run_before = [("core", "0009_remove_branch_synonyms")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
