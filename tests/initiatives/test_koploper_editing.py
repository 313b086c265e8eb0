"""What the form of a Koploper asks of an editor, and the list they work from."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import nested_form_data, streamfield

from initiatives import publication
from initiatives.models import InitiativePage, TakingPart
from tests.factories import InitiativePageFactory, koploper_index, region
from tests.html import parse

pytestmark = pytest.mark.django_db

DRAFT = {"action-publish": ""}
ONE_ORGANISATION = {
    "TOTAL_FORMS": 1,
    "INITIAL_FORMS": 0,
    "0": {"name": "Zorg Voorbeeld", "kind": "zorg", "place": "", "role": "", "ORDER": 1, "id": ""},
}
NONE = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}


def send(editor, page, **changed):
    """Publish a Koploper as an editor does, with some answers changed."""
    # Several boxes of one name: nested_form_data would number them.
    boxes = {
        "criteria": changed.pop("criteria", ["samenwerken", "innoveren", "opschalen"]),
        "regions": changed.pop("regions", []),
    }
    sent = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "lead": page.lead,
            "listing_image": "",
            "listing_image_alt": "",
            "joined_on": "07-02-2019",
            "organisations": ONE_ORGANISATION,
            "is_national": "on",
            "all_themes": "on",
            "all_branches": "on",
            "phase": "proef",
            "shares": "",
            "website": "",
            "body": streamfield([]),
            "comments": NONE,
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "action-publish": "publish",
            **changed,
        }
    )
    return editor.post(f"/beheer/pages/{page.pk}/edit/", sent | boxes)


@pytest.fixture
def draft() -> InitiativePage:
    return InitiativePageFactory(
        title="Minder Vinkjes", live=False, organisations=[], criteria=[], is_national=False
    )


def test_a_complete_koploper_goes_online(editor, draft):
    assert send(editor, draft).status_code == 302
    page = InitiativePage.objects.get(pk=draft.pk)
    assert page.live
    assert page.criteria == ["samenwerken", "innoveren", "opschalen"]
    assert page.listed_on == datetime.date(2019, 2, 7)
    assert [organisation.name for organisation in page.organisations.all()] == ["Zorg Voorbeeld"]


COMPLETE = {
    "joined_on": datetime.date(2019, 2, 7),
    "phase": "proef",
    "is_national": True,
    "criteria": ["samenwerken", "innoveren", "opschalen"],
}


def test_each_thing_that_lacks_keeps_a_koploper_offline_by_itself():
    assert publication.lacking(COMPLETE) == {}
    assert publication.lacking(COMPLETE | {"is_national": False, "regions": True}) == {}
    for name, value, field in (
        ("joined_on", None, "joined_on"),
        ("phase", "", "phase"),
        ("is_national", False, "regions"),
        ("criteria", ["samenwerken", "innoveren"], "criteria"),
    ):
        assert list(publication.lacking(COMPLETE | {name: value})) == [field]


WRONG = {
    "criteria": ["samenwerken", "innoveren"],
    "is_national": "",
    "joined_on": "",
    "phase": "",
    "organisations": NONE,
    "all_themes": "",
}


def test_what_is_missing_is_said_and_what_was_typed_stays(editor, draft):
    answer = send(editor, draft, title="Mijn getypte titel", **WRONG)
    for message in (
        "Kies minstens drie criteria.",
        "Kies minstens één regio, of kies ‘Landelijk’.",
        "Vul in sinds wanneer dit een Koploper is.",
        "Kies hoe ver het initiatief is.",
        "Noem minstens één organisatie die meedoet.",
        "Kies minstens één thema",
        "Mijn getypte titel",
    ):
        assertContains(answer, message)
    assert not InitiativePage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize("field", ["organisations", "all_themes"])
def test_without_organisation_or_theme_alone_it_stays_offline(editor, draft, field):
    assert send(editor, draft, **{field: WRONG[field]}).status_code == 200
    assert not InitiativePage.objects.get(pk=draft.pk).live


def test_a_draft_may_lack_all_of_it(editor, draft):
    assert send(editor, draft, **DRAFT, title="Nieuwe titel", **WRONG).status_code == 302
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().title == "Nieuwe titel"


def test_national_empties_the_regions(editor, draft):
    send(editor, draft, regions=[region("Twente").pk])
    assert not InitiativePage.objects.get(pk=draft.pk).regions.exists()
    send(editor, draft, regions=[region("Twente").pk], is_national="")
    assert list(InitiativePage.objects.get(pk=draft.pk).regions.all()) == [region("Twente")]


def test_publishing_many_at_once_holds_back_what_is_not_complete(draft):
    assert set(draft.lacking()) == {"criteria", "regions", "phase", "organisations"}
    draft.criteria = ["samenwerken", "innoveren", "opschalen"]
    draft.is_national = True
    draft.phase = "idee"
    draft.organisations.set([TakingPart(name="Zorg Voorbeeld", kind="zorg")])
    assert draft.lacking() == {}


def test_the_list_for_editors_shows_and_filters_by_region_and_state(editor):
    InitiativePageFactory(title="Minder Vinkjes", regions=[region("Twente")])
    InitiativePageFactory(title="Terug in het Vak", regions=[region("Zeeland")], live=False)
    page = editor.get("/beheer/koplopers/")
    for words in ("Minder Vinkjes", "Twente", "3 van 4", "Terug in het Vak"):
        assertContains(page, words)
    found = editor.get("/beheer/koplopers/", {"regions": region("Twente").pk})
    assertContains(found, "Minder Vinkjes")
    assertNotContains(found, "Terug in het Vak")


def test_the_list_for_editors_takes_as_many_queries_for_thirty_as_for_three(
    editor, django_assert_max_num_queries
):
    used = []
    for number in (3, 27):
        InitiativePageFactory.create_batch(number, regions=[region("Twente")])
        editor.get("/beheer/koplopers/")
        with django_assert_max_num_queries(60) as queries:
            editor.get("/beheer/koplopers/")
        used.append(len(queries))
    assert used[0] == used[1]


def test_the_form_speaks_of_regions_and_criteria(editor):
    koploper_index()
    page = parse(editor.get(f"/beheer/pages/{InitiativePageFactory().pk}/edit/"))
    assert len(page.select("input[name=regions]")) == 28
    assert len(page.select("input[name=criteria]")) == 4
    assert page.select("[data-steps-back-for=id_is_national]")
