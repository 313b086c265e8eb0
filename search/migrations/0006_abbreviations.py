"""Adds what abbreviations of care and welfare stand for. Editors keep them."""

from django.db import migrations

BOTH_WAYS = {
    "aln": "actie leer netwerk",
    "bsn": "burgerservicenummer",
    "llo": "leven lang ontwikkelen",
    "raat": "regionaal actieplan aanpak tekorten",
}
ONE_WAY = {
    "avg": "privacy",
    "digitalisering": "technologie",
    "e-health": "technologie",
    "personeelsgebrek": "personeelstekort",
    "thuiszorg": "wijkverpleging",
    "zzp": "zelfstandige",
    "zzp’er": "zelfstandige",
}


def fill(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonym").objects
    for rows, both_ways in ((BOTH_WAYS, True), (ONE_WAY, False)):
        for word, meaning in rows.items():
            if not synonyms.filter(word__iexact=word, meaning__iexact=meaning).exists():
                synonyms.create(word=word, meaning=meaning, both_ways=both_ways)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_version_of_entries")]

    operations = [migrations.RunPython(fill)]
