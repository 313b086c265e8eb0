"""One renderer makes all that says what was answered: every output has the same words.

Whatever was typed: what is hostile does no harm on any of them.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from openpyxl import load_workbook

from core.models import OutgoingMail
from core.spreadsheets import as_text
from initiatives.applications.form import sheets
from initiatives.applications.form.definition import STEPS
from initiatives.applications.intake import form_data
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import LONG, answers
from tests.applications.cases import adviser, user_of
from tests.applications.desk import url
from tests.applications.filling_in import begin, fill_in, url_of
from tests.applications.sent import address, draft
from tests.factories import UserFactory
from tests.html import one, parse

pytestmark = pytest.mark.usefixtures("terms")
LIST = reverse("koploper-aanmeldingen_modeladmin_index")
Pairs = list[tuple[str, str]]

# As we understand them, so that a field shows the very words of the other outputs.
AS_UNDERSTOOD = {
    "website": "https://www.leerlijn.example",
    "links": "https://www.leerlijn.example/filmpje\nhttps://leerlijn.example/boek",
    "delen": "Een stappenplan.\n\nEn lesmateriaal: <b>drie</b> films.",
    "c4_claim": "ja",
    "c4_uitleg": LONG.strip(),
    "c4_waar": ["regios"],
    "route": "voorgedragen",
    "weet_ervan": "ja",
}


# What somebody may type that means something to a browser, a database or a spreadsheet.
HOSTILE = {
    "plain": "",
    "html": "<script>alert(1)</script><b>vet</b>\"'&amp;",
    "sql": "'; DROP TABLE applications_application; --",
    "formula": '=HYPERLINK("https://kwaad.example";"klik")',
    "signs": "👩🏽‍⚕️ עברית {{ settings.SECRET_KEY }}{% debug %}",
}
IN_THE_BROWSER = "html"  # is filled in step by step; the others are in the draft from the start


def lines_of(tag: Tag) -> str:
    """Return a text with its line breaks, as a reader sees it."""
    copy = BeautifulSoup(str(tag), "html.parser")
    for line_break in copy.select("br"):
        line_break.replace_with("\n")
    return "\n".join(line.strip() for line in copy.get_text().strip().split("\n"))


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def on_a_sheet(page: BeautifulSoup) -> Pairs:
    """Read the check page, the receipt, the status page and the copy to print."""
    found, part = [], ""
    for step in page.select(".sheet-step"):
        part = ""
        for piece in step.select("h3, .sheet-line"):
            if piece.name == "h3":
                part = f"{words(piece)}: "
            else:
                answer = lines_of(piece.select("dd")[0])
                found.append((part + words(one(piece, "dt")), answer))
    return found


def at_the_desk(page: BeautifulSoup) -> Pairs:
    questions = page.select("#antwoorden .aln-answers dt")
    shown = page.select("#antwoorden .aln-answers dd")
    return [(words(dt), lines_of(dd)) for dt, dd in zip(questions, shown, strict=True)]


def in_the_letter(mail: OutgoingMail) -> Pairs:
    rows = BeautifulSoup(mail.html, "html.parser").select("h2 ~ p.row")
    return [(words(one(row, "span")), lines_of(row).partition("\n")[2]) for row in rows]


def in_the_form(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield each question of a step with what its fields hold, as somebody sees them."""
    for field in page.select("#stap .field"):
        label = field.select_one("legend, label")
        assert label is not None
        for extra in label.select(".field-optional"):
            extra.extract()
        question = words(label)
        row = field.find_parent("fieldset", class_="organisation")
        if row:
            part = words(one(row, ":scope > legend")).partition(" (")[0]
            question = f"{part}: {question}"
        elif section := field.find_parent("section", class_="criterion"):
            number, name = one(section, "h2").stripped_strings
            question = f"Criterium {number}, {name}: {question}"
        yield question, "\n".join(held(field)) or sheets.EMPTY


def held(field: Tag) -> list[str]:
    ticked = field.select("label.choice:has(input[checked])")
    if field.select("label.choice"):
        return [words(label) for label in ticked]
    values = []
    for each in field.select("input, textarea, select"):
        if each.name == "select":
            chosen = each.select("option[selected]")
            values += [words(option) for option in chosen if option["value"]]
        elif each.name == "textarea":
            values.append(each.get_text().strip())
        else:
            values.append(str(each.get("value", "")))
    return [" ".join(values)] if "month" in field["class"] else [one for one in values if one]


