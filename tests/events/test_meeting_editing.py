"""What the form of a meeting asks of an editor, and what it lets through."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from initiatives.events.models import EventPage
from initiatives.events.publication import lacking
from tests.events.staffing import publish_by_form
from tests.factories import EventPageFactory, RegistrationFactory
from tests.html import filled_in, one, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]

# What to type, and what is then said of each field. Only who registers here needs a link online.
WRONG: tuple[tuple[dict[str, Any], dict[str, str]], ...] = (
    (
        {
            "register_by": "elders",
            "online_url": "https://overleg.example/1",
            "address": "Voorbeeldstraat 1, Utrecht",
            "capacity": "0",
            "registration_closes_at": "31-12-2099 12:00",
        },
        {
            "external_url": "Vul de link in waarmee bezoekers zich aanmelden.",
            "is_online": "Vink ‘Online’ aan, of haal de link weg.",
            "venue": "Vul ook de naam van de locatie in.",
            "capacity": "Vul minstens 1 in.",
            "registration_closes_at": "Dit is na het begin van de bijeenkomst.",
        },
    ),
    (
        {"is_online": "on"},
        {"online_url": "Vul de link in om mee te doen, of vink ‘Online’ uit."},
    ),
)
# The button that saves without publishing.
DRAFT = {"action-publish": ""}


def messages_beside(page: BeautifulSoup, field: str) -> str:
    box = page.select_one(f"#panel-child-content-{field}-errors, [id$='{field}-errors']")
    return " ".join(box.get_text(" ").split()) if box else ""


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(client: Client) -> None:
    event: EventPage = EventPageFactory(live=False)
    for given, messages in WRONG:
        page = parse(publish_by_form(client, event, title="Mijn getypte titel", **given))
        for field, message in messages.items():
            assert message in messages_beside(page, field)
        assert "Mijn getypte titel" in str(page)
        assert not EventPage.objects.get(pk=event.pk).live


def test_a_draft_may_lack_it(client: Client) -> None:
    event: EventPage = EventPageFactory(live=False)
    for number, (given, _) in enumerate(WRONG):
        publish_by_form(client, event, **DRAFT, title=f"Nieuwe titel {number}", **given)
        event.refresh_from_db()
        assert event.get_latest_revision_as_object().title == f"Nieuwe titel {number}"


COMPLETE: dict[str, Any] = {
    "starts_at": timezone.now(),
    "venue": "De Werkplaats",
    "address": "Voorbeeldstraat 1, Utrecht",
    "is_online": True,
    "online_url": "https://overleg.example/1",
    "register_by": "elders",
    "external_url": "https://elders.example/",
    "capacity": 1,
    "registration_closes_at": timezone.now() - timedelta(days=1),
}


def test_each_thing_that_lacks_keeps_a_meeting_offline_by_itself() -> None:
    assert lacking(COMPLETE) == {}
    here = {**COMPLETE, "register_by": "hier"}
    for values, field in (
        ({**COMPLETE, "external_url": ""}, "external_url"),
        ({**here, "online_url": ""}, "online_url"),
        ({**COMPLETE, "is_online": False}, "is_online"),
        ({**COMPLETE, "venue": ""}, "venue"),
        ({**COMPLETE, "capacity": 0}, "capacity"),
        ({**COMPLETE, "starts_at": timezone.now() - timedelta(days=2)}, "registration_closes_at"),
    ):
        assert list(lacking(values)) == [field]


def test_an_end_before_the_start_is_refused_in_a_draft_too(client: Client) -> None:
    event: EventPage = EventPageFactory(live=False)
    end = event.starts_at - timedelta(hours=1)
    page = parse(publish_by_form(client, event, **DRAFT, ends_at=end))
    assert "Het einde ligt vóór het begin." in messages_beside(page, "ends_at")


def test_who_publishes_without_the_form_hears_the_same() -> None:
    event: EventPage = EventPageFactory(live=False)
    EventPage.objects.filter(pk=event.pk).update(register_by="elders", capacity=0)
    assert set(EventPage.objects.get(pk=event.pk).lacking()) == {"external_url", "capacity"}


def test_a_meeting_of_the_archive_can_still_be_edited(client: Client) -> None:
    event = EventPageFactory(starts_at=timezone.now() - timedelta(days=400))
    publish_by_form(client, event, title="Beter gezegd")
    event.refresh_from_db()
    assert event.title == "Beter gezegd"


def test_a_new_meeting_in_the_past_goes_online_with_a_warning(client: Client) -> None:
    event = EventPageFactory(live=False, starts_at=timezone.now() - timedelta(days=400))
    answer = publish_by_form(client, event)
    assert "staat daarom meteen in het archief" in answer.text
    again = publish_by_form(client, EventPage.objects.get(pk=event.pk))
    assert "staat daarom meteen in het archief" not in again.text


def test_the_address_of_the_archive_is_taken(client: Client) -> None:
    event: EventPage = EventPageFactory(live=False)
    answer = publish_by_form(client, event, slug="archief")
    assert "‘archief’ is het adres van een vast deel" in answer.text


def test_a_second_meeting_of_the_same_name_can_be_saved_and_has_its_date_in_the_address(
    client: Client,
) -> None:
    day = timezone.now() + timedelta(days=40)
    EventPageFactory(title="Regio West", slug="regio-west")
    second: EventPage = EventPageFactory(live=False, title="Concept", starts_at=day)
    publish_by_form(client, second, **DRAFT, title="Regio West", slug="regio-west")
    second = EventPage.objects.get(pk=second.pk).get_latest_revision_as_object()
    assert second.slug == f"regio-west-{timezone.localdate(day):%Y-%m-%d}"
    third: EventPage = EventPageFactory(live=False, title="Concept", starts_at=day)
    publish_by_form(client, third, title="Regio West", slug="regio-west")
    third.refresh_from_db()
    assert third.slug in (second.slug, f"{second.slug}-2")
    publish_by_form(client, third, title="Regio West 2", slug=third.slug)
    publish_by_form(client, third, title="Regio West", slug="regio-west-speciaal")
    third.refresh_from_db()
    assert third.slug == "regio-west-speciaal"
    only: EventPage = EventPageFactory(live=False, title="Concept", starts_at=day)
    publish_by_form(client, only, title="Regio Oost", slug="regio-oost")
    only.refresh_from_db()
    assert only.slug == "regio-oost"


def test_fewer_places_than_are_taken_is_warned_of_and_signs_nobody_off(client: Client) -> None:
    event: EventPage = EventPageFactory(capacity=5)
    for _ in range(3):
        RegistrationFactory(event=event)
    answer = publish_by_form(client, event, capacity="2")
    assert "Er zijn al 3 plaatsen bezet, en je vulde er 2 in." in answer.text
    assert (
        "meer plaatsen bezet (3) dan er zijn (2)"
        in client.get(f"/beheer/pages/{event.pk}/edit/").text
    )
    assert event.registrations.filter(state="bevestigd").count() == 3


def test_a_meeting_is_copied_with_what_its_form_proposes(client: Client) -> None:
    event: EventPage = EventPageFactory(title="Regio West", slug="regio-west-2026-06-12")
    address = f"/beheer/pages/{event.pk}/copy/"
    for _ in range(2):
        form = one(parse(client.get(address)), "form[action*=copy]")
        client.post(address, filled_in(form))
    copies = EventPage.objects.exclude(pk=event.pk).order_by("pk")
    assert [copy.slug for copy in copies] == ["regio-west", "regio-west-2"]
    assert not any(copy.live for copy in copies)
    publish_by_form(client, copies[1], slug=copies[1].slug)
    day = timezone.localdate(event.starts_at)
    assert EventPage.objects.get(pk=copies[1].pk).slug == f"regio-west-{day:%Y-%m-%d}"
