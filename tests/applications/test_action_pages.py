"""The pages on which advisers do something with an application, by direct POST."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.letters import Button, Facts, Paragraph
from initiatives.applications import transitions
from initiatives.applications.desk.action_forms import FORMS
from initiatives.applications.desk.wording import WORDS
from initiatives.applications.models import AdviceParty, Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from tests.applications.cases import EMAIL, adviser, fresh, judged, mails, user_of
from tests.applications.desk import (
    REASON,
    asked,
    party,
    ready,
    straight,
    url,
    with_answers,
    words,
)
from tests.factories import EventPageFactory, UserFactory
from tests.html import attribute, one, parse

pytestmark = pytest.mark.django_db
ACTIONS = tuple(FORMS)
# Each line of the table that has a page, with each state from which it leads.
WAYS = [
    (row, state) for row in transitions.TRANSITIONS if row.action in FORMS for state in row.sources
]
MAILING = set(FORMS) - {Action.TAKE_UP, Action.BACK_TO_REVIEW, Action.PROPOSE}


def prepared(action, state):
    """Return an application in this state with which this can be done, if the table allows it."""
    return ready(state, verdicts="VVNN" if action == Action.REJECT else "VVVV")


def said(action):
    """Return what somebody fills in who does this well."""
    day = (timezone.localdate() + timedelta(days=14)).isoformat()
    match action:
        case Action.TAKE_UP:
            return {"adviser": adviser("Bea").user_id}
        case Action.ASK_SUPPLEMENT:
            question = "Hoe werken jullie precies samen met de school?"
            return {"question": question, "opened": ["c1_uitleg"], "deadline": day}
        case Action.CONSULT:
            return {"parties": [party().pk]}
        case Action.PLAN_INTRODUCTION:
            meeting = EventPageFactory(kind="koploperbijeenkomst", title="Koplopers bijeen")
            return {"meeting": meeting.pk}
        case Action.MOVE_SUPPLEMENT:
            return {"deadline": (timezone.localdate() + timedelta(days=40)).isoformat()}
        case (
            Action.BACK_TO_REVIEW
            | Action.DROP_SUPPLEMENT
            | Action.REJECT
            | Action.END
            | Action.REOPEN
        ):
            return {"reason": REASON}
    return {}


def look(client, made, action, data):
    """Ask to see the mail, and return what its page would send back."""
    page = client.post(url(made, action), {**data, "step": "bekijken"})
    soup = parse(page)
    if page.status_code != 200 or not soup.select("[name=shown]"):
        return page, {}
    hidden = {name: attribute(soup, f"input[name={name}]", "value") for name in ("shown", "seen")}
    return page, hidden


def do(client, made, action, data):
    """Do it as somebody would who has read the mail first."""
    _, hidden = look(client, made, action, data)
    return client.post(url(made, action), {**data, **hidden, "step": "doen"})


def is_untouched(made, *actions):
    """Tell whether none of these was done."""
    return fresh(made).state == made.state and not made.events.filter(kind__in=actions).exists()


def refused(user, made, action, data):
    """Post it without looking first, and return the status; a sentence must say why not."""
    answer = straight(user, url(made, action), **data, step="doen")
    assert answer.context_data.get("refusal") or answer.context_data["sentence"]
    return answer.status_code


ADDED = "We bellen je morgen nog."


@pytest.mark.parametrize(("row", "state"), WAYS, ids=lambda each: getattr(each, "number", each))
def test_what_staff_add_to_a_mail_comes_between_no_two_sentences_of_ours(settings, row, state):
    settings.VWS_APPOINTS = bool(row.vws_appoints)
    made = prepared(row.action, state)
    form = FORMS[row.action](made, adviser(), said(row.action), mails=False)
    assert form.is_valid(), form.errors
    asked = (made, row.action, adviser())
    plain = engine.preview(*asked, **form.details).posts
    with_more = engine.preview(*asked, **form.details, paragraph=ADDED).posts
    for before, after in zip(plain, with_more, strict=True):
        if not after.takes_paragraph:
            assert after.letter == before.letter
            continue
        parts = list(after.letter.parts)
        place = parts.index(Paragraph(ADDED))
        assert [*parts[:place], *parts[place + 1 :]] == list(before.letter.parts)
        above = parts[place - 1]
        assert not (isinstance(above, Paragraph) and above.text.endswith(":"))
        assert place + 1 == len(parts) or isinstance(parts[place + 1], Button | Facts)


def without_links(text):
    return [line for line in text.split("\n") if "http" not in line]


def test_every_line_of_the_table_for_advisers_has_its_page():
    theirs = {row.action for row in transitions.TRANSITIONS if Role.ADVISER in row.roles}
    assert theirs - {Action.ADD} == set(FORMS) == set(WORDS)


@pytest.mark.parametrize(("row", "state"), WAYS, ids=lambda each: getattr(each, "number", each))
def test_a_action_is_shown_first_and_done_as_it_was_shown(client, anna, settings, row, state):
    settings.VWS_APPOINTS = bool(row.vws_appoints)
    made, action = prepared(row.action, state), row.action
    data = {**said(action), "paragraph": "We bellen je morgen nog."}
    assert client.get(url(made, action)).status_code == 200
    page, hidden = look(client, made, action, data)
    shown = [text.get_text() for text in parse(page).select(".aln-letter__text")]
    assert is_untouched(made, action)
    assert not mails()

    assert client.post(url(made, action), {**data, **hidden, "step": "doen"}).status_code == 302
    assert fresh(made).state == (row.target or state)
    assert made.events.filter(kind=action).count() == 1
    sent = [mail for mail in mails() if mail.kind != "M5c"]
    assert len(sent) == len(shown)
    assert bool(sent) == (action in MAILING)
    for mail, text in zip(sent, shown, strict=True):
        assert "We bellen je morgen nog." in text
        assert without_links(mail.text) == without_links(text)


@pytest.mark.parametrize("vws", [False, True])
def test_what_the_table_does_not_allow_now_is_refused_when_posted_directly(settings, anna, vws):
    """In which states that is, test_matrix knows; here are one without answers, one with, one over.

    With VWS only the two actions differ that it changes, in the states between which they lead.
    """
    settings.VWS_APPOINTS = vws
    user = user_of(anna)
    data = {action: said(action) for action in ((Action.ADMIT, Action.PROPOSE) if vws else ACTIONS)}
    between = (State.IN_CONSULTATION, State.PROPOSED)
    for state in between if vws else (State.POTENTIAL, State.IN_REVIEW, *between, State.LEFT):
        made = ready(state)
        for action in data:
            if transitions.row_of(action, state) is None:
                status = 409 if transitions.roles_of(action) else 403
                assert refused(user, made, action, data[action]) == status, (action, state)
        assert is_untouched(made, *ACTIONS)


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur"])
def test_who_is_no_adviser_is_refused_when_posting_directly(client, group):
    user, reviewed = UserFactory(groups=[group]), ready(State.IN_REVIEW)
    for action in ACTIONS:
        assert refused(user, reviewed, action, said(action)) == 403, action
    assert is_untouched(reviewed, *ACTIONS)
    client.force_login(user)
    made = ready(State.SUBMITTED)
    answer = client.post(url(made, Action.TAKE_UP), {"step": "doen"})
    assert answer.status_code == 403
    assert ("Dit mag alleen een" if group == "Beheerder" else "Je mag") in words(answer)


@pytest.mark.parametrize(
    ("may_publish", "words_of_it"),
    [(True, "Er komt een pagina klaar te staan"), (False, "Er komt geen pagina")],
)
def test_admitting_says_whether_a_page_comes(client, anna, may_publish, words_of_it):
    made = ready(State.IN_CONSULTATION)
    Application.objects.update(may_publish=may_publish)
    page = words(client.get(url(made, Action.ADMIT)))
    assert words_of_it in page
    assert page.count("Er komt ") == 1


def test_reopening_shows_the_mail_to_who_was_asked_to_come(client, anna):
    made = ready(State.ADMITTED)  # its meeting is over
    coming = EventPageFactory(kind="koploperbijeenkomst", title="Koplopers bijeen")
    apply(made, Action.PLAN_INTRODUCTION, anna, meeting=coming)
    page, hidden = look(client, made, Action.REOPEN, {"reason": REASON})
    assert "Een geplande introductie vervalt." in words(page)
    assert "gaat niet door" in words(page)
    client.post(url(made, Action.REOPEN), {"reason": REASON, **hidden, "step": "doen"})
    assert len(mails("M11b")) == 1


def test_nobody_gets_in_without_logging_in(client):
    made = ready(State.SUBMITTED)
    answer = client.post(url(made, Action.TAKE_UP), {"step": "doen"})
    assert answer.status_code == 302
    assert "/login/" in answer.url
    assert fresh(made).state == State.SUBMITTED


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(client, anna):
    made = prepared(Action.REJECT, State.IN_REVIEW)
    answer = client.post(url(made, Action.REJECT), {"reason": "Te kort.", "step": "doen"})
    assert answer.status_code == 200
    page = parse(answer)
    assert page.title.string.startswith("Fout: ")
    assert one(page, "#id_reason").get_text().strip() == "Te kort."
    assert "Er gaat nog iets mis: controleer 1 antwoord" in words(answer)
    assert is_untouched(made, Action.REJECT)


@pytest.mark.parametrize("action", [Action.END, Action.REOPEN, Action.BACK_TO_REVIEW])
def test_without_a_reason_it_is_not_done(anna, action):
    made = ready(next(transitions.rows(action)).sources[0])
    answer = straight(user_of(anna), url(made, action), reason="", step="doen")
    assert answer.context_data["form"].errors == {"reason": ["Schrijf op waarom."]}
    assert is_untouched(made, action)


def test_who_changes_the_mail_after_looking_sees_it_again_first(client, anna):
    made = ready(State.POTENTIAL)
    _, hidden = look(client, made, Action.INVITE, {})
    data = {**hidden, "step": "doen", "paragraph": "Toch nog iets."}
    answer = client.post(url(made, Action.INVITE), data)
    assert answer.status_code == 200
    assert "De mail is nu anders" in words(answer)
    assert "Toch nog iets." in one(parse(answer), ".aln-letter__text").get_text()
    assert not mails()
    assert fresh(made).state == State.POTENTIAL


def test_not_to_send_is_a_choice_that_the_timeline_keeps(client, anna):
    made = ready(State.POTENTIAL)
    answer = client.post(url(made, Action.INVITE), {"no_mail": "on", "step": "doen"})
    assert answer.status_code == 302
    assert not mails()
    assert "Er is geen mail verstuurd" in words(client.get(url(made)))


def test_who_comes_second_reads_who_was_first_and_keeps_what_was_typed(client, anna):
    made = ready(State.IN_REVIEW, verdicts="VVNN")
    data = {"reason": REASON, "paragraph": "Bel ons gerust."}
    _, hidden = look(client, made, Action.REJECT, data)
    bea = adviser("Bea")
    client.force_login(user_of(bea))
    assert do(client, made, Action.REJECT, data).status_code == 302
    client.force_login(user_of(anna))
    answer = client.post(url(made, Action.REJECT), {**data, **hidden, "step": "doen"})
    assert answer.status_code == 409
    assert "Niet toegelaten op" in words(answer)
    assert "door Bea" in words(answer)
    assert REASON in words(answer)
    assert "Bel ons gerust." in words(answer)
    assert len(mails("M10")) == 1


def test_what_happened_meanwhile_is_told_and_the_action_can_be_done_after_all(client, anna):
    made = ready(State.IN_CONSULTATION)
    _, hidden = look(client, made, Action.ADMIT, {})
    advice = made.advices.get()
    made.events.create(kind="advice_given", role=Role.MINISTRY, details={"party": advice.party_id})
    answer = client.post(url(made, Action.ADMIT), {**hidden, "step": "doen"})
    assert answer.status_code == 409
    assert "net aangepast" in words(answer)
    assert "Advies gegeven op" in words(answer)
    assert fresh(made).state == State.IN_CONSULTATION
    assert do(client, made, Action.ADMIT, {}).status_code == 302


def test_deciding_early_asks_why_and_deciding_in_time_does_not(client, anna):
    made = ready(State.IN_CONSULTATION)
    assert not parse(client.get(url(made, Action.ADMIT))).select("#id_reason")
    waiting = asked(made, "OCW")
    page = client.get(url(made, Action.ADMIT))
    assert "Waarom besluit je nu al?" in words(page)
    assert do(client, made, Action.ADMIT, {}).status_code == 200
    assert fresh(made).state == State.IN_CONSULTATION
    waiting.due_on = timezone.localdate() - timedelta(days=1)
    waiting.save()
    assert not parse(client.get(url(made, Action.ADMIT))).select("#id_reason")
    assert do(client, made, Action.ADMIT, {}).status_code == 302


def test_who_tested_does_not_decide_by_direct_post_either(client, anna):
    made = ready(State.IN_CONSULTATION, by=anna)
    answer = do(client, made, Action.ADMIT, {})
    assert answer.status_code == 409
    assert "Daarom besluit een collega" in words(answer)
    assert fresh(made).state == State.IN_CONSULTATION


def test_the_parties_of_the_initiative_stand_first_and_one_without_address_says_so(client, anna):
    made = judged(with_answers(State.IN_REVIEW), "VVVV", adviser())
    party("VWS", "vws@voorbeeld.example")
    party("OCW", "")
    page = parse(client.get(url(made, Action.CONSULT)))
    boxes = page.select("[name=parties]")
    assert len(boxes) == AdviceParty.objects.active().count()
    checked = {int(box["value"]) for box in boxes if box.has_attr("checked")}
    assert party("VWS", "vws@voorbeeld.example").pk in checked
    assert "OCW (heeft nog geen e-mailadres)" in page.get_text()
    assert "Van dit initiatief" in page.get_text()
    answer = client.post(
        url(made, Action.CONSULT), {"parties": [party("OCW", "").pk], "step": "doen"}
    )
    assert answer.status_code == 409
    assert "nog geen e-mailadres van OCW" in words(answer)


def test_the_adviser_who_is_chosen_gets_the_application(client, anna):
    made = ready(State.SUBMITTED)
    page = parse(client.get(url(made, Action.TAKE_UP)))
    assert one(page, "#id_adviser option[selected]").get_text() == "Anna"
    bea = adviser("Bea")
    assert do(client, made, Action.TAKE_UP, {"adviser": bea.user_id}).status_code == 302
    assert fresh(made).adviser_id == bea.user_id
    other = UserFactory(groups=["Redacteur"])
    again = ready(State.SUBMITTED)
    answer = client.post(url(again, Action.TAKE_UP), {"adviser": other.pk, "step": "doen"})
    assert "Kies iemand anders" in words(answer)
    assert fresh(again).state == State.SUBMITTED


def test_the_mail_goes_to_whom_the_page_says(client, anna):
    made = ready(State.POTENTIAL)
    assert EMAIL in words(client.get(url(made, Action.INVITE)))
    assert do(client, made, Action.INVITE, {}).status_code == 302
    assert [mail.recipient for mail in mails()] == [EMAIL]
