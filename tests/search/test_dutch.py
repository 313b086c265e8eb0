"""Which Dutch words find each other: domain guide, paragraph 12, before any page is involved."""

import pytest
from django.db import connection

from search import dutch
from search.documents import vector_of
from search.dutch import normalise, parts, stem, words
from search.pieces import BODY, Piece
from search.queries import NOTHING_KNOWN, Dictionary, Query, key_of
from tests.search.pairs import MUST_FIND, MUST_NOT_FIND


def meaning(word: str, other: str) -> Dictionary:
    return Dictionary({key_of(words(word)): [tuple(words(other))]}, ())


def finds(query: str, text: str, dictionary: Dictionary = NOTHING_KNOWN) -> bool:
    """Ask PostgreSQL whether a text answers the question, by the terms that the index has of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery",
            [vector_of([Piece(text, BODY)]), Query.of(query, dictionary).tsquery],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "text"), MUST_FIND)
def test_a_question_finds_a_text_that_only_has_other_forms_of_its_words(query, text):
    dictionary = meaning("ggz", "geestelijke gezondheidszorg")
    assert finds(query, text, dictionary)


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "text"), MUST_NOT_FIND)
def test_a_question_does_not_find_a_word_that_only_looks_alike(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Coördinator", "coordinator"),
        ("THEMA’S", "thema"),
        ("thema's", "thema"),
        ("ĳs", "ijs"),
        ("IJssel", "ijssel"),
        ("reünie", "reunie"),
        ("'s", "s"),
        ("½", "12"),
    ],
)
def test_capitals_accents_and_a_final_s_do_not_count(written, plain):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("initiatief", "initiatieven"),
        ("verpleeghuis", "verpleeghuizen"),
        ("ziekenhuis", "ziekenhuizen"),
        ("leerproces", "leerprocessen"),
        ("innovatie", "innovaties"),
        ("organisatie", "organisaties"),
        ("tekort", "tekorten"),
        ("koploper", "koplopers"),
        ("bijeenkomst", "bijeenkomsten"),
        ("facilitator", "facilitators"),
        ("opschalen", "opschaling"),
        ("samenwerken", "samenwerking"),
        ("thema", "themas"),
        ("regio", "regios"),
        ("opleiding", "opleidingen"),
        ("stage", "stages"),
        ("methode", "methodes"),
        ("vacature", "vacatures"),
        ("gemeente", "gemeentes"),
        ("module", "modules"),
        ("diagnose", "diagnoses"),
        ("keuze", "keuzes"),
        ("interesse", "interesses"),
        ("adres", "adressen"),
        ("congres", "congressen"),
        ("proces", "processen"),
        ("reeks", "reeksen"),
        ("coach", "coaches"),
        ("werkgever", "werkgevers"),
        ("brief", "brieven"),
        ("plan", "plannen"),
        ("rooster", "roosters"),
        ("kompas", "kompassen"),
        ("lijst", "lijstjes"),
        ("lijstje", "lijstjes"),
    ],
)
def test_one_and_many_have_one_stem(one, many):
    assert stem(one) == stem(many)


@pytest.mark.parametrize(
    ("compound", "pieces"),
    [
        ("personeelstekort", "personeel tekort"),
        ("zorgorganisaties", "zorg organisaties"),
        ("samenwerkingsverbanden", "samenwerking verband"),
        ("koploperbijeenkomsten", "koploper bijeenkomst"),
        ("arbeidsmarktregio", "arbeidsmarkt regio"),
        ("facilitatorspool", "facilitator pool"),
        ("werkgeversorganisatie", "werkgever organisatie"),
        ("actieleertraject", "actie leer traject"),
        ("verandertrajecten", "verander traject"),
        ("huisartsenzorg", "huisartsen zorg"),
        ("kennisdeling", "kennis deling"),
        ("zijinstromers", "zij instromer"),
        ("themabijeenkomst", "thema bijeenkomst"),
    ],
)
def test_a_long_word_is_made_of_short_ones(compound, pieces):
    assert parts(compound) == tuple(map(stem, pieces.split()))


@pytest.mark.parametrize("word", ["netwerk", "koploper", "reactie", "planten", "zorgvuldig", "zij"])
def test_one_word_is_not_taken_apart(word):
    assert parts(word) == ()


def test_words_know_where_they_stand_and_hyphens_make_one_word():
    text = "De zij-instroom van Noord‑Oost, thema’s: 24 - 7"
    assert [(text[word.start : word.end], word.plain) for word in words(text)] == [
        ("De", ("de",)),
        ("zij-instroom", ("zij", "instroom")),
        ("van", ("van",)),
        ("Noord‑Oost", ("noord", "oost")),
        ("thema’s", ("thema",)),
        ("24", ("24",)),
        ("7", ("7",)),
    ]


def test_what_says_nothing_is_no_part_of_a_question():
    assert Query.of("de het een van").says_nothing
    assert not Query.of("het tekort aan personeel").says_nothing
    assert [word.joined for word in Query.of("het tekort aan personeel").words] == [
        "tekort",
        "personeel",
    ]


def test_a_question_has_so_many_words_and_no_more():
    assert len(Query.of(" ".join(f"woord{nth}" for nth in range(100))).words) == 12


@pytest.mark.django_db
def test_words_with_a_meaning_together_are_taken_together():
    dictionary = meaning("sociaal domein", "sociaal werk")
    assert finds("tekort sociaal domein", "sociaal werk heeft een tekort", dictionary)
    assert not finds("domein", "sociaal werk", dictionary)


def test_a_word_that_no_dictionary_has_goes_through_the_classic_stemmer():
    """The algorithm `dutch` of the same package leaves initiatieven as initiatiev."""
    assert dutch.stem("facilitators") == dutch.stem("facilitator") == "facilitator"


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("geschrapt", "schrappen"),
        ("overgestapt", "overstap"),
        ("aangemeld", "aanmelding"),
        ("voldoet", "voldoen"),
        ("kinderen", "kind"),
        ("ideeen", "idee"),
        ("filmpje", "film"),
        ("spelletjes", "spel"),
        ("dagje", "dag"),
        ("fotos", "foto"),
        ("geinspireerd", "inspireren"),
        ("werkgevers", "werkgever"),
        ("beeldgebeld", "beeldbellen"),
        ("privacyregels", "privacyregel"),
    ],
)
def test_a_dictionary_knows_the_forms_of_a_word(form, word):
    assert stem(form) == stem(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("vers", "ver"), ("eten", "weten"), ("kast", "kassa"), ("geloof", "wangeloof")],
)
def test_words_that_only_look_like_forms_of_each_other_are_two(one, other):
    assert stem(one) != stem(other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("herhaal recept", "Een herhaalrecept."),
        ("herhaalrecept", "Een recept om te herhalen."),
        ("openavond", "De open avond."),
        ("open avond", "De openavond."),
        ("functionering gesprek", "Een functioneringsgesprek."),
        ("welzijnorganisatie", "Twee welzijnsorganisaties."),
        ("arts", "De huisartsen."),
        ("mboschool", "De mbo-school."),
        ("125000", "Wel 125.000 mensen."),
        ("125.000", "Wel 125000 mensen."),
        ("werkdruk", "De druk van het werk."),
        ("aanmelden", "Meld je meteen aan."),
        ("hoe meld ik me aan", "Hier kun je aanmelden."),
        ('"lege stoel"', "Een lege stoel."),
        ('"dag van de zorg"', "De dag van de zorg."),
    ],
)
def test_one_word_and_two_are_the_same(query, text):
    assert finds(query, text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("werkdruk", "Werk is mooi, zeggen ze hier al jaren tegen iedereen. Het is druk."),
        ("zorg", "Een zorgvuldig antwoord."),
        ("aanmelden", "Meld het aan je collega."),
        ('"lege stoel"', "Een stoel die leeg is."),
        ("planten", "De plannen van tien teams."),
    ],
)
def test_what_only_has_the_same_letters_is_not(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize("word", ["tekort", "kantoor", "gesprek", "vergeten", "management"])
def test_what_looks_like_two_words_may_be_one(word):
    assert parts(word) == ()
