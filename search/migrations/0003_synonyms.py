"""Fills in by what other words branches are found: domain guide, paragraph 2.3. Editors keep them."""

from django.db import migrations

BOTH_WAYS = {"ggz", "ghz"}
SYNONYMS = {
    "umc": ["ziekenhuizen"],
    "medisch-specialistische zorg": ["ziekenhuizen"],
    "ggz": ["geestelijke gezondheidszorg"],
    "psychiatrie": ["geestelijke gezondheidszorg"],
    "verslavingszorg": ["geestelijke gezondheidszorg"],
    "verpleeghuis": ["ouderenzorg"],
    "verzorgingshuis": ["ouderenzorg"],
    "vvt": ["ouderenzorg", "thuiszorg"],
    "wijkverpleging": ["thuiszorg"],
    "ghz": ["gehandicaptenzorg"],
    "begeleid wonen": ["gehandicaptenzorg"],
    "huisarts": ["eerstelijnszorg"],
    "huisartsenzorg": ["eerstelijnszorg"],
    "fysiotherapie": ["eerstelijnszorg"],
    "apotheek": ["eerstelijnszorg"],
    "jeugdhulp": ["jeugdzorg"],
    "sociaal domein": ["sociaal werk"],
    "welzijnswerk": ["sociaal werk"],
    "maatschappelijk werk": ["sociaal werk"],
    "mbo": ["onderwijs"],
    "hbo": ["onderwijs"],
    "roc": ["onderwijs"],
    "hogeschool": ["onderwijs"],
    "opleiding": ["onderwijs"],
}


def fill(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonym").objects
    for word, meanings in SYNONYMS.items():
        for meaning in meanings:
            synonyms.create(word=word, meaning=meaning, both_ways=word in BOTH_WAYS)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_narrow_rows")]

    operations = [migrations.RunPython(fill)]
