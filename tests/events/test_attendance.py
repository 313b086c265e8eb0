"""Who was there: on the day, from a phone, and on paper."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from initiatives.events.models import Cancellation, Registration
from tests.events.staffing import page_of
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return EventPageFactory(starts_at=timezone.now() + timedelta(minutes=5))


def tick(client, registration, state, **options):
    address = page_of(registration.event, "aanwezigheid")
    return client.post(address, {"registration": registration.pk, "state": state}, **options)


def names_on(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [name.get_text() for name in soup.select(".aln-attendance strong")]


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def test_everybody_who_is_coming_stands_on_the_list_by_family_name(client, editor, today):
    RegistrationFactory(event=today, first_name="Bo", last_name="Zwart")
    RegistrationFactory(event=today, first_name="Fatima", infix="van der", last_name="Aa")
    RegistrationFactory(event=today, state="wachtlijst")
    RegistrationFactory(event=today, state="afgemeld")
    response = client.get(page_of(today, "aanwezigheid"))
    assert names_on(response) == ["Aa, Fatima van der", "Zwart, Bo"]


def test_somebody_is_ticked_and_the_tick_taken_back(client, editor, today):
    registration = RegistrationFactory(event=today)
    response = tick(client, registration, "aanwezig", follow=True)
    assert response.redirect_chain[-1][0].endswith(f"#aanmelding-{registration.pk}")
    assertContains(response, "<strong>1</strong> van 1 aanwezig", html=False)
    assert state_of(registration) == "aanwezig"

    tick(client, registration, "bevestigd")
    assert state_of(registration) == "bevestigd"
    tick(client, registration, "niet_verschenen")
    assert state_of(registration) == "niet_verschenen"

    lines = registry.get_logs_for_instance(registration).order_by("pk")
    assert [line.message for line in lines] == [
        "Aangevinkt: aanwezig",
        "Het vinkje weggehaald",
        "Aangevinkt: niet verschenen",
    ]
    assert {line.label for line in lines} == {f"Aanmelding {registration.pk}"}
    assert {line.user for line in lines} == {editor}


def test_pressing_twice_is_written_down_once(client, editor, today):
    registration = RegistrationFactory(event=today)
    tick(client, registration, "aanwezig")
    tick(client, registration, "aanwezig")
    assert registry.get_logs_for_instance(registration).count() == 1


@pytest.mark.parametrize("state", ["wachtlijst", "afgemeld", "aangemeld"])
def test_who_is_not_coming_cannot_be_ticked(client, editor, today, state):
    registration = RegistrationFactory(event=today, state=state)
    response = tick(client, registration, "aanwezig", follow=True)
    assertContains(response, "Deze persoon staat niet meer op de lijst", status_code=409)
    assert state_of(registration) == state


@pytest.mark.parametrize("sent", [{}, {"registration": "x"}, {"state": "onzin"}])
def test_a_crooked_form_changes_nothing(client, editor, today, sent):
    registration = RegistrationFactory(event=today)
    client.post(page_of(today, "aanwezigheid"), {"registration": registration.pk, **sent})
    assert state_of(registration) == "bevestigd"


def test_before_the_day_there_is_nothing_to_tick(client, editor):
    event = EventPageFactory(starts_at=timezone.now() + timedelta(days=2))
    registration = RegistrationFactory(event=event)
    response = client.get(page_of(event, "aanwezigheid"))
    assertContains(response, "Afvinken kan vanaf de dag zelf")
    assertNotContains(response, 'name="state"')
    answer = tick(client, registration, "aanwezig", follow=True)
    assertContains(answer, "vanaf de dag zelf", status_code=409)
    assert state_of(registration) == "bevestigd"


def test_nobody_is_ticked_at_a_meeting_that_is_off(client, editor, today):
    registration = RegistrationFactory(event=today)
    Cancellation.objects.create(event=today)
    assertContains(client.get(page_of(today, "aanwezigheid")), "Deze bijeenkomst is afgelast")
    tick(client, registration, "aanwezig")
    assert state_of(registration) == "bevestigd"


WALK_IN = {"first_name": "Sam", "infix": "", "last_name": "Smit", "organisation": "Buurthuis"}


def test_somebody_who_comes_unannounced_is_added_once_and_can_be_taken_off(client, editor, today):
    for _ in range(2):
        response = client.post(page_of(today, "aanwezigheid"), WALK_IN, follow=True)
    assert names_on(response) == ["Smit, Sam"]
    walked_in = Registration.objects.get()
    assert (walked_in.state, walked_in.email) == ("aanwezig", "")
    assert names_on(tick(client, walked_in, "bevestigd", follow=True)) == []


def test_an_unfinished_form_says_what_lacks_and_keeps_what_was_typed(client, editor, today):
    response = client.post(page_of(today, "aanwezigheid"), {**WALK_IN, "last_name": ""})
    assertContains(response, "Vul de achternaam in", status_code=422)
    assertContains(response, 'value="Buurthuis"', status_code=422)
    assert not Registration.objects.exists()


def test_attendance_of_fifty_asks_as_much_as_of_two(
    client, editor, today, django_assert_max_num_queries
):
    RegistrationFactory.create_batch(50, event=today)
    client.get(page_of(today, "aanwezigheid"))
    with django_assert_max_num_queries(15):
        assert len(names_on(client.get(page_of(today, "aanwezigheid")))) == 50


def test_the_print_list_is_a_clean_sheet_and_says_who_opened_it(client, editor, today):
    RegistrationFactory(event=today, last_name="Bakker", organisation="Zorg Oost", needs="Een tolk")
    response = client.get(page_of(today, "printlijst"))
    for words in (today.title, "Bakker, Deelnemer", "Zorg Oost", "Locatie volgt"):
        assertContains(response, words)
    assertNotContains(response, "Een tolk")
    assertNotContains(response, "sidebar")
    assertContains(client.get(page_of(today, "printlijst") + "?wensen=1"), "Een tolk")
    messages = [
        (entry.user, entry.message)
        for entry in PageLogEntry.objects.filter(action="events.registration.print").order_by("pk")
    ]
    assert messages == [
        (editor, "Printlijst van 1 persoon geopend"),
        (editor, "Printlijst van 1 persoon geopend, met wensen"),
    ]


@pytest.mark.parametrize("name", ["aanwezigheid", "printlijst"])
def test_an_author_gets_neither_list(client, today, name):
    registration = RegistrationFactory(event=today, last_name="Geheim")
    client.force_login(UserFactory(groups=["Auteur"]))
    assertNotContains(client.get(page_of(today, name), follow=True), "Geheim")
    tick(client, registration, "aanwezig")
    client.post(page_of(today, "aanwezigheid"), WALK_IN)
    assert [state_of(registration), Registration.objects.count()] == ["bevestigd", 1]
