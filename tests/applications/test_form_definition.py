"""The form asks what the domain guide (paragraph 5) says, in its words and no others."""

import pytest

from initiatives.applications.form.definition import (
    FORM_VERSION,
    STEPS,
    VERSIONS,
    Kind,
    questions_of,
)
from initiatives.applications.form.step_forms import form_of
from initiatives.applications.intake import form_data
from tests.applications.answering import answers

STEP_TITLES = [
    "Het initiatief",
    "Wie doen er mee?",
    "De vier criteria",
    "Delen",
    "Jouw gegevens",
    "Controleren en versturen",
]
# Name, label, help text, whether an answer is needed: V always, N never, C sometimes.
QUESTIONS = [
    ("naam", "Hoe heet het initiatief?", "", "V"),
    (
        "samenvatting",
        "Waar gaat het initiatief over?",
        "Beschrijf in gewone taal welk probleem je aanpakt en hoe. Noem geen namen van cliënten "
        "of medewerkers.",
        "V",
    ),
    ("start", "Wanneer is het initiatief begonnen?", "Bijvoorbeeld: september 2018", "V"),
    ("fase", "Hoe ver is het initiatief?", "", "V"),
    ("themas", "Bij welke thema's past het?", "Kies er hooguit drie.", "V"),
    ("branches", "Voor welke branches is het bedoeld?", "", "V"),
    (
        "arbeidsmarktregios",
        "In welke regio's loopt het initiatief?",
        "Weet je de regio niet? Kies 'Weet ik niet'.",
        "V",
    ),
    ("website", "Webadres", "Bijvoorbeeld: www.voorbeeld.example", "N"),
    ("org_naam", "Naam van de organisatie", "", "V"),
    ("org_soort", "Wat voor organisatie is het?", "", "V"),
    ("org_plaats", "Plaats", "", "V"),
    ("org_kvk", "KvK-nummer", "Een nummer van 8 cijfers.", "N"),
    ("org_rol", "Wat doet deze organisatie in het initiatief?", "", "N"),
    ("c1_claim", "Voldoet het initiatief hier volgens jou aan?", "", "V"),
    ("c1_uitleg", "Leg uit waarom", "", "C"),
    ("c2_claim", "Voldoet het initiatief hier volgens jou aan?", "", "V"),
    ("c2_uitleg", "Leg uit waarom", "", "C"),
    ("c2_actielijnen", "Waar helpt het initiatief bij?", "", "C"),
    ("c3_claim", "Voldoet het initiatief hier volgens jou aan?", "", "V"),
    ("c3_uitleg", "Leg uit waarom", "", "C"),
    ("c3_raat", "Bij welk regionaal plan (RAAT) sluit het aan?", "", "C"),
    ("c3_resultaat", "Wat merken medewerkers er nu al van?", "", "C"),
    ("c4_claim", "Voldoet het initiatief hier volgens jou aan?", "", "V"),
    ("c4_uitleg", "Leg uit waarom", "", "C"),
    ("c4_waar", "Waar kan het ook werken?", "", "C"),
    (
        "links",
        "Links naar meer informatie",
        "Zet elk webadres op een nieuwe regel. Hooguit 5.",
        "N",
    ),
    (
        "delen",
        "Wat willen jullie met anderen delen?",
        "Bijvoorbeeld een stappenplan of lesmateriaal.",
        "N",
    ),
    (
        "publicatie",
        "Mogen we naam en samenvatting op de website zetten als het initiatief wordt toegelaten?",
        "Je kunt dit later veranderen.",
        "V",
    ),
    ("route", "Meld je je eigen initiatief aan?", "", "V"),
    (
        "weet_ervan",
        "Weten de initiatiefnemers dat je dit doet?",
        "Vraag het eerst aan hen.",
        "C",
    ),
    ("voornaam", "Voornaam", "", "V"),
    ("tussenvoegsel", "Tussenvoegsel", "Bijvoorbeeld: van der", "N"),
    ("achternaam", "Achternaam", "", "V"),
    ("functie", "Functie", "", "V"),
    ("email", "E-mailadres", "Hierop ontvang je bericht over je aanmelding.", "V"),
    ("telefoon", "Telefoonnummer", "Alleen als we snel iets willen vragen.", "N"),
    (
        "werkgeversorganisatie",
        "Regionale werkgeversorganisatie",
        "Bij welke organisatie hoort jouw regio? Weet je het niet? Kies 'Weet ik niet'.",
        "V",
    ),
]
CHOICES = {
    "fase": ["Idee", "Proef", "In gebruik", "In gebruik op meer plekken"],
    "c1_claim": ["Ja", "Nee", "Weet ik niet"],
    "c2_actielijnen": [
        "Meer kiezen voor zorg en welzijn",
        "Beter leren in zorg en welzijn",
        "Anders werken in zorg en welzijn",
    ],
    "c4_waar": ["Andere organisaties", "Andere samenwerkingen", "Andere regio's"],
    "publicatie": ["Ja", "Nee"],
    "route": [
        "Ja, het is ons eigen initiatief",
        "Nee, ik draag een initiatief van anderen voor",
    ],
    "weet_ervan": ["Ja", "Nee"],
}
LONG = "a" * 2_000
FUTURE = {"start_maand": "12", "start_jaar": "9999"}
# What was typed, at which field something is said of it, and what.
REFUSALS = [
    ({"naam": ""}, "naam", "Vul de naam van het initiatief in"),
    ({"naam": "ab"}, "naam", "Vul de naam van het initiatief in"),
    ({"samenvatting": ""}, "samenvatting", "Beschrijf het initiatief in minstens 100 tekens"),
    (
        {"samenvatting": "a" * 99},
        "samenvatting",
        "Beschrijf het initiatief in minstens 100 tekens",
    ),
    (
        {"samenvatting": "a" * 801},
        "samenvatting",
        "Maak de tekst korter: hooguit 800 tekens",
    ),
    ({"start_maand": ""}, "start_maand", "Kies de maand waarin het initiatief begon"),
    ({"start_jaar": ""}, "start_jaar", "Vul een jaar in, bijvoorbeeld 2018"),
    ({"start_jaar": "18"}, "start_jaar", "Vul een jaar in, bijvoorbeeld 2018"),
    ({"start_jaar": "1999"}, "start_jaar", "Vul een jaar in, bijvoorbeeld 2018"),
    ({"start_jaar": "²⁰¹⁸"}, "start_jaar", "Vul een jaar in, bijvoorbeeld 2018"),
    (
        FUTURE,
        "start_jaar",
        "De start kan niet in de toekomst liggen. Kies een maand die al geweest is",
    ),
    ({"fase": ""}, "fase", "Kies hoe ver het initiatief is"),
    ({"fase": "klaar"}, "fase", "Kies hoe ver het initiatief is"),
    ({"themas": []}, "themas", "Kies minstens één thema"),
    (
        {
            "themas": [
                "leven-lang-ontwikkelen",
                "uitstroom-beperken",
                "minder-regeldruk",
                "innovatie",
            ]
        },
        "themas",
        "Kies hooguit drie thema's",
    ),
    ({"branches": []}, "branches", "Kies minstens één branche"),
    ({"arbeidsmarktregios": []}, "arbeidsmarktregios", "Kies minstens één regio"),
    ({"website": "geen adres"}, "website", "Vul een webadres in, zoals www.voorbeeld.example"),
    (
        {"website": "javascript:alert(1)"},
        "website",
        "Vul een webadres in, zoals www.voorbeeld.example",
    ),
    (
        {"c1_claim": ""},
        "c1_claim",
        "Geef aan of het initiatief voldoet aan Samenwerken",
    ),
    ({"c2_claim": ""}, "c2_claim", "Geef aan of het initiatief voldoet aan Innoveren"),
    ({"c3_claim": ""}, "c3_claim", "Geef aan of het initiatief voldoet aan Veranderen"),
    ({"c4_claim": ""}, "c4_claim", "Geef aan of het initiatief voldoet aan Opschalen"),
    (
        {"c1_uitleg": "a" * 49},
        "c1_uitleg",
        "Leg uit hoe jullie samenwerken, in minstens 50 tekens",
    ),
    ({"c1_uitleg": LONG}, "c1_uitleg", "Maak de tekst korter: hooguit 1500 tekens"),
    ({"c2_actielijnen": []}, "c2_actielijnen", "Kies minstens één antwoord"),
    ({"c3_raat": ""}, "c3_raat", "Kies een regio, of kies 'Weet ik niet'"),
    (
        {"c3_resultaat": ""},
        "c3_resultaat",
        "Beschrijf in minstens 50 tekens wat medewerkers ervan merken",
    ),
    ({"c3_resultaat": LONG}, "c3_resultaat", "Maak de tekst korter: hooguit 1000 tekens"),
    (
        {"c4_claim": "ja", "c4_uitleg": "a" * 50},
        "c4_waar",
        "Kies minstens één antwoord",
    ),
    (
        {"links": "www.goed.example\nniet goed"},
        "links",
        "Regel 2 is geen webadres. Schrijf het als www.voorbeeld.nl",
    ),
    ({"delen": "a" * 601}, "delen", "Maak de tekst korter: hooguit 600 tekens"),
    (
        {"publicatie": ""},
        "publicatie",
        "Kies of we het initiatief op de website mogen zetten",
    ),
    ({"route": ""}, "route", "Kies of het je eigen initiatief is"),
    (
        {"route": "voorgedragen", "weet_ervan": ""},
        "weet_ervan",
        "Vraag de initiatiefnemers eerst om toestemming",
    ),
    (
        {"route": "voorgedragen", "weet_ervan": "nee"},
        "weet_ervan",
        "Vraag de initiatiefnemers eerst om toestemming",
    ),
    ({"voornaam": " "}, "voornaam", "Vul je voornaam in"),
    ({"achternaam": ""}, "achternaam", "Vul je achternaam in"),
    ({"functie": ""}, "functie", "Vul je functie in"),
    ({"email": "anna"}, "email", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ({"telefoon": "06 1"}, "telefoon", "Vul een telefoonnummer van 10 cijfers in"),
    (
        {"werkgeversorganisatie": ""},
        "werkgeversorganisatie",
        "Kies een organisatie, of kies 'Weet ik niet'",
    ),
]
ORGANISATION_REFUSALS = [
    ({"naam": ""}, "naam", "Vul de naam van organisatie 2 in"),
    ({"naam": "a"}, "naam", "Vul de naam van organisatie 2 in"),
    ({"soort": ""}, "soort", "Kies wat voor soort organisatie nummer 2 is"),
    ({"plaats": ""}, "plaats", "Vul de plaats van organisatie 2 in"),
    ({"kvk": "1234567"}, "kvk", "Een KvK-nummer heeft 8 cijfers. Controleer het nummer"),
    ({"rol": "a" * 201}, "rol", "Maak de tekst korter: hooguit 200 tekens"),
]


def asked():
    """Yield every question, those about an organisation with what the guide puts before them."""
    for question in questions_of(FORM_VERSION):
        if question.kind is Kind.ROWS:
            yield from ((f"org_{row.name}", row) for row in question.rows)
        else:
            yield question.name, question


def said_at(reading, field):
    return [problem.sentence for problem in reading.problems if problem.name == field]


def test_the_six_steps_have_the_titles_of_the_guide():
    assert [step.title for step in STEPS] == STEP_TITLES


def test_every_question_is_there_in_order_with_its_words():
    def needed(question):
        if not question.missing:
            return "N"
        return "C" if question.shown_when or question.required_when else "V"

    found = [(name, one.label, one.help, needed(one)) for name, one in asked()]
    assert found == QUESTIONS


@pytest.mark.parametrize("name", CHOICES)
def test_fixed_choices_have_the_words_of_the_guide(name):
    question = dict(asked())[name]
    assert [label for _, label in question.offer.pairs()] == CHOICES[name]


def test_regions_stand_in_dutch_order_with_the_two_ways_out_behind_them(terms):
    labels = [label for _, label in dict(asked())["arbeidsmarktregios"].offer.pairs()]
    assert len(labels) == 30
    assert labels[-2:] == ["Landelijk", "Weet ik niet"]
    place = labels.index("IJsselvecht")
    assert labels[place - 1 : place + 2] == ["Haaglanden", "IJsselvecht", "Midden-Brabant"]


def test_the_complete_answers_of_these_tests_have_no_problem(terms):
    assert form_data.read(answers()).problems == []


@pytest.mark.parametrize(("changes", "field", "sentence"), REFUSALS)
def test_what_is_wrong_is_said_in_the_words_of_the_guide(terms, changes, field, sentence):
    assert said_at(form_data.read(answers(**changes)), field) == [sentence]


@pytest.mark.parametrize(("changes", "field", "sentence"), ORGANISATION_REFUSALS)
def test_what_is_wrong_about_an_organisation_names_it(terms, changes, field, sentence):
    organisations = answers()["organisaties"]
    organisations[1] |= changes
    reading = form_data.read(answers(organisaties=organisations))
    assert said_at(reading, f"organisaties-1-{field}") == [sentence]


def test_every_question_that_needs_an_answer_is_missed_when_nothing_is_filled_in(terms):
    missed = {problem.name for problem in form_data.read({}).problems}
    needed = {
        key
        for question in questions_of(FORM_VERSION)
        if question.kind is not Kind.ROWS and question.is_needed({})
        for key in question.keys
    }
    rows = {f"organisaties-0-{name}" for name in ("naam", "soort", "plaats")}
    assert missed == needed | rows


def test_a_version_of_the_form_that_was_used_stays():
    assert VERSIONS[1] is STEPS
    assert FORM_VERSION in VERSIONS


def test_a_follow_up_is_not_asked_and_not_judged_after_another_answer_than_yes(terms):
    reading = form_data.read(answers(c3_claim="nee", c3_uitleg="", c3_raat="", c3_resultaat="x"))
    assert reading.problems == []
    assert not {"c3_raat", "c3_resultaat"} & reading.document.keys()


def test_a_short_explanation_is_fine_when_the_answer_is_no(terms):
    assert form_data.read(answers(c1_claim="nee", c1_uitleg="Nog niet.")).problems == []


def test_of_contradicting_regions_the_widest_counts_and_not_knowing_the_least(terms):
    def regions(*chosen):
        return form_data.understood(answers(arbeidsmarktregios=list(chosen)))["arbeidsmarktregios"]

    assert regions("twente", "landelijk") == ["landelijk"]
    assert regions("twente", "weet-ik-niet") == ["twente"]
    assert regions("weet-ik-niet") == ["weet-ik-niet"]
    branches = form_data.understood(answers(branches=["alle", "ouderenzorg"]))["branches"]
    assert branches == ["alle"]


def test_an_organisation_that_was_added_and_left_empty_is_in_nobodys_way(terms):
    organisations = [*answers()["organisaties"], {"naam": " ", "soort": ""}]
    reading = form_data.read(answers(organisaties=organisations))
    assert reading.problems == []
    assert len(reading.document["organisaties"]) == 2


def test_a_thirteenth_organisation_is_refused_with_a_sentence(terms):
    organisations = [answers()["organisaties"][0]] * 13
    problems = form_data.read(answers(organisaties=organisations)).problems
    assert [problem.sentence for problem in problems] == ["Noem hooguit 12 organisaties"]


def test_an_unchecked_form_shows_what_was_typed_and_says_nothing_of_it(terms):
    form = form_of(STEPS[0], {"naam": "x", "themas": ["innovatie"]}, checked=False)
    assert not form.errors
    assert form["naam"].value() == "x"
    assert form["themas"].value() == ["innovatie"]
