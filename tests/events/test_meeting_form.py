"""What the form of a meeting says of its registrations, and what keeps editors from losing them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.events.models import EventPage, Registration
from search import indexing
from tests.events.staffing import page_of
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory, event_index

pytestmark = pytest.mark.django_db


def form_of(event):
    return reverse("wagtailadmin_pages:edit", args=[event.pk])


def test_the_form_counts_who_is_coming_and_leads_to_what_can_be_done(client, editor):
    event = EventPageFactory(capacity=40)
    states = ["bevestigd"] * 3 + ["aangemeld", "plek_aangeboden", "wachtlijst", "afgemeld"]
    for state in states:
        RegistrationFactory(event=event, state=state)
    response = client.get(form_of(event))
    numbers = response.content.decode()
    for term, number in [("Komt zeker", 3), ("Moet nog bevestigen", 2), ("Wachtlijst", 1)]:
        assert f"<dt>{term}</dt><dd>{number}" in numbers
    assertContains(response, "van 40 plaatsen")
    assertContains(response, "krijgt iedereen die komt, nog moet bevestigen of wacht")
    assertContains(response, f"/beheer/aanmeldingen/?bijeenkomst={event.pk}")
    for name in ("aanwezigheid", "printlijst", "mail", "afgelasten"):
        assertContains(response, page_of(event, name))


def test_a_new_meeting_has_no_registrations_to_show(client, editor):
    add = reverse("wagtailadmin_pages:add", args=["events", "eventpage", event_index().pk])
    assertNotContains(client.get(add), "Komt zeker")


def bulk(action, *pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"


def test_a_meeting_with_registrations_is_not_deleted(client):
    client.force_login(UserFactory(groups=["Beheerder"]))
    registration = RegistrationFactory(event__title="Regio Midden")
    event, above = registration.event, registration.event.get_parent()
    for state in ("bevestigd", "afgemeld"):
        Registration.objects.update(state=state)
        for address in (
            reverse("wagtailadmin_pages:delete", args=[event.pk]),
            bulk("delete", event),
            reverse("wagtailadmin_pages:delete", args=[above.pk]),
            bulk("delete", above),
        ):
            response = client.post(address)
            assertContains(response, "Verwijderen kan niet", status_code=409)
            assertContains(response, "is 1 aanmelding", status_code=409)
            assertContains(response, page_of(event, "afgelasten"), status_code=409)
        assert EventPage.objects.filter(pk=event.pk).exists()


def test_a_meeting_without_registrations_is_deleted(client, editor):
    event = EventPageFactory()
    indexing.follow(event.pk)
    client.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    assert not EventPage.objects.exists()


def is_online(event):
    return EventPage.objects.get(pk=event.pk).live


def test_taking_a_meeting_offline_says_first_what_happens_to_who_registered(client, editor):
    event = RegistrationFactory().event
    address = reverse("wagtailadmin_pages:unpublish", args=[event.pk])
    response = client.post(address)
    assertContains(response, "Niemand krijgt bericht.")
    assert is_online(event)
    client.post(address, {"aanmeldingen_bekend": "1"})
    assert not is_online(event)


@pytest.mark.parametrize("state", ["afgemeld", "vervallen"])
def test_a_meeting_that_nobody_comes_to_goes_offline_at_once(client, editor, state):
    event = RegistrationFactory(state=state).event
    client.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))
    assert not is_online(event)


def test_a_meeting_that_is_over_goes_offline_at_once(client, editor):
    past = EventPageFactory(starts_at=timezone.now() - timedelta(days=2))
    RegistrationFactory(event=past)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[past.pk]))
    assert not is_online(past)


def test_many_pages_at_once_do_not_take_a_meeting_with_people_offline(client, editor):
    event = RegistrationFactory(event__title="Regio Midden").event
    response = client.post(f"{bulk('unpublish', event)}&next=/beheer/", follow=True)
    assertContains(response, "Haal die pagina apart offline")
    assert is_online(event)
