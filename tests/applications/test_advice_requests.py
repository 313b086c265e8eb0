"""Asking others for advice: who, how long, and what an adviser can do meanwhile."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from initiatives.applications.consultation import advice_requests, advice_status
from initiatives.applications.models import AdviceParty
from initiatives.applications.models.choices import AdviceValue, Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply, obstacles, preview
from initiatives.applications.workflow.errors import InvalidState, NotAllowed, PermissionDenied
from initiatives.models import EmployerOrganisation
from tests.applications.cases import adviser, fresh, mails
from tests.applications.consultations import VWS, asked, consulted, path_of, ready

pytestmark = pytest.mark.django_db

MINISTRIES = ["Ministerie van OCW", "Ministerie van SZW", "Ministerie van VWS"]


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to("2019-03-26 12:00+01:00")


def names(parties):
    return sorted(party.name for party in parties)


def kinds(application):
    return list(application.events.order_by("pk").values_list("kind", flat=True))


def test_the_organisations_of_the_regions_the_one_named_and_the_ministries_are_asked():
    viazorg = EmployerOrganisation.objects.get(name="Viazorg")
    made = ready(("Twente", "Rijnmond"), employer_organisation=viazorg)
    expected = ["Viazorg", "WGV Zorg en Welzijn", "deRotterdamseZorg", *MINISTRIES]
    assert names(advice_requests.default_parties(made)) == sorted(expected)


def test_an_organisation_that_is_named_and_works_in_two_of_the_regions_is_asked_once():
    transvorm = EmployerOrganisation.objects.get(name="Transvorm")
    made = ready(("West-Brabant", "Midden-Brabant"), employer_organisation=transvorm)
    assert names(advice_requests.default_parties(made)) == [*MINISTRIES, "Transvorm"]


def test_a_region_without_an_organisation_and_one_out_of_use_leave_the_ministries():
    # Friesland has ZorgpleinNoord; Venturaplus is known from older sources only.
    assert names(advice_requests.default_parties(ready(("Flevoland",)))) == MINISTRIES
    assert names(advice_requests.default_parties(ready(("Friesland",)))) == [
        *MINISTRIES,
        "ZorgpleinNoord",
    ]


def test_each_gets_a_mail_with_its_own_link_and_ten_working_days():
    made = consulted()
    assert made.state == State.IN_CONSULTATION
    assert [row.due_on for row in made.advices.all()] == [date(2019, 4, 9)] * 4
    sent = mails("M8")
    assert sorted(mail.recipient for mail in sent) == sorted(
        made.advices.values_list("party__email", flat=True)
    )
    for row in made.advices.all():
        mail = next(mail for mail in sent if mail.recipient == row.party.email)
        assert path_of(row) in mail.text
        assert "dinsdag 9 april 2019" in mail.text
        assert mail.subject == "Advies gevraagd over Leerlijn"
        assert mail.is_private


def test_the_log_says_who_was_asked_and_who_was_left_out():
    made = consulted(VWS)
    event = made.events.get(kind="consult")
    vws = AdviceParty.objects.get(name=VWS)
    assert event.details["asked"] == [vws.pk]
    left_out = AdviceParty.objects.filter(pk__in=event.details["left_out"])
    assert names(left_out) == [*MINISTRIES[:2], "WGV Zorg en Welzijn"]
    assert [row["verdict"] for row in event.details["judgements"]].count("voldoet") == 3


def test_nobody_is_asked_who_cannot_be_reached():
    made = ready()
    AdviceParty.objects.filter(name=VWS).update(email="")
    vws = AdviceParty.objects.filter(name=VWS)
    said = obstacles(made, Action.CONSULT, adviser(), parties=vws)
    assert said == [
        "Er is nog geen e-mailadres van Ministerie van VWS. Vul het in bij ‘Adviespartijen’, of "
        "vraag deze partij niet."
    ]
    nobody = AdviceParty.objects.none()
    assert obstacles(made, Action.CONSULT, adviser(), parties=nobody) == [
        "Kies minstens één partij."
    ]


def test_a_preview_shows_every_mail_and_opens_nothing():
    made = ready()
    seen = preview(made, Action.CONSULT, adviser())
    assert len(seen.posts) == 4
    assert "persoonlijke-link" in seen.posts[0].letter.text()
    assert not made.advices.exists()
    assert not mails("M8")


def test_a_second_round_asks_anew_and_only_that_one_counts():
    made = consulted(VWS)
    first = asked(made)
    apply(made, Action.BACK_TO_REVIEW, adviser(), reason="Er zijn nieuwe feiten.")
    made = apply(made, Action.CONSULT, adviser())
    assert sorted(made.advices.values_list("round", flat=True)) == [1, 2, 2, 2, 2]
    assert first not in advice_status.of_this_round(made)
    with pytest.raises(InvalidState):
        advice_requests.give(first, AdviceValue.POSITIVE, "")


def test_an_advice_is_kept_with_who_and_when_and_given_once():
    made = consulted()
    advice_requests.give(asked(made), AdviceValue.POSITIVE, "  Mooi initiatief. ")
    row = asked(made)
    assert (row.value, row.text) == (AdviceValue.POSITIVE, "Mooi initiatief.")
    event = made.events.latest("pk")
    assert (event.kind, event.role) == ("advice_given", Role.MINISTRY)
    assert event.details == {"party": row.party_id, "value": "positief", "mails": ["M8b"]}
    thanks = mails("M8b")[0]
    assert thanks.recipient == row.party.email
    assert "Mooi initiatief" not in thanks.text
    with pytest.raises(InvalidState):
        advice_requests.give(row, AdviceValue.NONE, "")
    assert asked(made).value == AdviceValue.POSITIVE


def test_a_negative_advice_says_why_and_needs_a_reaction_before_admission():
    made = consulted(VWS)
    with pytest.raises(NotAllowed, match="Leg uit waarom"):
        advice_requests.give(asked(made), AdviceValue.NEGATIVE, "  ")
    advice_requests.give(asked(made), AdviceValue.NEGATIVE, "De aanpak is niet nieuw.")
    other = adviser()
    sentence = "Schrijf eerst een reactie op het negatieve advies van Ministerie van VWS."
    assert sentence in obstacles(made, Action.ADMIT, other)
    with pytest.raises(NotAllowed):
        advice_requests.react(asked(made), other, " ")
    advice_requests.react(asked(made), other, "De combinatie is wel nieuw.")
    assert obstacles(made, Action.ADMIT, other, reason="") == []
    assert made.events.latest("pk").told["reaction"] == "De combinatie is wel nieuw."


def test_only_a_negative_advice_gets_a_reaction_and_only_before_the_decision():
    made = consulted(VWS)
    advice_requests.give(asked(made), AdviceValue.POSITIVE, "")
    with pytest.raises(InvalidState):
        advice_requests.react(asked(made), adviser(), "Dank.")
    made = consulted(VWS)
    advice_requests.give(asked(made), AdviceValue.NEGATIVE, "Niet nieuw.")
    apply(
        made, Action.REJECT, adviser(), reason="Het advies van het ministerie is overtuigend. " * 2
    )
    with pytest.raises(InvalidState):
        advice_requests.react(asked(made), adviser(), "Toch nieuw.")


def test_deciding_early_takes_a_reason_and_a_term_that_is_over_does_not(time_machine):
    made = consulted(VWS)
    said = obstacles(made, Action.ADMIT, adviser(), reason="")
    assert "kan nog komen tot en met dinsdag 9 april 2019" in said[0]
    assert obstacles(made, Action.ADMIT, adviser(), reason="Het ministerie belde.") == []
    time_machine.move_to("2019-04-10 12:00+02:00")
    assert obstacles(made, Action.ADMIT, adviser(), reason="") == []


def test_who_declared_an_interest_or_is_asked_no_more_is_not_waited_for():
    made = consulted(VWS, "WGV Zorg en Welzijn")
    advice_requests.declare_conflict(asked(made, "WGV Zorg en Welzijn"))
    advice_requests.revoke(asked(made), adviser(), "Dubbel gevraagd.")
    assert obstacles(made, Action.ADMIT, adviser(), reason="") == []
    assert kinds(made)[-2:] == ["advice_conflict", "advice_revoked"]
    assert made.events.latest("pk").reason == "Dubbel gevraagd."


def test_a_new_link_replaces_the_former_and_begins_a_term_that_was_over_anew(time_machine):
    made = consulted(VWS)
    former = asked(made)
    advice_requests.renew(former, adviser())
    assert asked(made).key != former.key
    assert asked(made).due_on == former.due_on
    with pytest.raises(InvalidState):
        advice_requests.give(former, AdviceValue.POSITIVE, "")
    time_machine.move_to("2019-06-03 12:00+02:00")
    advice_requests.renew(former, adviser())
    assert asked(made).due_on == date(2019, 6, 18)  # Whit Monday is off
    assert path_of(asked(made)) in mails("M8")[-1].text


def test_a_question_that_was_taken_back_can_be_asked_again():
    made = consulted(VWS)
    advice_requests.revoke(asked(made), adviser(), "Toch niet nodig.")
    advice_requests.renew(asked(made), adviser())
    advice_requests.give(asked(made), AdviceValue.NONE, "")
    assert asked(made).value == AdviceValue.NONE


def test_others_can_be_asked_while_it_runs_and_nobody_twice():
    made = consulted(VWS)
    advice_requests.ask_more(made, adviser(), advice_requests.default_parties(made))
    assert made.advices.count() == 4
    assert len(mails("M8")) == 4
    assert set(made.advices.values_list("round", flat=True)) == {1}


@pytest.mark.parametrize(
    "action", [advice_requests.revoke, advice_requests.renew, advice_requests.remind]
)
def test_only_advisers_follow_it_and_only_while_it_runs(action):
    made = consulted(VWS)
    with pytest.raises(PermissionDenied):
        action(asked(made), APPLICANT, "Zo is het.")
    apply(made, Action.BACK_TO_REVIEW, adviser(), reason="Nieuwe feiten.")
    with pytest.raises(InvalidState):
        action(asked(made), adviser(), "Zo is het.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_stops_waiting_for_an_advice_without_saying_why(reason):
    made = consulted(VWS)
    with pytest.raises(NotAllowed, match="Schrijf op waarom"):
        advice_requests.revoke(asked(made), adviser(), reason)
    assert asked(made).revoked_at is None
    assert obstacles(made, Action.ADMIT, adviser(), reason="")


def test_the_silent_are_reminded_before_the_last_day_and_after_it(time_machine):
    made = consulted(VWS, "WGV Zorg en Welzijn")
    advice_requests.give(asked(made, "WGV Zorg en Welzijn"), AdviceValue.POSITIVE, "")
    reminders = []
    for day in range(1, 40):
        time_machine.move_to(f"{date(2019, 3, 26) + timedelta(days=day)} 08:00+02:00")
        before = len(mails("M8"))
        advice_requests.remind_the_silent()
        advice_requests.remind_the_silent()
        reminders += [timezone.localdate()] * (len(mails("M8")) - before)
    assert reminders == [date(2019, 4, 4), date(2019, 4, 10)]
    assert mails("M8")[-1].recipient == asked(made).party.email
    assert mails("M8")[-1].subject == "Herinnering: advies over Leerlijn"
    assert made.events.filter(kind="advice_reminded", role=Role.SYSTEM).count() == 2


def test_nobody_is_reminded_of_what_is_over(time_machine):
    made = consulted()
    apply(made, Action.WITHDRAW, APPLICANT)
    time_machine.move_to("2019-04-08 12:00+02:00")
    advice_requests.remind_the_silent()
    assert len(mails("M8")) == 4


def test_an_adviser_reminds_by_hand_with_the_same_link():
    made = consulted(VWS)
    advice_requests.remind(asked(made), adviser())
    assert path_of(asked(made)) in mails("M8")[-1].text
    assert fresh(made).state == State.IN_CONSULTATION


def test_advice_is_overdue_the_day_after_its_last_one(time_machine):
    made = consulted(VWS)
    time_machine.move_to("2019-04-09 23:00+02:00")
    assert not advice_requests.is_overdue(asked(made))
    time_machine.move_to("2019-04-10 00:30+02:00")
    assert advice_requests.is_overdue(asked(made))
    advice_requests.give(asked(made), AdviceValue.POSITIVE, "")
    assert not advice_requests.is_overdue(asked(made))
