"""Mail to everybody: what staff write, a meeting that moves, a meeting that is off."""

import re
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import PageLogEntry

from core.models.mail import OutgoingMail
from initiatives.events import services
from initiatives.events.models import Announcement, CalendarEntry, Cancellation, EventPage
from tests.events.registering import attendee
from tests.events.staffing import page_of, publish_by_form, recipients
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

STATES = ("bevestigd", "aangemeld", "plek_aangeboden", "wachtlijst", "afgemeld", "vervallen")
PERSONAL_LINK = re.compile(r'/aanmelding/[^\s"<]+')
TYPED = {"subject": "De zaal", "text": "Eerste alinea.\r\n\r\nTweede <b>alinea</b>."}


@pytest.fixture
def event():
    """A meeting with somebody in every state; the address says which."""
    found = EventPageFactory(
        title="Regio Midden",
        starts_at=timezone.make_aware(datetime(2031, 6, 12, 13, 30)),
        venue="Het Zaaltje",
    )
    for state in STATES:
        RegistrationFactory(event=found, state=state, email=f"{state}@voorbeeld.example")
    return found


ACTIVE = [f"{state}@voorbeeld.example" for state in sorted(STATES[:4])]


def write(client, event, audience="komt", **typed):
    """Write an announcement and return the address of its preview."""
    data = {**TYPED, "audience": audience, **typed}
    return client.post(page_of(event, "mail"), data)["Location"]


def test_an_announcement_is_shown_exactly_and_only_then_sent(client, editor, event):
    preview = write(client, event)
    response = client.get(preview)
    assertContains(response, "Deze mail gaat naar <strong>1 persoon</strong>")
    soup = BeautifulSoup(response.content, "html.parser")
    assert "Beste Voornaam," in soup.select_one("iframe")["srcdoc"]
    assert "Tweede <b>alinea</b>." in soup.select_one("pre").get_text()
    assert not OutgoingMail.objects.exists()

    assertContains(client.post(preview, follow=True), "1 persoon krijgt bericht.")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("bevestigd@voorbeeld.example", "De zaal")
    assert "Eerste alinea.\n\nTweede <b>alinea</b>." in mail.text
    assert "Tweede &lt;b&gt;alinea&lt;/b&gt;." in mail.html
    assert "Beste Deelnemer" in mail.text
    letter = response.context["letter"]
    assert letter.text().splitlines()[2:8] == mail.text.splitlines()[2:8]


def test_a_preview_is_the_mail_that_arrives_but_for_the_name_and_the_link(client, editor, event):
    RegistrationFactory(event=event, first_name="Bea", state="aangemeld")
    address = write(client, event)
    announced = BeautifulSoup(client.get(address).content, "html.parser")
    client.post(address)
    message = {"message": "De zaal is dicht.", "step": "bekijken"}
    page = client.post(page_of(event, "afgelasten"), message)
    called_off = BeautifulSoup(page.content, "html.parser")
    call_off(client, event)
    for soup, kind in ((announced, "mededeling"), (called_off, "M20")):
        mail = OutgoingMail.objects.filter(kind=kind).first()
        name = mail.text.split(",")[0].removeprefix("Beste ")
        texts = soup.select_one(".aln-letter__text").get_text(), soup.iframe["srcdoc"]
        assert soup.select_one(".aln-letter strong").get_text() == mail.subject
        for shown, arrived in zip(texts, (mail.text, mail.html), strict=True):
            closed = PERSONAL_LINK.sub("", arrived).replace(f"Beste {name}", "Beste Voornaam")
            assert PERSONAL_LINK.sub("", shown).strip() == closed.strip()


def test_sending_twice_sends_once(client, editor, event):
    preview = write(client, event)
    client.post(preview)
    assertContains(client.post(preview, follow=True), "Niemand krijgt die dubbel")
    assert OutgoingMail.objects.count() == 1
    assert PageLogEntry.objects.filter(action="events.announcement.send").count() == 1


