"""The form changes and an application does not: it keeps the form that it was made with."""

import dataclasses

import pytest

from initiatives.applications.form.definition import INITIATIVE, STEPS, VERSIONS
from initiatives.applications.intake import drafts
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import answers
from tests.applications.cases import adviser, user_of
from tests.applications.desk import url
from tests.applications.filling_in import begin, fill_in, send, url_of
from tests.applications.sent import address, sent
from tests.html import parse

pytestmark = pytest.mark.usefixtures("terms")

OLD = "Waar gaat het initiatief over?"
NEW = "Wat doen jullie, in drie zinnen?"


@pytest.fixture
def change(monkeypatch):
    """Call it: from then on one question has other words, and the last of its step is gone."""

    def changed():
        first, second, *others = INITIATIVE.questions
        questions = (first, dataclasses.replace(second, label=NEW), *others[:-1])
        steps = (dataclasses.replace(INITIATIVE, questions=questions), *STEPS[1:])
        monkeypatch.setitem(VERSIONS, 2, steps)
        monkeypatch.setattr(drafts, "FORM_VERSION", 2)

    return changed


def text_at(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return parse(answer).get_text(" ", strip=True)


def test_what_was_sent_reads_as_it_was_asked(client, change):
    made = sent()
    change()
    client.force_login(user_of(adviser("Anna")))
    for path in (address(made), address(made, "kopie/"), url(made)):
        assert OLD in text_at(client, path)
        assert NEW not in text_at(client, path)


def test_who_had_begun_goes_on_with_the_same_form_and_sends_it(client, change):
    draft = begin(client)
    send(client, draft, INITIATIVE.slug, answers())
    change()
    assert OLD in text_at(client, url_of(draft, INITIATIVE.slug))
    fill_in(client, draft, answers())
    draft.refresh_from_db()
    made = apply(draft, Action.SUBMIT, APPLICANT)
    assert made.versions.get().form_version == 1


def test_who_begins_afterwards_gets_the_new_form(client, change):
    change()
    draft = begin(client)
    assert draft.form_version == 2
    text = text_at(client, url_of(draft, INITIATIVE.slug))
    assert NEW in text
    assert OLD not in text


def test_a_supplement_opens_questions_of_the_form_that_was_filled_in(client, change):
    made = sent()
    anna = adviser("Anna")
    client.force_login(user_of(anna))
    apply(made, Action.TAKE_UP, anna)
    change()
    text = text_at(client, url(made).replace("inspect", "ask_supplement"))
    assert OLD in text
    assert NEW not in text
