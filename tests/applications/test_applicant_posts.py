"""What somebody without an account can make happen by direct POST, in every state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.applications import transitions
from initiatives.applications.desk.action_forms import FORMS
from initiatives.applications.models import Supplement
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import Action
from tests.applications.answering import LONG
from tests.applications.cases import fresh
from tests.applications.consultations import path_of
from tests.applications.desk import REASON, asked, party, ready, url, with_answers
from tests.applications.sent import address
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("terms")


def path(made, action):
    """Return where an applicant does this."""
    token = personal_links.token_for(personal_links.RESUME, made)
    if action == Action.SUBMIT:
        return f"/koploper-worden/verder/{token}/versturen/"
    if action == Action.WITHDRAW and made.state == State.DRAFT:
        return f"/koploper-worden/{token}/intrekken/"
    part = {
        Action.WITHDRAW: "intrekken/",
        Action.REAPPLY: "opnieuw/",
        Action.SEND_SUPPLEMENT: "aanvulling/",
    }[action]
    return address(made, part)


@pytest.mark.parametrize(
    "action", [Action.SUBMIT, Action.SEND_SUPPLEMENT, Action.WITHDRAW, Action.REAPPLY]
)
def test_an_applicant_can_do_exactly_what_the_table_says(client, action):
    for state in State:
        made = with_answers(state)
        Supplement.objects.create(
            application=made,
            question="Hoe werken jullie precies samen?",
            opened=["c1_uitleg"],
            deadline=timezone.localdate() + timedelta(days=14),
        )
        row = transitions.row_of(action, state)
        is_theirs = row is not None and Role.APPLICANT in row.roles
        said = {"actie": "verstuur", "antwoord": "We overleggen elke week.", "c1_uitleg": LONG}
        client.post(path(made, action), said)
        assert fresh(made).state == ((row.target if is_theirs else None) or state), state
        assert made.events.filter(kind=action).exists() == is_theirs, state
        assert made.followed_by.exists() == (is_theirs and action == Action.REAPPLY), state


def test_the_link_of_the_form_withdraws_nothing_but_a_draft(client):
    for state in set(State) - {State.DRAFT}:
        made = with_answers(state)
        token = personal_links.token_for(personal_links.RESUME, made)
        client.post(f"/koploper-worden/{token}/intrekken/")
        assert fresh(made).state == state


def test_a_party_moves_nothing_whatever_the_state(client):
    for state in State:
        made = with_answers(state)
        advice = asked(made)
        client.post(path_of(advice), {"advies": "positief", "toelichting": "Goed."})
        advice.refresh_from_db()
        assert (advice.value == "positief") == (state == State.IN_CONSULTATION)
        assert fresh(made).state == state


@pytest.mark.parametrize("group", [None, "Auteur", "Beheerder Facilitators Pool"])
def test_who_may_see_no_applications_does_nothing_with_them(client, group):
    if group:
        client.force_login(UserFactory(groups=[group]))
    said = {"reason": REASON, "parties": [party().pk], "step": "doen", "no_mail": "on"}
    made = {}
    for action in FORMS:
        row = next(row for row in transitions.TRANSITIONS if row.action == action)
        world = (row.sources[0], "VVNN" if action == Action.REJECT else "VVVV")
        if world not in made:
            made[world] = ready(world[0], verdicts=world[1])
        answer = client.post(url(made[world], action), said)
        if group:
            assert answer.status_code == 403
            assert "Je mag de aanmeldingen voor Koplopers niet bekijken" in answer.text
        else:
            assert "/login/" in answer["Location"]
    for (state, _), one in made.items():
        assert fresh(one).state == state
        assert not one.events.exists()
