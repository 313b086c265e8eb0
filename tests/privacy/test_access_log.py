"""Who of the staff saw data of people, on every page and in every file that shows them."""

import importlib
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail_modeladmin.views import InstanceSpecificView

from core.mail_admin import SendAgain
from core.models import Access
from core.records import NotesAccess
from initiatives.applications.models.states import State
from tests.applications.cases import adviser, application, user_of
from tests.applications.desk import url
from tests.facilitators.keeping_profiles import made
from tests.factories import OutgoingMailFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
HOW = Access.How
# It answers with a redirect, and shows nothing.
SHOWS_NOBODY = {SendAgain}


def signed_in(group: str = "Beheerder") -> Client:
    client, user = Client(), cast("Any", UserFactory(groups=[group]))
    client.force_login(user)
    return client


def lines() -> list[tuple[str, str, int | None]]:
    return list(Access.objects.order_by("pk").values_list("how", "kind", "key"))


def registration(client: Client) -> Any:
    row: Any = RegistrationFactory()
    client.get(reverse("aanmeldingen_modeladmin_inspect", args=[row.pk]))
    return HOW.PAGE, row


def cancelling(client: Client) -> Any:
    row: Any = RegistrationFactory()
    client.get(reverse("aanmeldingen_modeladmin_cancel", args=[row.pk]))
    return HOW.PAGE, row


def attendance(client: Client) -> Any:
    row: Any = RegistrationFactory()
    client.get(reverse("events_staff:attendance", args=[row.event_id]))
    return HOW.PAGE, row


def print_list(client: Client) -> Any:
    row: Any = RegistrationFactory()
    client.get(reverse("events_staff:print", args=[row.event_id]))
    return HOW.PRINT, row


def export(client: Client) -> Any:
    row: Any = RegistrationFactory()
    client.get(reverse("aanmeldingen_modeladmin_index"), {"export": "csv"})
    return HOW.EXPORT, row


def profile(client: Client) -> Any:
    row = made()
    client.get(reverse("profielen_modeladmin_inspect", args=[row.pk]))
    return HOW.PAGE, row


def mail(client: Client) -> Any:
    row: Any = OutgoingMailFactory()
    client.get(reverse("mail_modeladmin_inspect", args=[row.pk]))
    return HOW.MAIL, row


PAGES = [registration, cancelling, attendance, print_list, export, profile, mail]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_who_sees_somebody_leaves_one_line_an_hour(page):
    client = signed_in()
    with time_machine.travel("2026-03-26T12:00+01:00", tick=False):
        how, row = page(client)
        assert lines() == [(how, row._meta.label_lower, row.pk)]


def test_the_same_within_the_hour_leaves_no_second_line_and_a_head_none():
    client, row = signed_in(), cast("Any", RegistrationFactory)()
    address = reverse("aanmeldingen_modeladmin_inspect", args=[row.pk])
    with time_machine.travel("2026-03-26T12:00+01:00", tick=False) as clock:
        client.head(address)
        assert lines() == []
        client.get(address)
        client.get(address)
        signed_in().get(address)
        assert len(lines()) == 2
        clock.shift(3600)
        client.get(address)
        assert len(lines()) == 3


def test_an_application_leaves_a_line_here_besides_its_own_log(client):
    row, by = application(State.IN_REVIEW), adviser()
    client.force_login(user_of(by))
    client.get(url(row))
    assert lines() == [(HOW.PAGE, "applications.application", row.pk)]
    assert row.events.filter(kind="viewed").count() == 1


def test_a_mail_that_is_closed_to_somebody_was_not_read():
    row: Any = OutgoingMailFactory(about=application(State.IN_REVIEW))
    signed_in().get(reverse("mail_modeladmin_inspect", args=[row.pk]))
    assert lines() == []


def test_the_administrator_reads_who_saw_what_and_what_was_erased():
    client, row = signed_in(), cast("Any", RegistrationFactory)(last_name="Zwaan")
    reader = UserFactory(first_name="Noor", last_name="Redacteur", groups=["Redacteur"])
    other = Client()
    other.force_login(cast("Any", reader))
    other.get(reverse("aanmeldingen_modeladmin_inspect", args=[row.pk]))
    page = client.get(reverse("inzagen_modeladmin_index"))
    for said in ("Noor Redacteur", "Bekeken", f"Aanmeldingen voor bijeenkomsten, nummer {row.pk}"):
        assert said in page.text
    assert "Zwaan" not in page.text
    assert client.get(reverse("verwijderingen_modeladmin_index")).status_code == 200
    cast("Any", reader).delete()
    assert "Oud-medewerker" in client.get(reverse("inzagen_modeladmin_index")).text


def all_below(model: Any) -> set[Any]:
    found: set[Any] = set()
    for below in model.__subclasses__():
        found |= {below, *all_below(below)}
    return found


def test_no_page_about_one_record_forgets_to_say_who_saw_it():
    for module in ("core", "facilitators", "initiatives.events", "initiatives.applications"):
        importlib.import_module(f"{module}.wagtail_hooks")
    ours = ("core.", "facilitators.", "initiatives.")
    pages = {each for each in all_below(InstanceSpecificView) if each.__module__.startswith(ours)}
    assert len(pages) > 8
    assert {page for page in pages if not issubclass(page, NotesAccess)} == SHOWS_NOBODY
