"""One renderer makes every output of an application, and compares versions of it."""

import pytest

from core.models import Theme
from core.terms import merge
from initiatives.applications.form import differences, sheets
from initiatives.applications.form.definition import CONTACT_KEYS, FORM_VERSION, questions_of
from initiatives.applications.form.differences import Change
from initiatives.applications.intake import form_data
from tests.applications.answering import answers

pytestmark = pytest.mark.usefixtures("terms")


def sheet(**changes):
    return sheets.sheet_of(form_data.understood(answers(**changes)), FORM_VERSION)


def said(sheet):
    return dict(sheet.pairs)


def changed(older, newer):
    return [
        (one.question, one.change, one.before and one.before.text, one.after and one.after.text)
        for one in differences.between(older, newer)
    ]


def test_answers_read_as_people_read_them():
    pairs = said(sheet())
    assert pairs["Wanneer is het initiatief begonnen?"] == "september 2018"
    assert pairs["Voor welke branches is het bedoeld?"] == "Ouderenzorg\nThuiszorg"
    assert pairs["Organisatie 1: KvK-nummer"] == "01234567"
    assert pairs["Organisatie 2: Wat voor organisatie is het?"] == "Onderwijsinstelling"
    assert pairs["Criterium 1, Samenwerken: Voldoet het initiatief hier volgens jou aan?"] == "Ja"
    assert pairs["Webadres"] == "https://www.leerlijn.example"
    assert pairs["Telefoonnummer"] == "06 – 00 000 000"


def test_an_empty_form_lists_every_question_as_not_filled_in():
    lines = sheets.sheet_of({}, FORM_VERSION).lines
    assert {line.text for line in lines} == {"Niet ingevuld"}
    # The organisations are one question with five about each.
    assert len(lines) == len(list(questions_of(FORM_VERSION))) - 1 + 5


def test_a_question_that_does_not_apply_is_not_listed():
    questions = said(sheet(c3_claim="nee"))
    assert "Criterium 3, Veranderen: Wat merken medewerkers er nu al van?" not in questions
    assert "Weten de initiatiefnemers dat je dit doet?" not in questions
    assert "Weten de initiatiefnemers dat je dit doet?" in said(sheet(route="voorgedragen"))


def test_without_contact_nothing_says_who_the_applicant_is():
    document = form_data.understood(answers())
    shown = sheets.sheet_of(document, FORM_VERSION, without_contact=True)
    text = repr(shown)
    for key in CONTACT_KEYS:
        assert document[key] not in text.replace("Leerlijn op de Werkvloer", "")
    assert "Regionale werkgeversorganisatie" in said(shown)


def test_a_theme_with_another_name_slug_or_place_keeps_old_answers_readable():
    document = form_data.understood(answers())
    theme = Theme.objects.get(slug="leven-lang-ontwikkelen")
    theme.name, theme.slug = "Blijven leren", "blijven-leren"
    theme.save()
    question = "Bij welke thema's past het?"
    assert said(sheets.sheet_of(document, FORM_VERSION))[question] == "Blijven leren"
    assert form_data.read(document).problems == []
    merge(theme, Theme.objects.get(slug="innovatie"))
    assert said(sheets.sheet_of(document, FORM_VERSION))[question] == "Innovatie"


def test_what_nobody_knows_any_more_shows_as_it_was_stored():
    pairs = said(sheets.sheet_of(answers(themas=["verdwenen"], fase="oud"), FORM_VERSION))
    assert pairs["Bij welke thema's past het?"] == "verdwenen"
    assert pairs["Hoe ver is het initiatief?"] == "oud"


def test_a_sign_that_turns_text_is_left_out_and_a_control_character_is_shown_as_such():
    pairs = said(sheets.sheet_of(answers(naam="Leer\u202elijn\x07"), FORM_VERSION))
    assert pairs["Hoe heet het initiatief?"] == "Leerlijn�"


def test_the_same_answers_have_no_differences():
    assert differences.between(sheet(), sheet()) == []


def test_a_changed_a_new_and_a_removed_answer_are_told_apart():
    found = changed(sheet(), sheet(naam="Leerlijn", c4_uitleg="Nog niet.", delen=""))
    assert found == [
        ("Hoe heet het initiatief?", Change.CHANGED, "Leerlijn op de Werkvloer", "Leerlijn"),
        (
            "Criterium 4, Opschalen: Leg uit waarom",
            Change.ADDED,
            "Niet ingevuld",
            "Nog niet.",
        ),
        (
            "Wat willen jullie met anderen delen?",
            Change.REMOVED,
            "Een stappenplan en lesmateriaal.",
            "Niet ingevuld",
        ),
    ]


def test_a_question_that_applies_no_more_is_a_removed_answer():
    found = changed(sheet(), sheet(c3_claim="nee", c3_raat="", c3_resultaat=""))
    assert [(question, change) for question, change, *_ in found] == [
        (
            "Criterium 3, Veranderen: Voldoet het initiatief hier volgens jou aan?",
            Change.CHANGED,
        ),
        (
            "Criterium 3, Veranderen: Bij welk regionaal plan (RAAT) sluit het aan?",
            Change.REMOVED,
        ),
        ("Criterium 3, Veranderen: Wat merken medewerkers er nu al van?", Change.REMOVED),
    ]


def organisation(naam, **changes):
    row = {"naam": naam, "soort": "zorg", "plaats": "Ede", "kvk": "", "rol": ""}
    return row | changes


def test_organisations_are_compared_by_name_wherever_they_stand():
    one, two, three = map(organisation, ("Een", "Twee", "Drie"))
    older = sheet(organisaties=[one, two, three])
    newer = sheet(organisaties=[three, organisation("Een", plaats="Epe")])
    assert changed(older, newer) == [
        ("Organisatie 2: Plaats", Change.CHANGED, "Ede", "Epe"),
        ("Organisatie 2: Naam van de organisatie", Change.REMOVED, "Twee", None),
        (
            "Organisatie 2: Wat voor organisatie is het?",
            Change.REMOVED,
            "Zorgorganisatie",
            None,
        ),
        ("Organisatie 2: Plaats", Change.REMOVED, "Ede", None),
    ]


def test_an_organisation_with_another_name_in_the_same_place_was_renamed():
    older = sheet(organisaties=[organisation("Een"), organisation("Twee")])
    newer = sheet(organisaties=[organisation("Een"), organisation("Twee Rivieren")])
    assert changed(older, newer) == [
        ("Organisatie 2: Naam van de organisatie", Change.CHANGED, "Twee", "Twee Rivieren")
    ]


def test_two_organisations_of_the_same_name_are_two():
    older = sheet(organisaties=[organisation("Een"), organisation("Een", plaats="Epe")])
    newer = sheet(organisaties=[organisation("Een"), organisation("Een", plaats="Elst")])
    assert [change for _, change, *_ in changed(older, newer)] == [Change.CHANGED]
