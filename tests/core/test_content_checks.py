"""What the content checker tells editors: which rules, on which pages, and in which words."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django.asserts import assertContains
from wagtail.admin.userbar import AccessibilityItem
from wagtail.blocks import StructBlock
from wagtail.documents.models import Document

from core import content_checks
from core.blocks.body import BodyBlock
from tests.factories import ContentPageFactory, NewsPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def spec_for(page: Any) -> dict[str, Any]:
    item = AccessibilityItem()
    content_checks.set_up(item, page)
    return item.get_axe_configuration(None)


def options_of(page: Any, name: str) -> dict[str, Any]:
    (check,) = (each for each in spec_for(page)["spec"]["checks"] if each["id"] == f"check-{name}")
    return check["options"]


def test_every_rule_that_runs_has_dutch_words_and_ours_have_a_check():
    found = spec_for(NewsPageFactory(lead="", all_themes=False))
    runs = set(found["options"]["runOnly"])
    assert {name for name, *_ in content_checks.OURS} < runs
    english = ("Use ", "Avoid", "Empty", "Misusing", "Incorrect")
    for name in runs:
        said = found["messages"][name]
        assert all(str(said[part]).strip() for part in ("error_name", "help_text")), name
        assert not str(said["error_name"]).startswith(english), name
    checks = {check["id"] for check in found["spec"]["checks"]}
    assert all(set(rule["any"]) <= checks for rule in found["spec"]["rules"])


def test_editors_are_told_nothing_that_they_cannot_mend():
    found = spec_for(ContentPageFactory())
    assert found["context"]["include"] == ["main"]
    assert not {"button-name", "input-button-name", "frame-title"} & set(
        found["options"]["runOnly"]
    )


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, None),
        ({"lead": " "}, "de inleiding"),
        ({"lead": "", "all_themes": False}, "de inleiding, een thema"),
        ({"all_branches": False}, "een branche"),
    ],
)
def test_a_page_is_told_what_it_lacks(values, missing):
    found = spec_for(NewsPageFactory(**values))
    assert "aln-complete" in found["options"]["runOnly"]
    rule = next(rule for rule in found["spec"]["rules"] if rule["id"] == "aln-complete")
    assert (rule["selector"] != content_checks.NOWHERE) == bool(missing)
    if missing:
        assert found["messages"]["aln-complete"]["help_text"] == f"Vul nog in: {missing}."


def document(title: str, name: str, size: int = 100) -> Document:
    made = Document(title=title, file_size=size)
    made.file.save(name, ContentFile(b"%PDF-1.4"), save=False)
    made.save()
    Document.objects.filter(pk=made.pk).update(file_size=size)
    return made


def test_documents_are_judged_by_size_and_by_title():
    good = document("Verslag van de bijeenkomst", "verslag.pdf")
    large = document("Handreiking", "handreiking.pdf", content_checks.LARGE + 1)
    unnamed = document("scan0001", "scan0001.pdf")
    page = ContentPageFactory(
        body=[
            ("download", {"document": good, "label": ""}),
            ("download", {"document": unnamed, "label": "Met een tekst"}),
            ("paragraph", f'<a linktype="document" id="{large.pk}">Handreiking</a>'),
        ]
    )
    assert options_of(page, "aln-large-document") == {"addresses": [large.url]}
    assert options_of(page, "aln-named-document") == {"addresses": [unnamed.url]}


def test_the_judgements_are_on_the_page_of_an_editor_before_axe_and_not_on_that_of_a_visitor(
    client,
):
    url = ContentPageFactory(slug="uitleg").get_url()
    assert b"content_checks.js" not in client.get(url).content
    client.force_login(UserFactory(groups=["Redacteur"]))
    shown = client.get(url).content
    assert shown.index(b"content_checks.js") < shown.index(b"js/userbar.js")


def test_a_draft_that_lacks_all_of_it_is_saved(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    page = NewsPageFactory(lead="", all_themes=False, all_branches=False, live=False)
    assertContains(client.get(f"/beheer/pages/{page.pk}/edit/"), "aln-complete")


def test_a_video_says_what_it_offers_to_who_does_not_hear_it(client):
    video = {"title": "Film", "url": "https://elders.example/", "has_captions": False}
    written = {**video, "transcript": "Welkom bij de les."}
    captioned = {**video, "has_captions": True}
    page = ContentPageFactory(body=[("video", each) for each in (video, written, captioned)])
    shown = client.get(page.get_url()).content.decode()
    assert shown.count("data-without-captions") == 1
    assert "Welkom bij de les." in shown
    assert shown.count("met ondertiteling") == 1


def test_a_folded_block_says_what_is_in_it():
    every = BodyBlock().child_blocks.values()
    structs = [block for block in every if isinstance(block, StructBlock)]
    assert structs
    for block in structs:
        named = re.findall(r"{(\w+)}", block.meta.label_format or "")
        assert named, block
        assert set(named) <= set(block.child_blocks), block
