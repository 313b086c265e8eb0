"""Registering for a meeting: places, waiting list, confirming, signing off, running late."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core import generation, limits
from initiatives.events import places, services
from initiatives.events.models import Cancellation, EventPage, NewDetails, Registration
from initiatives.events.services import AnswerRefused, RegistrationRefused
from tests.events.registering import (
    State,
    attendee,
    mails_to,
    register,
    registration_of,
    signed_up,
    state_of,
    subjects_to,
)
from tests.factories import EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

NOW = "2019-03-12T13:30:00+01:00"


@pytest.fixture(autouse=True)
def _in_march_2019():
    with time_machine.travel(NOW, tick=False):
        yield


def meeting(**fields):
    return EventPageFactory(**{"starts_at": timezone.now() + timedelta(days=28), **fields})


def change(event, **fields):
    """Change a meeting as publishing a new version does, without what follows from it."""
    EventPage.objects.filter(pk=event.pk).update(**fields)


def history_of(registration):
    entries = ModelLogEntry.objects.for_instance(registration).order_by("timestamp", "pk")
    return [entry.action.removeprefix("events.registration.") for entry in entries]


# The way in


def test_who_registers_holds_a_place_for_two_days_and_gets_a_link_to_confirm():
    anna = signed_up(meeting(capacity=20))
    assert anna.state == State.REGISTERED
    assert anna.expires_at == timezone.now() + timedelta(hours=48)
    (mail,) = mails_to(anna.email)
    assert mail.kind == "M16"
    assert mail.subject == "Bevestig je aanmelding voor dinsdag 9 april 2019"
    assert "vóór donderdag 14 maart 13.30 uur" in mail.text
    assert history_of(anna) == ["register"]


def test_a_place_is_held_for_one_day_while_few_are_left():
    anna = signed_up(meeting(capacity=9))
    assert anna.expires_at == timezone.now() + timedelta(hours=24)


def test_one_network_holds_so_many_places_of_a_meeting_and_no_more(settings):
    settings.LIMITS = {**settings.LIMITS, "place": {"network": [(2, timedelta(hours=6))]}}
    full, other = meeting(capacity=20), meeting(capacity=20)
    without_limit = meeting(capacity=None)
    for nth in range(2):
        register(full, attendee(f"{nth}@voorbeeld.example"), network="192.0.2.1")
    with pytest.raises(limits.TooOften):
        register(full, attendee("nog-een@voorbeeld.example"), network="192.0.2.1")
    register(full, attendee("nog-een@voorbeeld.example"), network="192.0.2.2")
    for nth in range(3):
        register(without_limit, attendee(f"{nth}@voorbeeld.example"), network="192.0.2.1")
    register(other, attendee("nog-een@voorbeeld.example"), network="192.0.2.1")


def test_a_place_is_held_no_longer_than_until_the_meeting_begins():
    starts_at = timezone.now() + timedelta(hours=5)
    event = meeting(starts_at=starts_at, registration_closes_at=starts_at)
    assert signed_up(event).expires_at == starts_at


def test_a_full_meeting_puts_the_next_person_on_the_waiting_list():
    event = meeting(capacity=1)
    signed_up(event, "eerste@voorbeeld.example")
    tweede = signed_up(event, "tweede@voorbeeld.example")
    assert tweede.state == State.WAITING
    (mail,) = mails_to(tweede.email)
    assert mail.kind == "M18"
    assert mail.subject == "Je staat op de wachtlijst voor dinsdag 9 april 2019"
    assert history_of(tweede) == ["wait"]


def test_without_a_limit_everybody_gets_a_place():
    event = meeting(capacity=None)
    states = {signed_up(event, f"{n}@voorbeeld.example").state for n in range(12)}
    assert states == {State.REGISTERED}


@pytest.mark.parametrize(
    ("fields", "door"),
    [
        ({"capacity": 0, "has_waiting_list": False}, "full"),
        ({"register_by": "elders"}, "elsewhere"),
        ({"register_by": "niet"}, "not_needed"),
        ({"live": False}, "closed"),
    ],
)
def test_nobody_registers_where_the_door_is_not_open(fields, door):
    event = meeting()
    change(event, **fields)
    with pytest.raises(RegistrationRefused) as refused:
        services.register(event, attendee())
    assert refused.value.registration_status == door
    assert not Registration.objects.exists()


def test_nobody_registers_for_a_meeting_that_is_off():
    event = meeting()
    Cancellation.objects.create(event=event)
    with pytest.raises(RegistrationRefused) as refused:
        services.register(event, attendee())
    assert refused.value.registration_status == "cancelled"


def test_a_page_read_long_ago_does_not_open_a_door_that_closed():
    event = meeting()
    assert event.registration_status == "open"
    change(event, starts_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(RegistrationRefused) as refused:
        services.register(event, attendee())
    assert refused.value.registration_status == "past"


def test_a_free_place_is_not_given_past_the_waiting_list():
    event = meeting(capacity=1)
    signed_up(event, "eerste@voorbeeld.example")
    tweede = signed_up(event, "tweede@voorbeeld.example")
    change(event, capacity=2)
    derde = signed_up(event, "derde@voorbeeld.example")
    assert state_of(tweede) == State.OFFERED
    assert derde.state == State.WAITING


def test_a_place_that_was_not_confirmed_is_given_away_without_the_worker():
    event = meeting(capacity=1)
    anna = signed_up(event)
    with time_machine.travel(timezone.now() + timedelta(hours=48), tick=False):
        bert = signed_up(event, "bert@voorbeeld.example")
    assert bert.state == State.REGISTERED
    assert state_of(anna) == State.LAPSED


# The same address again


def test_the_same_address_in_any_case_registers_once():
    event = meeting()
    signed_up(event, "Anna@Voorbeeld.example")
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        services.register(event, attendee("anna@voorbeeld.EXAMPLE", first_name="Vreemde"))
    assert event.registrations.count() == 1
    _first, second = mails_to("anna@voorbeeld.example")
    assert second.subject == "Je aanmelding voor dinsdag 9 april 2019"
    assert "/bevestigen/" in second.text
    assert second.text.startswith("Beste Anna,")
    assert "Vreemde van der Test is niet aangemeld" in second.text


def test_a_second_person_at_a_shared_address_is_named_at_once_and_once():
    event = meeting()
    signed_up(event, "planning@voorbeeld.example")
    form = uuid.uuid4()
    for name in ("Henk", "Henk", "https://reclame.example"):
        services.register(event, attendee("planning@voorbeeld.example", first_name=name), form)
    assert event.registrations.count() == 1
    _, henk, link = [mail.text for mail in mails_to("planning@voorbeeld.example")]
    assert "Henk van der Test is niet aangemeld" in henk
    assert "De persoon die is ingevuld is niet aangemeld" in link
    assert "reclame" not in link


@pytest.mark.parametrize(
    ("state", "words", "link"),
    [
        (State.REGISTERED, "Bevestig die nog", "/bevestigen/"),
        (State.OFFERED, "Bevestig die nog", "/bevestigen/"),
        (State.CONFIRMED, "je aanmelding is bevestigd", "/aanmelding/"),
        (State.WAITING, "Je staat al op de wachtlijst", "/aanmelding/"),
    ],
)
def test_who_fills_in_the_form_again_gets_the_link_that_fits(state, words, link):
    event = meeting(capacity=0 if state == State.WAITING else 1)
    anna = RegistrationFactory(
        event=event, state=state, created_at=timezone.now() - timedelta(hours=3)
    )
    services.register(anna.event, attendee(anna.email))
    (mail,) = mails_to(anna.email)
    assert words in mail.text
    assert link in mail.text
    assert "/nieuwe-antwoorden/" in mail.text
    assert ("/bevestigen/" in mail.text) == (link == "/bevestigen/")


def test_every_form_that_is_sent_again_is_answered_at_once():
    event = meeting()
    anna = signed_up(event)
    for number in range(3):
        services.register(event, attendee(needs="Graag een schrijftolk" if number else ""))
        assert len(mails_to(anna.email)) == number + 2


def test_a_double_click_on_a_form_that_is_sent_again_brings_one_mail():
    event, again = meeting(), uuid.uuid4()
    signed_up(event)
    for _ in range(2):
        services.register(event, attendee(needs="Graag een schrijftolk"), again)
    assert len(mails_to("anna@voorbeeld.example")) == 2
    assert NewDetails.objects.count() == 1


def test_a_need_typed_after_going_back_to_the_same_form_waits_as_well():
    event, form = meeting(), uuid.uuid4()
    services.register(event, attendee(), form)
    services.register(event, attendee(needs="Graag een schrijftolk"), form)
    assert NewDetails.objects.get().needs == "Graag een schrijftolk"
    assert "andere antwoorden" in mails_to("anna@voorbeeld.example")[-1].text


def test_what_was_filled_in_again_replaces_nothing_until_somebody_says_so():
    event = meeting()
    anna = RegistrationFactory(event=event, needs="")
    services.register(event, attendee(anna.email, needs="Graag een schrijftolk"))
    anna.refresh_from_db()
    assert anna.needs == ""
    new = anna.new_details.get()
    assert "schrijftolk" not in mails_to(anna.email)[-1].text  # anybody can have typed it
    services.take_over(anna, new.pk)
    anna.refresh_from_db()
    assert (anna.needs, anna.first_name) == ("Graag een schrijftolk", "Anna")
    assert not anna.new_details.exists()
    assert mails_to(anna.email)[-1].subject == (
        "Je gegevens voor dinsdag 9 april 2019 zijn veranderd"
    )
    assert "schrijftolk" in mails_to(anna.email)[-1].text
    assert history_of(anna)[-2:] == ["again", "change"]


def test_who_takes_new_answers_over_before_confirming_has_confirmed_as_well():
    event = meeting()
    anna = signed_up(event)
    services.register(event, attendee(needs="Graag een schrijftolk"))
    services.take_over(anna, anna.new_details.get().pk)
    assert state_of(anna) == State.CONFIRMED
    assert registration_of(event, anna.email).needs == "Graag een schrijftolk"
    assert mails_to(anna.email)[-1].subject.startswith("Je bent aangemeld")


def test_what_was_filled_in_later_still_waits_and_what_is_left_out_changes_nothing():
    event = meeting()
    anna = RegistrationFactory(event=event)
    for needs in ("Een tolk", "Een rolstoelplek"):
        services.register(event, attendee(anna.email, needs=needs))
    first, second = anna.new_details.all()
    services.take_over(anna, first.pk)
    assert list(anna.new_details.all()) == [second]
    services.leave_out(anna, second.pk)
    services.take_over(anna, second.pk)
    assert registration_of(event, anna.email).needs == "Een tolk"


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED])
def test_who_is_not_registered_any_more_changes_nothing(state):
    anna = RegistrationFactory(event=meeting(), state=state, needs="")
    with pytest.raises(AnswerRefused):
        services.change_details(anna, attendee(needs="Een tolk").details)
    with pytest.raises(AnswerRefused):
        services.take_over(anna, 1)
    anna.refresh_from_db()
    assert anna.needs == ""


def test_who_changes_details_by_the_own_link_gets_a_mail_with_what_we_know_now():
    anna = RegistrationFactory(event=meeting())
    services.change_details(anna, attendee(needs="Graag een schrijftolk").details)
    mail = mails_to(anna.email)[-1]
    assert "Graag een schrijftolk" in mail.text
    assert history_of(anna) == ["change"]


NOBODY_CAN = [
    ({"capacity": 0, "has_waiting_list": False}, "vol en er is geen wachtlijst"),
    ({"registration_closes_at": "2019-03-12T13:30:00+01:00"}, "is voorbij"),
    ({"register_by": "elders"}, "op een andere website"),
    ({"register_by": "niet"}, "niet nodig"),
    ({"starts_at": "2019-03-12T13:30:00+01:00"}, "begonnen"),
]


@pytest.mark.parametrize(("fields", "said"), NOBODY_CAN)
def test_a_form_that_comes_too_late_is_answered_by_mail_for_known_and_unknown(fields, said):
    event = meeting()
    known = RegistrationFactory(event=event, email="bekend@voorbeeld.example")
    change(event, **fields)
    for email in ("bekend@voorbeeld.example", "onbekend@voorbeeld.example"):
        with pytest.raises(RegistrationRefused):
            services.register(event, attendee(email, needs="Graag een schrijftolk"))
    (told,) = mails_to("bekend@voorbeeld.example")
    (refused,) = mails_to("onbekend@voorbeeld.example")
    assert said in refused.text
    assert refused.is_private
    assert "/aanmelding/" in told.text
    is_to_come = "starts_at" not in fields
    assert known.new_details.exists() == is_to_come


def test_a_form_for_a_meeting_that_is_off_is_answered_as_well():
    event = meeting()
    RegistrationFactory(event=event, email="bekend@voorbeeld.example")
    Cancellation.objects.create(event=event)
    for email in ("bekend@voorbeeld.example", "onbekend@voorbeeld.example"):
        with pytest.raises(RegistrationRefused):
            services.register(event, attendee(email))
        assert "gaat niet door" in mails_to(email)[-1].text


def test_who_signed_off_or_lapsed_may_come_back():
    event = meeting()
    for state in (State.CANCELLED, State.LAPSED):
        RegistrationFactory(event=event, email="anna@voorbeeld.example", state=state)
    assert signed_up(event).state == State.REGISTERED


def test_one_address_may_come_to_two_meetings():
    assert signed_up(meeting()).state == signed_up(meeting()).state == State.REGISTERED


def test_the_same_form_sent_twice_takes_the_last_place_once_and_refuses_nothing():
    event = meeting(capacity=1, has_waiting_list=False)
    form = Registration().key
    services.register(event, attendee(), form)
    services.register(event, attendee(), form)
    assert event.registrations.count() == 1
    assert len(mails_to("anna@voorbeeld.example")) == 1


def test_a_form_of_ones_own_does_not_tell_whether_another_address_is_known():
    event = meeting(capacity=2, has_waiting_list=False)
    form = Registration().key
    services.register(event, attendee("ik@voorbeeld.example"), form)
    services.register(event, attendee("bekend@voorbeeld.example"))
    for address in ("bekend@voorbeeld.example", "onbekend@voorbeeld.example"):
        with pytest.raises(RegistrationRefused):
            services.register(event, attendee(address), form)


def test_a_form_that_was_sent_before_can_register_somebody_else():
    event = meeting()
    form = Registration().key
    services.register(event, attendee("een@voorbeeld.example"), form)
    services.register(event, attendee("twee@voorbeeld.example"), form)
    services.register(meeting(), attendee("een@voorbeeld.example"), form)
    assert Registration.objects.count() == 3


# Confirming


def test_who_confirms_gets_time_place_and_a_file_for_the_calendar():
    anna = signed_up(meeting(venue="De Werkplaats", address="Voorbeeldstraat 1, Utrecht"))
    services.confirm(anna)
    assert state_of(anna) == State.CONFIRMED
    mail = mails_to(anna.email)[-1]
    assert mail.kind == "M17"
    assert mail.subject == "Je bent aangemeld voor dinsdag 9 april 2019, regio Midden"
    assert "dinsdag 9 april 2019, 14.30 tot 18.00 uur" in mail.text
    assert "De Werkplaats, Voorbeeldstraat 1, Utrecht" in mail.text
    assert "BEGIN:VEVENT" in mail.calendar
    assert history_of(anna) == ["register", "confirm"]


def test_the_link_to_take_part_online_comes_with_the_confirmation_and_no_sooner():
    anna = signed_up(meeting(is_online=True, online_url="https://meedoen.example/zaal"))
    services.confirm(anna)
    first, second = mails_to(anna.email)
    assert "meedoen.example" not in first.text + first.html + first.calendar
    assert "https://meedoen.example/zaal" in second.text
    assert "https://meedoen.example/zaal" in second.calendar


def test_an_online_meeting_without_a_link_says_that_it_will_come():
    anna = signed_up(meeting(is_online=True))
    services.confirm(anna)
    assert "De link om mee te doen sturen we je nog" in mails_to(anna.email)[-1].text


def test_confirming_twice_is_confirming_once():
    anna = signed_up(meeting())
    services.confirm(anna)
    services.confirm(anna)
    assert len(mails_to(anna.email)) == 2
    assert history_of(anna) == ["register", "confirm"]


def test_at_the_moment_the_time_is_over_confirming_is_too_late():
    anna = signed_up(meeting())
    with time_machine.travel(anna.expires_at, tick=False), pytest.raises(AnswerRefused) as refused:
        services.confirm(anna)
    assert refused.value.registration.state == State.LAPSED
    # Also in the database: the refusal undid nothing.
    assert state_of(anna) == State.LAPSED
    assert subjects_to(anna.email)[-1] == ("Je aanmelding voor dinsdag 9 april 2019 is vervallen")


def test_just_before_the_time_is_over_confirming_works():
    anna = signed_up(meeting())
    with time_machine.travel(anna.expires_at - timedelta(seconds=1), tick=False):
        services.confirm(anna)
    assert state_of(anna) == State.CONFIRMED


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED, State.LAPSED])
def test_what_is_not_held_cannot_be_confirmed(state):
    anna = RegistrationFactory(event=meeting(capacity=0), state=state)
    with pytest.raises(AnswerRefused):
        services.confirm(anna)
    assert state_of(anna) == state


def test_a_place_at_a_meeting_that_is_off_cannot_be_confirmed():
    anna = signed_up(meeting())
    Cancellation.objects.create(event=anna.event)
    with pytest.raises(AnswerRefused):
        services.confirm(anna)


def test_a_place_can_be_confirmed_while_the_page_is_offline_without_a_file():
    anna = signed_up(meeting())
    anna.event.unpublish()
    services.confirm(anna)
    assert state_of(anna) == State.CONFIRMED
    assert mails_to(anna.email)[-1].calendar == ""


def test_the_longest_day_and_region_fit_in_the_subject_of_a_mail():
    starts_at = datetime(2019, 9, 26, 11, 30, tzinfo=UTC)
    event = meeting(capacity=1, starts_at=starts_at, region="noord-oost")
    anna, bert = signed_up(event), signed_up(event, "bert@voorbeeld.example")
    services.confirm(anna)
    services.cancel(anna)
    with time_machine.travel(timezone.now() + timedelta(hours=48), tick=False):
        places.lapse_overdue()
    subjects = subjects_to(anna.email) + subjects_to(bert.email)
    assert subjects == [
        "Bevestig je aanmelding voor donderdag 26 september 2019",
        "Je bent aangemeld voor donderdag 26 september 2019, regio Noord-Oost",
        "Je bent afgemeld voor donderdag 26 september 2019",
        "Je staat op de wachtlijst voor donderdag 26 september 2019",
        "Er is een plek vrij op donderdag 26 september 2019",
        "Je aanmelding voor donderdag 26 september 2019 is vervallen",
    ]


# Signing off


def test_who_signs_off_gets_a_mail_and_the_first_who_waits_gets_the_place():
    event = meeting(capacity=1)
    anna = RegistrationFactory(event=event)
    waiting = [signed_up(event, f"{n}@voorbeeld.example") for n in ("b", "c")]
    services.cancel(anna)
    assert state_of(anna) == State.CANCELLED
    assert subjects_to(anna.email) == ["Je bent afgemeld voor dinsdag 9 april 2019"]
    assert [state_of(one) for one in waiting] == [State.OFFERED, State.WAITING]
    mail = mails_to(waiting[0].email)[-1]
    assert mail.subject == "Er is een plek vrij op dinsdag 9 april 2019"
    assert "vóór donderdag 14 maart 13.30 uur" in mail.text
    assert history_of(waiting[0]) == ["wait", "offer"]


def test_signing_off_twice_is_signing_off_once():
    anna = signed_up(meeting())
    services.cancel(anna)
    services.cancel(anna)
    assert len(mails_to(anna.email)) == 2
    assert history_of(anna) == ["register", "cancel"]


def test_who_waits_can_leave_the_waiting_list():
    event = meeting(capacity=0)
    anna = signed_up(event)
    services.cancel(anna)
    assert state_of(anna) == State.CANCELLED
    assert "niet meer op de wachtlijst" in mails_to(anna.email)[-1].text


def test_nobody_signs_off_once_the_meeting_has_begun():
    anna = RegistrationFactory(event=meeting())
    with time_machine.travel(anna.event.starts_at, tick=False), pytest.raises(AnswerRefused):
        services.cancel(anna)
    assert state_of(anna) == State.CONFIRMED


# The waiting list


def test_an_offer_that_nobody_answers_goes_to_the_next_in_order():
    event = meeting(capacity=1)
    anna = RegistrationFactory(event=event)
    waiting = [signed_up(event, f"{n}@voorbeeld.example") for n in "bcd"]
    services.cancel(anna)
    states = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            clock.shift(timedelta(hours=48))
            places.lapse_overdue()
            states.append([state_of(one) for one in waiting])
    lapsed, offered, waits = State.LAPSED, State.OFFERED, State.WAITING
    assert states == [
        [lapsed, offered, waits],
        [lapsed, lapsed, offered],
        [lapsed, lapsed, lapsed],
    ]
    assert "We boden je een plek aan" in mails_to(waiting[0].email)[-1].text


def test_who_accepts_an_offer_is_coming():
    event = meeting(capacity=1)
    anna = RegistrationFactory(event=event)
    bert = signed_up(event, "bert@voorbeeld.example")
    services.cancel(anna)
    services.confirm(bert)
    assert state_of(bert) == State.CONFIRMED
    assert history_of(bert) == ["wait", "offer", "confirm"]


def test_more_places_are_offered_in_order_of_arrival():
    event = meeting(capacity=0)
    waiting = [signed_up(event, f"{n}@voorbeeld.example") for n in "abc"]
    change(event, capacity=2)
    places.fill_places(event)
    assert [state_of(one) for one in waiting] == [State.OFFERED, State.OFFERED, State.WAITING]


def test_an_editor_who_publishes_more_places_offers_them_at_once():
    event = meeting(capacity=0)
    waiting = signed_up(event)
    event.capacity = 1
    event.save_revision().publish()
    assert state_of(waiting) == State.OFFERED


def test_without_a_limit_any_more_everybody_who_waits_gets_a_place():
    event = meeting(capacity=0)
    waiting = [signed_up(event, f"{n}@voorbeeld.example") for n in "abc"]
    change(event, capacity=None)
    places.fill_places(event)
    assert {state_of(one) for one in waiting} == {State.OFFERED}


def test_fewer_places_take_nobodys_place_and_offer_none_until_there_is_room():
    event = meeting(capacity=3)
    coming = [RegistrationFactory(event=event) for _ in range(3)]
    waiting = signed_up(event)
    change(event, capacity=1)
    places.fill_places(event)
    assert {state_of(one) for one in coming} == {State.CONFIRMED}
    services.cancel(coming[0])
    services.cancel(coming[1])
    assert state_of(waiting) == State.WAITING
    services.cancel(coming[2])
    assert state_of(waiting) == State.OFFERED


@pytest.mark.parametrize("why", ["off", "offline", "begun"])
def test_no_place_is_offered_at_a_meeting_that_nobody_can_go_to(why):
    event = meeting(capacity=0)
    waiting = signed_up(event)
    change(event, capacity=5)
    if why == "off":
        Cancellation.objects.create(event=event)
    if why == "offline":
        change(event, live=False)
    if why == "begun":
        change(event, starts_at=timezone.now())
    places.fill_places(event)
    assert state_of(waiting) == State.WAITING


def test_the_worker_offers_a_place_that_came_free_while_the_page_was_offline():
    event = meeting(capacity=0)
    waiting = signed_up(event)
    change(event, capacity=1)
    places.lapse_overdue()
    assert state_of(waiting) == State.OFFERED


def test_a_place_is_offered_after_registration_has_closed_too():
    event = meeting(capacity=1)
    anna = RegistrationFactory(event=event)
    waiting = signed_up(event)
    change(event, registration_closes_at=timezone.now())
    services.cancel(anna)
    assert state_of(waiting) == State.OFFERED


def test_who_lapses_hears_how_to_register_again_while_that_is_possible():
    event = meeting(capacity=2)
    anna = signed_up(event, "anna@voorbeeld.example")
    with time_machine.travel(anna.expires_at, tick=False):
        places.lapse_overdue()
    assert event.register_url in mails_to(anna.email)[-1].text
    bert = signed_up(event, "bert@voorbeeld.example")
    change(event, registration_closes_at=timezone.now())
    with time_machine.travel(bert.expires_at, tick=False):
        places.lapse_overdue()
    assert event.register_url not in mails_to(bert.email)[-1].text


def test_who_did_not_confirm_hears_nothing_more_of_a_meeting_that_is_off():
    anna = signed_up(meeting())
    Cancellation.objects.create(event=anna.event)
    with time_machine.travel(anna.expires_at, tick=False):
        places.lapse_overdue()
    assert state_of(anna) == State.LAPSED
    assert len(mails_to(anna.email)) == 1


# What others see of it


@pytest.fixture
def raised(monkeypatch):
    """The times that every kept page was given up."""
    times = []
    monkeypatch.setattr(generation, "raise_number", lambda: times.append(1))
    return times


def test_registrations_leave_kept_pages_alone_until_there_is_something_to_see(raised):
    event = meeting(capacity=15, venue="Zaal")
    raised.clear()
    for number in range(5):
        signed_up(event, f"{number}@voorbeeld.example")
    assert raised == []
    signed_up(event, "zesde@voorbeeld.example")  # nine left: that is said
    assert raised == [1]


def test_kept_pages_are_given_up_when_the_last_place_goes_and_when_one_comes_back(raised):
    event = meeting(capacity=1)
    raised.clear()
    anna = signed_up(event)
    assert raised == [1]
    signed_up(event, "bert@voorbeeld.example")  # waits
    assert raised == [1]
    services.confirm(anna)
    assert raised == [1]
    services.cancel(anna)  # Bert gets the offer
    assert raised == [1]
    services.cancel(registration_of(event, "bert@voorbeeld.example"))
    assert raised == [1, 1]
