"""The list of registrations as staff see it, and what they take along."""

import csv
import io
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import PageLogEntry

from core.models.mail import OutgoingMail
from initiatives.events.models import EventPage, Registration
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/beheer/aanmeldingen/"


def names(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [
        cell.select_one(".title-wrapper").get_text(strip=True)
        for cell in soup.select("td.field-listed_name")
    ]


def test_one_meeting_is_listed_by_family_name_with_the_prefix_after_it(client, editor):
    event = EventPageFactory()
    for first, infix, last in [
        ("Bo", "", "Zwart"),
        ("Fatima", "van der", "Aa"),
        ("Émile", "", "Éduard"),
        ("Jan", "", "IJzer"),
        ("Kim", "de", "Ik"),
    ]:
        RegistrationFactory(event=event, first_name=first, infix=infix, last_name=last)
    RegistrationFactory(last_name="Elders")
    response = client.get(LIST, {"bijeenkomst": event.pk})
    assert names(response) == [
        "Aa, Fatima van der",
        "Éduard, Émile",
        "IJzer, Jan",
        "Ik, Kim de",
        "Zwart, Bo",
    ]


def test_the_list_filters_on_meeting_state_and_role_and_finds_words(client, editor):
    event = EventPageFactory(title="Regio Midden")
    RegistrationFactory(event=event, last_name="Bakker", organisation="Zorg Oost", role="koploper")
    RegistrationFactory(event=event, last_name="Visser", state="wachtlijst")
    RegistrationFactory(last_name="Mulder", email="mulder@elders.example")
    assert names(client.get(LIST, {"bijeenkomst": event.pk})) == [
        "Bakker, Deelnemer",
        "Visser, Deelnemer",
    ]
    assert names(client.get(LIST, {"status": "wachtlijst"})) == ["Visser, Deelnemer"]
    assert names(client.get(LIST, {"rol": "koploper"})) == ["Bakker, Deelnemer"]
    assert names(client.get(LIST, {"q": "zorg oost bakker"})) == ["Bakker, Deelnemer"]
    assert names(client.get(LIST, {"q": "mulder@elders"})) == ["Mulder, Deelnemer"]
    assertContains(client.get(LIST, {"q": "niemand"}), "Geen aanmeldingen gevonden")


def test_meetings_to_come_stand_first_in_the_filter_and_what_was_after_them(client, editor):
    now = timezone.now()
    past = EventPageFactory(title="Geweest", starts_at=now - timedelta(days=9))
    later = EventPageFactory(title="Later", starts_at=now + timedelta(days=9))
    soon = EventPageFactory(title="Straks", starts_at=now + timedelta(days=2))
    EventPageFactory(title="Niemand kwam", starts_at=now - timedelta(days=20))
    RegistrationFactory(event=past)
    soup = BeautifulSoup(client.get(LIST).content, "html.parser")
    options = [o["value"] for o in soup.select("#filter-bijeenkomst option") if o["value"]]
    assert options == [str(event.pk) for event in (soon, later, past)]


@pytest.mark.parametrize(
    "query",
    [
        "o=abc",
        "p=x",
        "p=999",
        "bijeenkomst=abc",
        "status=x",
        "event__nothing=1",
        "q=%00",
        "o=99.-1",
    ],
)
def test_a_crooked_address_shows_the_list(client, editor, query):
    RegistrationFactory()
    assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("key", ["abc", "0", "9" * 18, "9" * 30])
def test_a_registration_that_is_not_there_is_not_found(client, editor, key):
    for action in ("inspect", "cancel"):
        assert client.get(f"{LIST}{action}/{key}/").status_code == 404


def test_fifty_rows_ask_no_more_of_the_database_than_five(
    client, editor, django_assert_max_num_queries
):
    event = EventPageFactory()
    RegistrationFactory.create_batch(50, event=event)
    client.get(LIST)
    with django_assert_max_num_queries(15):
        assert len(names(client.get(LIST))) == 50


def test_one_registration_shows_what_was_filled_in_and_mailed(client, editor):
    registration = RegistrationFactory(
        first_name="Fatima", needs="Een schrijftolk", job_title="Adviseur"
    )
    OutgoingMail.objects.create(
        key="een",
        kind="M17",
        recipient=registration.email,
        subject="Je bent aangemeld",
        text="…",
        about_type=ContentType.objects.get_for_model(Registration),
        about_key=registration.pk,
    )
    response = client.get(f"{LIST}inspect/{registration.pk}/")
    for words in ("Fatima", "Een schrijftolk", "Adviseur", "Je bent aangemeld", "Bevestigd"):
        assertContains(response, words)


def test_staff_sign_somebody_off_who_asked_for_it(client, editor):
    registration = RegistrationFactory(first_name="Fatima", last_name="Bakker")
    waiting = RegistrationFactory(event=registration.event, state="wachtlijst")
    EventPage.objects.filter(pk=registration.event_id).update(capacity=1)
    page = f"{LIST}cancel/{registration.pk}/"
    assertContains(client.get(f"{LIST}inspect/{registration.pk}/"), page)
    assertContains(client.get(page), "De plek gaat naar de eerste op de wachtlijst")
    registration.refresh_from_db()
    assert registration.state == "bevestigd"

    assertContains(client.post(page, follow=True), "Fatima Bakker is afgemeld")
    registration.refresh_from_db()
    waiting.refresh_from_db()
    assert (registration.state, waiting.state) == ("afgemeld", "plek_aangeboden")
    response = client.get(f"{LIST}inspect/{registration.pk}/")
    assertContains(response, f"door {editor}")
    assertNotContains(response, page)


def test_nobody_is_signed_off_once_the_meeting_has_begun(client, editor):
    event = EventPageFactory(starts_at=timezone.now() - timedelta(hours=1))
    registration = RegistrationFactory(event=event)
    page = f"{LIST}cancel/{registration.pk}/"
    assertContains(client.get(page), "niet meer afmelden")
    assertContains(client.post(page), "niet meer afmelden", status_code=409)
    registration.refresh_from_db()
    assert registration.state == "bevestigd"


def test_no_form_makes_changes_or_deletes_a_registration(client, editor):
    registration = RegistrationFactory()
    for action in ("create/", f"edit/{registration.pk}/", f"delete/{registration.pk}/"):
        for ask in (client.get, client.post):
            assert ask(LIST + action).status_code in (302, 403, 404, 405), action
    assert Registration.objects.get() == registration


def test_an_author_sees_nothing_of_registrations(client):
    registration = RegistrationFactory(last_name="Geheim")
    client.force_login(UserFactory(groups=["Auteur"]))
    for path in ("", f"inspect/{registration.pk}/", f"cancel/{registration.pk}/", "?export=csv"):
        assertNotContains(client.get(LIST + path, follow=True), "Geheim")
    assertNotContains(client.get("/beheer/"), LIST)
    client.post(f"{LIST}cancel/{registration.pk}/")
    assert Registration.objects.get().state == "bevestigd"


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"]


def exported_csv(client, **query):
    response = client.get(LIST, {**query, "export": "csv"})
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def exported_sheet(client, **query):
    response = client.get(LIST, {**query, "export": "xlsx"})
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


def test_a_text_file_opens_in_dutch_excel_with_readable_dates(client, editor):
    starts_at = timezone.make_aware(datetime(2030, 6, 12, 13, 30))
    event = EventPageFactory(title="Regio Midden; vol", starts_at=starts_at)
    RegistrationFactory(
        event=event, first_name="Zoë", infix="van", last_name="Dam", role="onderwijs"
    )
    heading, row = exported_csv(client)
    line = dict(zip(heading, row, strict=True))
    assert line["Voornaam"] == "Zoë"
    assert line["Bijeenkomst"] == "Regio Midden; vol"
    assert line["Datum"] == "12-6-2030 13:30"
    assert line["Betrokken als"] == "Onderwijs"
    assert line["Status"] == "Bevestigd"


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_text_file_starts_a_formula(client, editor, text):
    RegistrationFactory(organisation=text)
    heading, row = exported_csv(client)
    assert dict(zip(heading, row, strict=True))["Organisatie"] == f"'{text}"


def test_a_workbook_holds_text_and_dutch_time_and_no_formula(client, editor):
    starts_at = timezone.make_aware(datetime(2030, 6, 12, 13, 30))
    event = EventPageFactory(starts_at=starts_at)
    for text in [*DANGEROUS, "bel\x0b me"]:
        RegistrationFactory(event=event, organisation=text)
    heading, *rows = exported_sheet(client).iter_rows()
    columns = [cell.value for cell in heading]
    organisations = [row[columns.index("Organisatie")] for row in rows]
    assert {cell.data_type for cell in organisations} == {"s"}
    assert {cell.value for cell in organisations} >= {"=1+1", "@SUM(A1)", "bel me"}
    assert all(cell.quotePrefix for cell in organisations if cell.value != "bel me")
    assert {row[columns.index("Datum")].value for row in rows} == {datetime(2030, 6, 12, 13, 30)}


def test_an_export_has_only_what_the_list_shows(client, editor):
    event = EventPageFactory()
    RegistrationFactory(event=event, last_name="Hier")
    RegistrationFactory(last_name="Elders")
    _, *rows = exported_csv(client, bijeenkomst=event.pk)
    assert [row[2] for row in rows] == ["Hier"]


def test_wishes_go_along_only_when_asked_for(client, editor):
    RegistrationFactory(needs="Een rolstoelplek")
    assert "Wensen" not in exported_csv(client)[0]
    heading, row = exported_csv(client, wensen="1")
    assert dict(zip(heading, row, strict=True))["Wensen"] == "Een rolstoelplek"


def test_each_export_is_written_down_with_who_and_how_many(client, editor):
    event = EventPageFactory()
    RegistrationFactory.create_batch(3, event=event)
    RegistrationFactory()
    exported_sheet(client, bijeenkomst=event.pk, wensen="1")
    entry = PageLogEntry.objects.get(action="events.registration.export")
    assert (entry.page_id, entry.user, entry.data["number"]) == (event.pk, editor, 3)
    assert entry.message == "Gegevens van 3 mensen geëxporteerd (xlsx, met wensen)"
    history = client.get(f"/beheer/pages/{event.pk}/history/")
    assertContains(history, "Gegevens van 3 mensen geëxporteerd")
