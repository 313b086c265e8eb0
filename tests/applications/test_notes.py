"""Notes of advisers about an application: for each other, and for nobody else."""

import json

import pytest

from core.personal_data import requests
from initiatives.applications.assessment import notes
from initiatives.applications.models import EventWords
from initiatives.applications.models.states import State
from initiatives.applications.retention.anonymise import anonymise
from initiatives.applications.status_pages import status
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import APPLICANT, SYSTEM
from initiatives.applications.workflow.errors import InvalidState, PermissionDenied
from tests.applications.cases import EMAIL, adviser
from tests.applications.desk import ready, url, with_answers, words
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAID = "Gebeld: de directeur twijfelt nog."


def notes_of(made):
    """Return the notes whose words are there still."""
    return list(made.events.filter(kind=audit_log.NOTED, words__isnull=False))


@pytest.fixture
def made():
    return with_answers(State.IN_REVIEW, email=EMAIL)


def test_an_adviser_writes_and_a_colleague_reads(client, anna, made):
    answer = client.post(url(made, "note"), {"text": SAID}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{url(made)}#notities"
    client.force_login(UserFactory(groups=["Adviseur Koplopernetwerk"]))
    shown = words(client.get(url(made)))
    assert SAID in shown
    assert "Anna" in shown
    assert "Notitie voor collega’s geschreven" in shown


def test_nobody_else_reads_or_writes_one(client, anna, made):
    notes.write(made, SAID, anna)
    for group in ("Beheerder", "Redacteur", "Beheerder Facilitators Pool"):
        client.force_login(UserFactory(groups=[group]))
        assert SAID not in client.get(url(made)).content.decode(), group
        client.post(url(made, "note"), {"text": "Van iemand anders"})
    for actor in (APPLICANT, SYSTEM):
        with pytest.raises(PermissionDenied):
            notes.write(made, "Van iemand anders", actor)
    assert [note.reason for note in notes_of(made)] == [SAID]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.REJECTED, State.ADMITTED])
def test_no_page_of_the_applicant_has_it(anna, state):
    made = ready(state)
    notes.write(made, SAID, anna)
    assert SAID not in repr(status.standing_of(made))


@pytest.mark.parametrize("text", ["", "  ", "x" * (notes.LONGEST + 1)])
def test_what_is_no_note_is_given_back_with_why(client, anna, made, text):
    answer = client.post(url(made, "note"), {"text": text})
    assert answer.status_code == 422
    assert answer.context["note_form"].errors
    assert text in answer.content.decode()
    assert not notes_of(made)


def test_the_button_pressed_twice_writes_one_note(anna, made):
    for who in (anna, anna, adviser("Bram")):
        notes.write(made, SAID, who)
    assert len(notes_of(made)) == 2


def test_a_note_makes_nobodys_screen_out_of_date(anna, made):
    seen = audit_log.version(made)
    notes.write(made, SAID, anna)
    audit_log.check_unchanged(made, seen)


def test_it_goes_with_what_we_keep_of_somebody_and_is_wiped_with_it(anna, made):
    notes.write(made, SAID, anna)
    assert SAID in json.dumps(requests.as_document(EMAIL), ensure_ascii=False)
    anonymise(made)
    assert not notes_of(made)
    assert not EventWords.objects.filter(reason=SAID).exists()
    assert audit_log.NOTED in made.events.values_list("kind", flat=True)
    with pytest.raises(InvalidState):
        notes.write(made, SAID, anna)
