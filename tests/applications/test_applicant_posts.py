"""What somebody without an account can make happen by direct POST, in every state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.applications import personal_links, transitions
from initiatives.applications.choices import Role
from initiatives.applications.deeds import Deed
from initiatives.applications.desk.deed_forms import FORMS
from initiatives.applications.models import Supplement
from initiatives.applications.states import State
from tests.applications.answering import LONG
from tests.applications.cases import fresh
from tests.applications.consultations import path_of
from tests.applications.desking import REASON, asked, party, ready, url, with_answers
from tests.applications.sent import address
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def path(made, deed):
    """Return where an applicant does this."""
    token = personal_links.token_for(personal_links.RESUME, made)
    if deed == Deed.SUBMIT:
        return f"/koploper-worden/verder/{token}/versturen/"
    if deed == Deed.WITHDRAW and made.state == State.DRAFT:
        return f"/koploper-worden/{token}/intrekken/"
    part = {
        Deed.WITHDRAW: "intrekken/",
        Deed.REAPPLY: "opnieuw/",
        Deed.SEND_SUPPLEMENT: "aanvulling/",
    }[deed]
    return address(made, part)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", [Deed.SUBMIT, Deed.SEND_SUPPLEMENT, Deed.WITHDRAW, Deed.REAPPLY])
def test_an_applicant_can_do_exactly_what_the_table_says(client, deed, state):
    made = with_answers(state)
    Supplement.objects.create(
        application=made,
        question="Hoe werken jullie precies samen?",
        opened=["c1_uitleg"],
        deadline=timezone.localdate() + timedelta(days=14),
    )
    row = transitions.row_of(deed, state)
    is_theirs = row is not None and Role.APPLICANT in row.roles
    said = {"actie": "verstuur", "antwoord": "We overleggen elke week.", "c1_uitleg": LONG}
    client.post(path(made, deed), said)
    there = fresh(made)
    if is_theirs:
        assert there.state == (row.target or state)
        assert made.events.filter(kind=deed).exists()
        assert there.followed_by.exists() == (deed == Deed.REAPPLY)
    else:
        assert there.state == state
        assert not made.events.filter(kind__in=[deed]).exists()
        assert not there.followed_by.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_the_link_of_the_form_withdraws_nothing_but_a_draft(client, state):
    made = with_answers(state)
    token = personal_links.token_for(personal_links.RESUME, made)
    client.post(f"/koploper-worden/{token}/intrekken/")
    assert fresh(made).state == state


@pytest.mark.parametrize("state", State)
def test_a_party_moves_nothing_whatever_the_state(client, state):
    made = with_answers(state)
    advice = asked(made)
    client.post(path_of(advice), {"advies": "positief", "toelichting": "Goed."})
    advice.refresh_from_db()
    assert (advice.value == "positief") == (state == State.IN_CONSULTATION)
    assert fresh(made).state == state


@pytest.mark.parametrize("group", [None, "Auteur", "Beheerder Facilitators Pool"])
@pytest.mark.parametrize("deed", FORMS)
def test_who_may_see_no_applications_does_nothing_with_them(client, group, deed):
    if group:
        client.force_login(UserFactory(groups=[group]))
    row = next(row for row in transitions.TRANSITIONS if row.deed == deed)
    made = ready(row.sources[0], verdicts="VVNN" if deed == Deed.REJECT else "VVVV")
    said = {"reason": REASON, "parties": [party().pk], "step": "doen", "no_mail": "on"}
    answer = client.post(url(made, deed), said)
    if group:
        assert answer.status_code == 403
        assert "Je mag de aanmeldingen voor Koplopers niet bekijken" in answer.content.decode()
    else:
        assert "/login/" in answer["Location"]
    assert fresh(made).state == row.sources[0]
    assert not made.events.exists()