def exported(client, kind: str) -> dict[str, str]:
    """Return the only row of an export with all that can be asked for, by its headings."""
    asked = {"export": kind, "antwoorden": "1", "contact": "1"}
    body = client.get(LIST, asked).getvalue()
    if kind == "csv":
        text = body.decode("utf-8-sig")
        heading, row = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    else:
        cells = list(load_workbook(io.BytesIO(body)).active.iter_rows())
        assert "f" not in {cell.data_type for row in cells for cell in row}
        heading, row = [[cell.value for cell in row] for row in cells]
    return dict(zip(heading, row, strict=True))


def hostile(nasty: str) -> dict[str, Any]:
    """Return complete answers, with these words wherever somebody may type what they like."""
    given = answers(**AS_UNDERSTOOD)
    given["organisaties"][0]["kvk"] = "01234567"
    if nasty:
        for key in ("samenvatting", "c1_uitleg", "c2_uitleg", "c3_uitleg", "c3_resultaat"):
            given[key] = f"{nasty} {LONG * 2}".strip()
        given |= {"naam": nasty, "delen": f"{nasty}\n{nasty}", "functie": nasty, "voornaam": nasty}
        for row in given["organisaties"]:
            row |= {"naam": nasty, "plaats": nasty, "rol": nasty}
    return given


@pytest.fixture
def filled_in(client, request):
    """A draft whose every question that applies has an answer, or none where that may be."""
    nasty = getattr(request, "param", "plain")
    if nasty != IN_THE_BROWSER:
        return draft(**hostile(HOSTILE[nasty]))
    begun = begin(client)
    fill_in(client, begun, hostile(HOSTILE[nasty]))
    begun.refresh_from_db()
    return begun


@pytest.mark.parametrize("filled_in", HOSTILE, indirect=True)
def test_form_check_receipt_mail_copy_status_desk_and_export_say_the_same(client, filled_in):
    every = sheets.sheet_of(form_data.understood(filled_in.answers), filled_in.form_version)
    without_contact = sheets.sheet_of(
        form_data.understood(filled_in.answers), filled_in.form_version, without_contact=True
    )
    assert len(every.pairs) > len(without_contact.pairs) > 25

    form = [pair for step in STEPS[:-1] for pair in asked_in(client, filled_in, step.slug)]
    assert form == every.pairs
    check = harmless(client.get(url_of(filled_in, "controleren")))
    assert on_a_sheet(check) == every.pairs
    links = [words(link) for link in check.select(".sheet-change")]
    assert links == [f"Wijzig {' '.join(question.split())}" for question, _ in every.pairs]

    made = apply(filled_in, Action.SUBMIT, APPLICANT)
    for page in ("verstuurd/", "kopie/", ""):
        assert on_a_sheet(harmless(client.get(address(made, page)))) == every.pairs, page
    mail = OutgoingMail.objects.get(kind="M4")
    assert not any(sign in mail.html for sign in ("<b>vet", "<script"))
    assert in_the_letter(mail) == without_contact.pairs
    for question, answer in without_contact.pairs:
        assert f"{question}\n" in mail.text
        assert all(line in mail.text for line in answer.split("\n"))

    client.force_login(user_of(adviser("Anna")))
    assert at_the_desk(harmless(client.get(url(made)))) == every.pairs
    for kind in ("csv", "xlsx"):
        row = exported(client, kind)
        # In a text file what looks like a formula stands behind a mark.
        shown = as_text if kind == "csv" else str
        said = {question: row[question] for question, _ in without_contact.pairs}
        assert said == {question: shown(answer) for question, answer in without_contact.pairs}
        for line in every.lines:
            if line.is_contact:
                assert row[line.question] == shown(line.text), line.question


def harmless(answer) -> BeautifulSoup:
    """Return a page, in which nothing that was typed is a tag."""
    assert answer.status_code == 200
    text = answer.content.decode()
    assert not any(sign in text for sign in ("<b>vet", "<script>alert"))
    return parse(answer)


def asked_in(client, draft, slug: str) -> Pairs:
    return list(in_the_form(parse(client.get(url_of(draft, slug)))))


def test_who_may_not_judge_reads_the_same_at_the_desk_without_the_contact_person(client, filled_in):
    made = apply(filled_in, Action.SUBMIT, APPLICANT)
    sheet = sheets.sheet_of(made.answers, made.form_version, without_contact=True)
    client.force_login(UserFactory(groups=["Beheerder"]))
    assert at_the_desk(parse(client.get(url(made)))) == sheet.pairs