def test_an_announcement_goes_to_whom_it_is_for(client, editor, event):
    for audience, states in (
        ("komt", ["bevestigd"]),
        ("verwacht", ["aangemeld", "bevestigd", "plek_aangeboden"]),
        ("iedereen", ["aangemeld", "bevestigd", "plek_aangeboden", "wachtlijst"]),
    ):
        OutgoingMail.objects.all().delete()
        client.post(write(client, event, audience))
        assert recipients("mededeling") == [f"{state}@voorbeeld.example" for state in states]


def test_afterwards_only_who_was_there_can_be_thanked(client, editor):
    event = EventPageFactory(starts_at=timezone.now() - timedelta(days=1))
    RegistrationFactory(event=event, state="niet_verschenen")
    there = RegistrationFactory(event=event, state="aanwezig")
    RegistrationFactory(event=event, state="aanwezig", email="")
    client.post(write(client, event, "aanwezig"))
    assert recipients("mededeling") == [there.email]


def test_a_mail_for_nobody_is_not_sent_and_not_lost(client, editor):
    event = EventPageFactory()
    preview = write(client, event)
    answer = client.post(preview)
    assertContains(answer, "Er is niemand aan wie je deze mail kunt sturen", status_code=409)
    assert Announcement.objects.get().sent_at is None


def test_what_was_typed_is_kept_on_an_error_and_as_a_draft(client, editor, event):
    address = page_of(event, "mail")
    response = client.post(address, {**TYPED, "subject": "", "audience": "komt"})
    assertContains(response, "Vul in waar de mail over gaat.", status_code=422)
    assertContains(response, "Eerste alinea.", status_code=422)

    preview = write(client, event)
    assertContains(client.get(address), "Nog niet verstuurd")
    assertContains(client.get(f"{preview}wijzig/"), "Eerste alinea.")
    client.post(f"{preview}wijzig/", {**TYPED, "text": "Anders.", "audience": "komt"})
    assert Announcement.objects.get().text == "Anders."


def test_a_sent_announcement_changes_no_more_and_stays_to_be_seen(client, editor, event):
    preview = write(client, event)
    client.post(preview)
    client.post(f"{preview}wijzig/", {**TYPED, "text": "Anders.", "audience": "komt"})
    assert "Eerste alinea." in Announcement.objects.get().text
    assertContains(client.get(page_of(event, "mail")), "aan 1 persoon, door")
    assertContains(client.get(preview), "Verstuurde mail")


def test_who_calls_a_meeting_off_sees_first_what_happens(client, editor, event):
    address = page_of(event, "afgelasten")
    assertContains(client.get(address), "<strong>4 mensen</strong> krijgen een mail")
    assertContains(client.get(address), "Dit kun je niet terugdraaien")
    typed = {"message": "De zaal is dicht.", "step": "bekijken"}
    preview = client.post(address, typed)
    assertContains(preview, "gaat niet door")
    assertContains(preview, "De zaal is dicht.")
    assertContains(client.post(address, {**typed, "step": "wijzigen"}), "De zaal is dicht.")
    assert not Cancellation.objects.exists()
    assert not OutgoingMail.objects.exists()


def call_off(client, event, message="De zaal is dicht."):
    data = {"message": message, "step": "afgelasten"}
    return client.post(page_of(event, "afgelasten"), data, follow=True)


def test_calling_off_mails_everybody_who_is_active_once_and_for_good(client, editor, event):
    assertContains(call_off(client, event), "4 mensen krijgen bericht.")
    assert recipients("M20") == ACTIVE
    mail = OutgoingMail.objects.filter(kind="M20").first()
    assert mail.subject == "De bijeenkomst van donderdag 12 juni 2031 gaat niet door"
    assert "De zaal is dicht." in mail.text
    assert CalendarEntry.objects.get(event=event).is_cancelled

    again = call_off(client, event, "Nog eens")
    assertContains(again, "Er is niets veranderd", status_code=409)
    assertContains(again, "<dd>Nog eens</dd>", status_code=409)
    assert len(recipients("M20")) == 4
    assert Cancellation.objects.get().message == "De zaal is dicht."
    assert PageLogEntry.objects.filter(action="events.meeting.cancel").count() == 1


