"""A question to the applicant: what opens again, what is kept, and what comes of the answer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.applications.assessment import deadlines, supplements
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply, obstacles
from initiatives.applications.workflow.errors import InvalidState, NotAllowed
from tests.applications.answering import answers
from tests.applications.cases import adviser, application, fresh, mails
from tests.applications.desk import ready
from tests.applications.sent import address
from tests.html import parse

pytestmark = pytest.mark.django_db

ASK, SEND = Action.ASK_SUPPLEMENT, Action.SEND_SUPPLEMENT
QUESTION = "Hoe blijft de verandering, ook na het project?"
NEW = "Het rooster heeft nu vaste leertijd, en dat blijft zo nadat het project is afgelopen. "


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to("2019-03-26 12:00+01:00")


def questioned(*opened, **changes):
    made = application(State.IN_REVIEW, answers=answers(**changes))
    return apply(made, ASK, adviser(), question=QUESTION, opened=list(opened))


def path_of(made, page="aanvulling/"):
    token = personal_links.token_for(personal_links.STATUS, made)
    return f"/mijn-aanmelding/{token}/{page}"


def test_the_applicant_gets_the_question_a_link_and_two_weeks():
    made = questioned("c3_uitleg")
    asked = supplements.waiting(made)
    assert (asked.question, asked.opened) == (QUESTION, ["c3_uitleg"])
    assert asked.deadline == date(2019, 4, 9)
    (mail,) = mails("M6")
    assert QUESTION in mail.text
    assert path_of(made) in mail.text


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"question": "Waarom?"}, "Stel een vraag van minstens 20 tekens."),
        ({"question": QUESTION, "deadline": date(2019, 3, 26)}, "Kies een datum in de toekomst."),
        (
            {"question": QUESTION, "opened": ["bestaat_niet"]},
            "Een van de vragen is er niet meer. Kies opnieuw.",
        ),
    ],
)
def test_a_question_that_says_too_little_is_refused(details, sentence):
    made = application(State.IN_REVIEW, answers=answers())
    assert obstacles(made, ASK, adviser(), **details) == [sentence]


def test_only_the_chosen_questions_open_again(client):
    made = questioned("c3_uitleg", "delen")
    page = client.get(path_of(made))
    names = {field.name for one in page.context["opened"] for field in one.form}
    assert names == {"c3_uitleg", "delen"}
    assertContains(page, QUESTION)
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_what_hangs_on_an_answer_opens_with_it():
    steps = supplements.steps_opened(supplements.waiting(questioned("c4_claim")))
    assert [one.name for one in steps[0].questions] == ["c4_claim", "c4_uitleg", "c4_waar"]


def test_what_was_typed_is_kept_right_or_wrong_and_nothing_is_sent(client):
    made = questioned("c3_uitleg")
    sent = {"c3_uitleg": "Te kort", "antwoord": "Half ant", "actie": "bewaar"}
    assertContains(client.post(path_of(made), sent), "Je hebt nog niets verstuurd")
    page = client.get(path_of(made))
    assertContains(page, "Te kort")
    assertContains(page, "Half ant")
    assert fresh(made).state == State.SUPPLEMENT_ASKED
    assert fresh(made).answers["c3_uitleg"] != "Te kort"


def test_a_wrong_answer_is_named_above_the_form_and_kept(client):
    made = questioned("c3_uitleg")
    page = client.post(path_of(made), {"c3_uitleg": "Te kort", "actie": "verstuur"})
    assertContains(page, "Fout: Beantwoord onze vraag")
    assertContains(page, 'href="#id_c3_uitleg"')
    assertContains(page, "Te kort")
    assert fresh(made).state == State.SUPPLEMENT_ASKED


def test_sending_makes_a_new_version_and_tells_the_adviser(client):
    made = questioned("c3_uitleg")
    sent = {"c3_uitleg": NEW, "antwoord": "Zie hierboven.", "actie": "verstuur"}
    assertRedirects(client.post(path_of(made), sent), path_of(made, ""))
    done = fresh(made)
    assert done.state == State.IN_REVIEW
    first, second = done.versions.order_by("number")
    assert second.answers["c3_uitleg"] == NEW.strip()
    assert first.answers["c3_uitleg"] != second.answers["c3_uitleg"]
    assert second.answers["naam"] == first.answers["naam"]
    asked = done.supplements.get()
    assert (asked.reply, asked.version, asked.draft) == ("Zie hierboven.", second, {})
    assert done.events.latest("pk").details["version"] == 2
    assert mails("M7")


def test_a_reply_alone_is_an_answer_and_nothing_at_all_is_none(client):
    made = questioned()
    page = client.post(path_of(made), {"antwoord": " ", "actie": "verstuur"})
    assertContains(page, supplements.NOTHING_NEW)
    client.post(path_of(made), {"antwoord": "Dat weten we nog niet.", "actie": "verstuur"})
    assert fresh(made).supplements.get().reply == "Dat weten we nog niet."
    assert fresh(made).state == State.IN_REVIEW


def test_an_organisation_more_and_one_less_go_by_a_button(client):
    made = questioned("organisaties")
    page = client.get(path_of(made))
    rows = page.context["opened"][0].form.rows
    sent = {"organisaties-aantal": "2"}
    for index, row in enumerate(rows):
        sent |= {f"organisaties-{index}-{key}": value for key, value in row.answers.items()}
    page = client.post(path_of(made), {**sent, "actie": "erbij"})
    assert len(page.context["opened"][0].form.rows) == 3
    page = client.post(path_of(made), {**sent, "actie": "weg-1"})
    assert [row.answers["naam"] for row in page.context["opened"][0].form.rows] == [
        "Zorgorganisatie Voorbeeld"
    ]


def test_an_answer_is_sent_once_and_the_link_then_says_so_kindly(client):
    made = questioned()
    for _ in range(2):
        answer = client.post(path_of(made), {"antwoord": "Een antwoord.", "actie": "verstuur"})
    assertRedirects(answer, path_of(made, ""))
    assertRedirects(client.get(path_of(made)), path_of(made, ""))  # back, after sending
    assert fresh(made).versions.count() == 2
    assert fresh(made).supplements.get().reply == "Een antwoord."


def test_the_link_of_another_case_does_not_show_this_question(client):
    made, other = questioned(), application(State.IN_REVIEW, answers=answers())
    assertContains(client.get(path_of(other)), "Er is geen vraag meer", status_code=410)
    assertNotContains(client.get(path_of(other)), QUESTION, status_code=410)
    assert client.get("/mijn-aanmelding/onzin/aanvulling/").status_code == 404
    assert supplements.waiting(made)


def test_the_clock_stands_still_while_we_wait(time_machine):
    made = questioned()
    time_machine.move_to("2019-04-09 12:00+02:00")
    apply(supplements.keep(supplements.waiting(made), {}, "Ja.").application, SEND, APPLICANT)
    assert deadlines.of(fresh(made)).paused_workdays == 10


def test_who_withdrew_cannot_answer_any_more():
    made = questioned()
    asked = supplements.waiting(made)
    apply(made, Action.WITHDRAW, APPLICANT)
    with pytest.raises(InvalidState):
        supplements.keep(asked, {}, "Toch nog iets.")


def test_hostile_answers_are_harmless(client):
    made = questioned("c3_uitleg")
    evil = "<script>alert(1)</script>\0" + "‮" + NEW
    page = client.post(path_of(made), {"c3_uitleg": evil, "antwoord": evil, "actie": "verstuur"})
    assert page.status_code in (200, 302)
    assertNotContains(client.get(path_of(made)), "<script>alert")


def test_the_day_can_be_moved_which_the_applicant_reads_and_the_log_keeps():
    made = ready(State.SUPPLEMENT_ASKED)
    before = made.supplements.get().deadline
    later = before + timedelta(days=7)
    for wrong in (before, timezone.localdate()):
        with pytest.raises(NotAllowed):
            apply(made, Action.MOVE_SUPPLEMENT, adviser(), deadline=wrong)
    done = apply(made, Action.MOVE_SUPPLEMENT, adviser(), deadline=later)
    assert (done.state, done.supplements.get().deadline) == (State.SUPPLEMENT_ASKED, later)
    (mail,) = mails("M6c")
    assert date_format(later, "j F Y") in mail.text
    assert "Hoe werken jullie samen?" in mail.text
    kept = done.events.get(kind=Action.MOVE_SUPPLEMENT).details
    assert (kept["deadline_before"], kept["deadline"]) == (before.isoformat(), later.isoformat())


def test_a_question_can_be_taken_back(client):
    made = ready(State.SUPPLEMENT_ASKED)
    done = apply(made, Action.DROP_SUPPLEMENT, adviser(), reason="Dat stond al in het antwoord.")
    assert done.state == State.IN_REVIEW
    (mail,) = mails("M6d")
    assert "Dat stond al" not in mail.text
    answer = client.post(
        address(done, "aanvulling/"), {"antwoord": "Te laat.", "actie": "verstuur"}
    )
    assert answer.status_code == 409
    assert "Te laat." in answer.text
    apply(done, ASK, adviser(), question=QUESTION)


def test_each_question_that_opens_names_its_criterion(client):
    names = [f"c{number}_uitleg" for number in (1, 2, 3, 4)]
    made = ready(State.SUPPLEMENT_ASKED)
    made.supplements.update(opened=names)
    page = parse(client.get(address(made, "aanvulling/")))
    labels = [page.select_one(f"label[for=id_{name}]").get_text() for name in names]
    assert len({label.split(":")[0] for label in labels}) == 4
    assert "Samenwerken: Leg uit waarom" in labels[0]