def test_at_a_meeting_that_is_off_nobody_registers_or_confirms(client, editor, event):
    call_off(client, event)
    event = EventPage.objects.get(pk=event.pk)
    assert event.registration_status == "cancelled"
    with pytest.raises(services.RegistrationRefused):
        services.register(event, attendee())
    asked = event.registrations.get(state="aangemeld")
    with pytest.raises(services.AnswerRefused):
        services.confirm(asked)


def test_publishing_an_old_version_does_not_undo_it(client, editor, event):
    revision = event.save_revision()
    call_off(client, event)
    revision.publish()
    assert EventPage.objects.get(pk=event.pk).is_cancelled


def test_the_page_stays_online_and_tells_visitors(client, editor, event):
    call_off(client, event)
    assertContains(client.get(event.get_url()), "De zaal is dicht.")


def test_what_is_over_cannot_be_called_off(client, editor):
    event = EventPageFactory(starts_at=timezone.now() - timedelta(days=2))
    RegistrationFactory(event=event)
    assertContains(client.get(page_of(event, "afgelasten")), "niet meer afgelasten")
    call_off(client, event)
    assert not Cancellation.objects.exists()


def move(event, **values):
    for name, value in values.items():
        setattr(event, name, value)
    event.save_revision().publish()


def test_a_meeting_that_moves_mails_everybody_who_is_active_what_was_and_what_is(event):
    later = {name: getattr(event, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    move(event, **later, venue="De Aula")
    assert recipients("M19") == ACTIVE
    mail = OutgoingMail.objects.filter(kind="M19").first()
    assert mail.subject == "Gewijzigd: bijeenkomst donderdag 12 juni 2031"
    for words in ("donderdag 12 juni 2031", "donderdag 19 juni 2031", "Het Zaaltje", "De Aula"):
        assert words in mail.text


def test_who_comes_gets_the_moved_meeting_for_the_calendar_with_the_link_to_take_part(event):
    move(event, venue="De Aula", is_online=True, online_url="https://meet.example/kamer")
    files = dict(OutgoingMail.objects.filter(kind="M19").values_list("recipient", "calendar"))
    sent = files.pop("bevestigd@voorbeeld.example")
    assert "SEQUENCE:1" in sent
    assert "https://meet.example/kamer" in sent
    assert set(files.values()) == {""}


def test_each_change_is_told_once_and_no_change_is_not(event):
    event.save_revision().publish()
    move(event, title="Anders genoemd")
    assert recipients("M19") == []
    move(event, venue="De Aula")
    event.save_revision().publish()
    assert len(recipients("M19")) == 4
    move(event, venue="Het Zaaltje")
    assert len(recipients("M19")) == 8


def test_a_meeting_that_is_over_or_off_mails_nobody_about_a_change(event):
    past = EventPageFactory(starts_at=timezone.now() - timedelta(days=2))
    RegistrationFactory(event=past)
    move(past, venue="De Aula")
    Cancellation.objects.create(event=event)
    move(EventPage.objects.get(pk=event.pk), venue="De Aula")
    assert recipients("M19") == []


def test_the_editor_hears_how_many_people_are_told(client, editor, event):
    response = publish_by_form(client, event)
    assertNotContains(response, "krijgen bericht over wat er is veranderd")
    event = EventPage.objects.get(pk=event.pk)
    later = {name: getattr(event, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    response = publish_by_form(client, event, **later)
    assertContains(response, "4 mensen krijgen bericht over wat er is veranderd.")


def test_an_author_writes_to_nobody_and_calls_nothing_off(client, event):
    draft = Announcement.objects.create(event=event, **TYPED)
    client.force_login(UserFactory(groups=["Auteur"]))
    for path in ("mail", f"mail/{draft.pk}", f"mail/{draft.pk}/wijzig", "afgelasten"):
        response = client.get(page_of(event, path), follow=True)
        assert response.request["PATH_INFO"] == "/beheer/", path
        client.post(page_of(event, path), {**TYPED, "audience": "komt", "step": "afgelasten"})
    assert Announcement.objects.count() == 1
    assert not Cancellation.objects.exists()
    assert not OutgoingMail.objects.exists()
