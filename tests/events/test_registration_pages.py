"""The pages around registering, as a visitor meets them."""

from datetime import timedelta
from itertools import cycle
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from initiatives.events import mails, services
from initiatives.events.forms import RegistrationForm
from initiatives.events.models import Cancellation, EventPage, Registration
from tests.events.registering import (
    State,
    link_in,
    mails_to,
    signed_up,
    state_of,
)
from tests.factories import (
    ContactRoleFactory,
    ContentPageFactory,
    EventPageFactory,
    RegistrationFactory,
)
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db

NOW = "2019-03-12T13:30:00+01:00"
ANSWERS = {
    "voornaam": "Anna",
    "tussenvoegsel": "van der",
    "achternaam": "O'Neill-Müller",
    "organisatie": "Zorgorganisatie Voorbeeld",
    "functie": "",
    "email": "anna+aln@voorbeeld.example",
    "rol": "zorg-of-welzijn",
    "wensen": "",
}
RECEIPT = "aanmelden/verstuurd/"


@pytest.fixture(autouse=True)
def _in_march_2019():
    with time_machine.travel(NOW, tick=False):
        yield


def meeting(**fields):
    return EventPageFactory(**{"starts_at": timezone.now() + timedelta(days=28), **fields})


def send(client: Client, event: EventPage, **answers: str):
    return client.post(event.register_url, {**ANSWERS, **answers})


def refused(client: Client, event: EventPage, **answers: str):
    """Send answers of which some are wrong, and return the form that comes back."""
    answer = send(client, event, **answers)
    assert answer.status_code == 200
    assert not Registration.objects.exists()
    return parse(answer)


# The form


def test_the_form_asks_what_it_needs_in_this_order(client):
    soup = parse(client.get(meeting().register_url))
    labels = [
        " ".join(found.get_text().split())
        for found in soup.select("main form label, main form legend")
        if not found.find_parent(hidden=True) and "choice" not in found.get("class", [])
    ]
    assert labels == [
        "Voornaam",
        "Tussenvoegsel (niet verplicht)",
        "Achternaam",
        "Organisatie",
        "Functie (niet verplicht)",
        "E-mailadres",
        "Hoe ben je betrokken?",
        "Hebben we iets nodig om je goed te ontvangen? (niet verplicht)",
    ]
    assert [choice.get_text(strip=True) for choice in soup.select(".choice")] == [
        "Koploper",
        "Potentiële Koploper",
        "Zorg- of welzijnsorganisatie",
        "Onderwijs",
        "Overheid",
        "Regionale werkgeversorganisatie",
        "Facilitator",
        "Anders",
    ]


def test_the_form_says_which_meeting_it_is_for_and_what_happens_with_the_answers(client):
    ContentPageFactory(title="Privacyverklaring", slug="privacy")
    event = meeting(title="Koploperbijeenkomst regio Midden", venue="De Werkplaats")
    words = text_of(parse(client.get(event.register_url)), "main")
    for said in (
        "Koploperbijeenkomst regio Midden",
        "dinsdag 9 april 2019, 14.30 tot 18.00 uur",
        "De Werkplaats",
        "We stellen je 8 vragen",
        "Alle vragen zijn verplicht, behalve als er ‘(niet verplicht)’ staat.",
        "We wissen je gegevens 4 weken na de bijeenkomst",
        "We wissen dit 14 dagen na de bijeenkomst",
        "privacyverklaring",
    ):
        assert said in words, said


def test_browsers_can_fill_the_form_in_and_do_not_judge_it(client):
    soup = parse(client.get(meeting().register_url))
    assert one(soup, "main form").has_attr("novalidate")
    for name, autocomplete in (
        ("voornaam", "given-name"),
        ("achternaam", "family-name"),
        ("organisatie", "organization"),
        ("functie", "organization-title"),
        ("email", "email"),
    ):
        assert attribute(soup, f"[name={name}]", "autocomplete") == autocomplete
    assert attribute(soup, "[name=email]", "type") == "email"
    assert not soup.select("main form [maxlength]")


def test_the_form_is_kept_nowhere_and_sets_only_the_cookie_against_forgery(client):
    answer = client.get(meeting().register_url)
    assert "no-store" in answer["Cache-Control"]
    assert list(answer.cookies) == ["csrftoken"]
    assert "noindex" in attribute(parse(answer), "meta[name=robots]", "content")


def test_a_full_meeting_offers_the_waiting_list_before_the_form(client):
    soup = parse(client.get(meeting(capacity=0).register_url))
    assert text_of(soup, "h1") == "Kom op de wachtlijst"
    assert "De bijeenkomst is vol" in text_of(soup, ".callout")
    assert text_of(soup, "main form button") == "Zet me op de wachtlijst"


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"capacity": 0, "has_waiting_list": False}, "De bijeenkomst is vol"),
        ({"register_by": "niet"}, "Aanmelden is niet nodig"),
        (
            {"register_by": "elders", "external_url": "https://elders.example/formulier"},
            "Aanmelden kan op een andere website",
        ),
        ({"registration_closes_at": "2019-03-12T13:30:00+01:00"}, "Je kunt je niet meer aanmelden"),
    ],
)
def test_where_nobody_can_register_the_page_says_why_and_takes_nothing(client, fields, heading):
    event = meeting(**fields)
    shown = client.get(event.register_url)
    assert shown.status_code == 200
    assert text_of(parse(shown), "h1") == heading
    assert not parse(shown).select("main form")
    taken = send(client, event)
    assert taken.status_code == 409
    assert text_of(parse(taken), "h1") == heading
    assert "niet aangemeld met dit formulier" in text_of(parse(taken), "main")
    assert not Registration.objects.exists()


def test_a_meeting_that_is_off_or_has_begun_takes_no_registrations(client):
    off, begun = meeting(), meeting()
    Cancellation.objects.create(event=off)
    EventPage.objects.filter(pk=begun.pk).update(starts_at=timezone.now())
    assert "gaat niet door" in text_of(parse(client.get(off.register_url)), "h1")
    assert send(client, off).status_code == 409
    assert send(client, begun).status_code == 409


def test_a_page_that_is_offline_has_no_form(client):
    event = meeting()
    event.unpublish()
    assert client.get(event.register_url).status_code == 404
    assert send(client, event).status_code == 404


# Sending it


def test_what_was_filled_in_is_kept_as_it_was_typed(client):
    event = meeting()
    answer = send(
        client,
        event,
        tussenvoegsel=" van der ",
        functie="Teamleider",
        email="  Anna+ALN@voorbeeld.example ",
        wensen="Een plek\r\nvooraan",
    )
    assert answer.status_code == 302
    assert answer["Location"] == event.get_url() + RECEIPT
    anna = Registration.objects.get()
    assert anna.full_name == "Anna van der O'Neill-Müller"
    assert anna.email == "Anna+ALN@voorbeeld.example"
    assert (anna.job_title, anna.needs) == ("Teamleider", "Een plek\nvooraan")


def test_the_receipt_shows_the_address_that_was_typed_and_no_other(client):
    event = meeting()
    shown = client.get(send(client, event, email="anna@typvout.example")["Location"])
    assert text_of(parse(shown), ".typed-address") == "anna@typvout.example"
    assert "no-store" in shown["Cache-Control"]
    assert "typvout" not in Client().get(event.get_url() + RECEIPT).text


def test_a_form_that_comes_too_late_says_to_which_address_we_wrote(client):
    event = meeting(capacity=0, has_waiting_list=False)
    known = RegistrationFactory(event=event, state=State.CONFIRMED)
    pages = [
        text_of(parse(send(client, event, email=email)), "main").replace(email, "…")
        for email in (known.email, "nieuw@voorbeeld.example")
    ]
    assert pages[0] == pages[1]
    assert "De mail gaat naar …" in pages[0]


def test_who_fills_in_the_form_again_sees_both_and_says_which_to_keep(client):
    event = meeting()
    anna = RegistrationFactory(event=event, first_name="Anna", needs="")
    send(client, event, email=anna.email, wensen="Graag een schrijftolk")
    path = link_in(mails_to(anna.email)[-1], "/nieuwe-antwoorden/")
    assert "nieuwe antwoorden" in client.get(urlsplit(mails.manage_url(anna)).path).text
    soup = parse(client.get(path))
    words = text_of(soup, "main")
    assert "Graag een schrijftolk" in words
    assert text_of(soup, "main form button:not([name])") == "Ja, bewaar de nieuwe antwoorden"
    shown = client.post(path, follow=True)
    assert "De nieuwe antwoorden zijn bewaard." in text_of(parse(shown), "[role=status]")
    assert "Graag een schrijftolk" in text_of(parse(shown), ".own-answers")
    assert client.get(path).status_code == 302  # of a link that was used


def test_what_was_filled_in_again_can_be_left_out(client):
    event = meeting()
    anna = RegistrationFactory(event=event, needs="")
    send(client, event, email=anna.email, wensen="Niet van mij")
    path = link_in(mails_to(anna.email)[-1], "/nieuwe-antwoorden/")
    shown = client.post(path, {"weglaten": "ja"}, follow=True)
    assert "Er is niets veranderd." in text_of(parse(shown), "[role=status]")
    assert not anna.new_details.exists()


def test_who_has_the_own_link_changes_details_and_needs(client):
    anna = RegistrationFactory(event=meeting(), organisation="Zorg A", needs="Een tolk")
    path = urlsplit(mails.change_url(anna)).path
    soup = parse(client.get(path))
    assert one(soup, "[name=wensen]").get_text().strip() == "Een tolk"
    assert not soup.select("[name=email]")
    wrong = parse(client.post(path, {**ANSWERS, "voornaam": "", "wensen": "Een rolstoelplek"}))
    assert one(wrong, "[name=wensen]").get_text().strip() == "Een rolstoelplek"
    shown = parse(client.post(path, {**ANSWERS, "wensen": "Een rolstoelplek"}, follow=True))
    notice = one(shown, "[role=status] [autofocus]")
    assert "Je gegevens zijn bewaard." in notice.get_text()
    assert "Een rolstoelplek" in text_of(shown, ".own-answers")
    assert not parse(client.get(urlsplit(mails.manage_url(anna)).path)).select("[role=status]")


def test_who_changes_something_too_late_gets_back_what_was_typed(client):
    anna = RegistrationFactory(event=meeting())
    path = urlsplit(mails.change_url(anna)).path
    services.cancel(anna)
    answer = client.post(path, {**ANSWERS, "wensen": "Graag een schrijftolk"})
    assert answer.status_code == 409
    assert "Graag een schrijftolk" in answer.text
    assert client.get(path).status_code == 410


def test_the_receipt_repeats_nothing_of_its_address(client):
    event = meeting()
    answer = client.get(event.get_url() + RECEIPT, {"naam": "Anna", "email": "anna@x.example"})
    assert text_of(parse(answer), "h1") == "Kijk in je mail"
    assert "Anna" not in answer.text
    assert "anna@x.example" not in answer.text
    assert event.register_url in answer.text


def test_a_known_address_gets_the_same_answer_as_a_new_one(client):
    event = meeting()
    first, again = send(client, event), send(client, event)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert first.content == again.content
    assert event.registrations.count() == 1


def test_a_double_click_registers_once(client):
    event = meeting(capacity=1, has_waiting_list=False)
    form = attribute(parse(client.get(event.register_url)), "[name=formulier]", "value")
    answers = [send(client, event, formulier=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert event.registrations.count() == 1
    assert len(mails_to(ANSWERS["email"])) == 1


def test_a_program_that_fills_in_everything_never_gets_in_and_a_person_loses_nothing(client):
    event = meeting()
    soup = refused(client, event, website="https://reclame.example")
    assert "Druk nog een keer op de knop." in text_of(soup, ".error-summary")
    assert attribute(soup, "[name=email]", "value") == ANSWERS["email"]
    again = one(soup, "[name=website]").get("value", "")
    assert send(client, event, website=again)["Location"] == event.get_url() + RECEIPT
    assert event.registrations.count() == 1


def test_nobody_sees_or_hears_the_question_for_programs(client):
    soup = parse(client.get(meeting().register_url))
    assert one(soup, "[name=website]").find_parent(hidden=True)


def test_where_very_many_register_from_one_network_the_next_keeps_what_was_typed(client, settings):
    ((most, hour), _) = settings.LIMITS["registration"]["network"]
    assert most >= 60  # a school that sends a whole team
    settings.LIMITS = {"registration": {"email": [(100, hour)], "network": [(20, hour)]}}
    event = meeting()

    def sent(number: int):
        answers = {**ANSWERS, "email": f"{number}@voorbeeld.example", "wensen": "Een tolk"}
        return client.post(event.register_url, answers, REMOTE_ADDR="192.0.2.1")

    assert [sent(number).status_code for number in range(20)] == [302] * 20
    answer = sent(20)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3660")
    soup = parse(answer)
    words = text_of(soup, ".error-summary")
    assert "Je aanmelding is nog niet verstuurd" in words
    assert "Probeer het vandaag vanaf 14.31 uur opnieuw." in words
    assert one(soup, "[name=wensen]").get_text().strip() == "Een tolk"
    assert Registration.objects.count() == 20


def test_another_site_cannot_send_the_form():
    event = meeting()
    assert send(Client(enforce_csrf_checks=True), event).status_code == 403
    assert not Registration.objects.exists()


# What is wrong


WRONG = [
    ("voornaam", "", "Vul je voornaam in"),
    ("voornaam", " \t ", "Vul je voornaam in"),
    ("voornaam", "a" * 61, "Maak je antwoord bij ‘Voornaam’ korter: hooguit 60 tekens"),
    ("voornaam", "An\x00na", "Haal de vreemde tekens weg bij ‘Voornaam’"),
    ("voornaam", "An\x9fna", "Haal de vreemde tekens weg bij ‘Voornaam’"),
    (
        "tussenvoegsel",
        "v" * 21,
        "Maak je antwoord bij ‘Tussenvoegsel’ korter: hooguit 20 tekens",
    ),
    ("achternaam", "", "Vul je achternaam in"),
    (
        "achternaam",
        "a" * 100_000,
        "Maak je antwoord bij ‘Achternaam’ korter: hooguit 80 tekens",
    ),
    ("organisatie", "", "Vul de naam van je organisatie in"),
    ("organisatie", "Z", "Vul de naam van je organisatie in"),
    ("organisatie", "a" * 121, "Maak je antwoord bij ‘Organisatie’ korter: hooguit 120 tekens"),
    ("functie", "a" * 81, "Maak je antwoord bij ‘Functie’ korter: hooguit 80 tekens"),
    ("email", "", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "anna", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "anna@", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    (
        "email",
        "an na@voorbeeld.example",
        "Vul een e-mailadres in, zoals naam@voorbeeld.nl",
    ),
    ("email", "a@b.nl\nBcc: c@d.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ("email", "änna@voorbeeld.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    (
        "email",
        "a" * 250 + "@voorbeeld.nl",
        "Maak je antwoord bij ‘E-mailadres’ korter: hooguit 254 tekens",
    ),
    ("rol", "", "Kies hoe je betrokken bent"),
    ("rol", "minister", "Kies hoe je betrokken bent"),
    ("wensen", "a" * 301, "Maak de tekst korter: hooguit 300 tekens"),
    ("wensen", "tolk\x1b[31m", "Haal de vreemde tekens weg bij"),
]


def test_each_wrong_answer_has_a_sentence_of_its_own():
    for name, value, said in WRONG:
        form = RegistrationForm({**ANSWERS, name: value})
        assert list(form.errors) == [name], (name, value[:50])
        assert said in form.errors[name][0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("voornaam", "An\x00na", "Haal de vreemde tekens weg bij ‘Voornaam’"),
        ("email", "a@b.nl\nBcc: c@d.nl", "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
        ("rol", "minister", "Kies hoe je betrokken bent"),
        ("wensen", "a" * 301, "Maak de tekst korter: hooguit 300 tekens"),
    ],
)
def test_a_wrong_answer_is_said_above_the_form_and_at_the_question(client, name, value, said):
    soup = refused(client, meeting(), **{name: value})
    assert one(soup, "title").get_text().strip().startswith("Fout: ")
    assert text_of(soup, ".error-summary h2") == "Er gaat nog iets mis: controleer 1 antwoord"
    assert one(soup, ".error-summary h2").has_attr("autofocus")
    link = one(soup, ".error-summary li a")
    assert said in link.get_text()
    field = one(soup, str(link["href"]))
    assert field["name"] == name
    wrong = field.find_parent("fieldset") if name == "rol" else field
    assert wrong["aria-invalid"] == "true"
    told = [one(soup, f"#{words}").get_text() for words in str(wrong["aria-describedby"]).split()]
    assert any(said in words for words in told)


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(client):
    soup = refused(client, meeting(), voornaam="", rol="", wensen="Graag een tolk")
    assert text_of(soup, ".error-summary h2") == "Er gaat nog iets mis: controleer 2 antwoorden"
    assert attribute(soup, "[name=achternaam]", "value") == "O'Neill-Müller"
    assert one(soup, "[name=wensen]").get_text().strip() == "Graag een tolk"
    kept = refused(client, meeting(), voornaam="", rol="overheid")
    assert attribute(kept, "[name=rol][checked]", "value") == "overheid"


def test_a_name_of_any_script_is_taken_as_it_is(client):
    for name in ("أحمد", "Zoë 😀", "Nguyễn", "李", "Ŝ", "<b>Anna</b>", "דוד", "D’Arc"):
        form = RegistrationForm({**ANSWERS, "voornaam": name})
        assert form.is_valid(), name
        assert form.attendee.first_name == name
    assert send(client, meeting(), voornaam="דוד 😀").status_code == 302
    assert Registration.objects.get().first_name == "דוד 😀"


def test_a_name_typed_with_loose_accents_is_stored_with_whole_letters():
    form = RegistrationForm({**ANSWERS, "voornaam": "Zoe\u0308"})
    assert form.is_valid()
    assert form.attendee.first_name == "Zoë"


def test_an_address_on_a_domain_with_other_letters_is_taken():
    assert RegistrationForm({**ANSWERS, "email": "naam@bücher.example"}).is_valid()


def test_ten_megabytes_are_refused_in_dutch(client):
    answer = send(client, meeting(), wensen="a" * (10 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Dit is te veel in één keer" in answer.text
    assert not Registration.objects.exists()


def test_a_very_long_answer_does_not_come_back_whole(client):
    answer = send(client, meeting(), wensen="a" * 1_000_000)
    assert len(answer.content) < 200_000


def test_a_form_without_any_answer_is_no_error_of_ours(client):
    event = meeting()
    answer = client.post(event.register_url, {"formulier": "\x00"})
    assert "controleer 5 antwoorden" in answer.text


def test_the_form_knows_only_reading_and_sending(client):
    url = meeting().register_url
    for ask in (client.put, client.delete, client.patch):
        assert ask(url).status_code == 405


# The links in mails


def confirm_link(registration):
    return link_in(mails_to(registration.email)[-1], "/bevestigen/")


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_opening_the_link_to_confirm_does_nothing_and_pressing_the_button_does(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    shown = client.get(link)
    assert text_of(parse(shown), "h1") == "Bevestig je aanmelding"
    assert "vóór donderdag 14 maart 13.30 uur" in text_of(parse(shown), "main")
    assert state_of(anna) == State.REGISTERED
    done = client.post(link, follow=True)
    assert text_of(parse(done), "h1") == "Je bent aangemeld"
    assert state_of(anna) == State.CONFIRMED


def test_pressing_the_button_twice_is_pressing_it_once(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    for _ in range(2):
        assert text_of(parse(client.post(link, follow=True)), "h1") == "Je bent aangemeld"
    assert len(mails_to(anna.email)) == 2


def test_a_link_to_confirm_that_was_used_leads_to_how_it_stands(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    client.post(link)
    assert text_of(parse(client.get(link, follow=True)), "h1") == "Je bent aangemeld"


def test_a_link_to_confirm_that_came_too_late_says_so_before_the_worker_does(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    with time_machine.travel(anna.expires_at, tick=False):
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 410
            assert text_of(parse(answer), "h1") == "Je aanmelding is vervallen"
            assert anna.event.register_url in answer.text


def test_a_link_to_confirm_dies_when_somebody_signs_off(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    services.cancel(anna)
    answer = client.post(link)
    assert answer.status_code == 410
    assert text_of(parse(answer), "h1") == "Je bent afgemeld"
    assert state_of(anna) == State.CANCELLED


def test_an_offered_place_is_taken_by_link(client):
    event = meeting(capacity=1)
    anna = RegistrationFactory(event=event)
    bert = signed_up(event, "bert@voorbeeld.example")
    services.cancel(anna)
    link = confirm_link(bert)
    assert text_of(parse(client.get(link)), "h1") == "Er is een plek voor je"
    client.post(link)
    assert state_of(bert) == State.CONFIRMED


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (State.REGISTERED, "Je hebt nog niet bevestigd dat je komt"),
        (State.OFFERED, "Je hebt nog niet bevestigd dat je komt"),
        (State.CONFIRMED, "Je bent aangemeld"),
        (State.WAITING, "Je staat op de wachtlijst"),
        (State.CANCELLED, "Je bent afgemeld"),
        (State.LAPSED, "Je aanmelding is vervallen"),
    ],
)
def test_the_page_behind_the_link_says_how_it_stands_in_words(client, state, heading):
    anna = RegistrationFactory(event=meeting(title="Samen leren"), state=state)
    answer = client.get(path_of(mails.manage_url(anna)))
    assert answer.status_code == 200
    assert text_of(parse(answer), "h1") == heading
    words = text_of(parse(answer), "main")
    assert "Samen leren" in words
    assert "dinsdag 9 april 2019" in words
    assert anna.email not in answer.text


def test_who_comes_finds_the_file_for_the_calendar_and_the_link_to_take_part(client):
    event = meeting(is_online=True, online_url="https://meedoen.example/zaal")
    anna = RegistrationFactory(event=event)
    answer = client.get(path_of(mails.manage_url(anna)))
    assert f"/agenda/{event.pk}.ics" in answer.text
    assert "https://meedoen.example/zaal" in answer.text
    waiting = RegistrationFactory(event=event, state=State.WAITING)
    assert "meedoen.example" not in client.get(path_of(mails.manage_url(waiting))).text


def test_signing_off_asks_first_and_then_does_it(client):
    anna = RegistrationFactory(event=meeting())
    soup = parse(client.get(path_of(mails.manage_url(anna))))
    link = path_of(mails.sign_off_url(anna))
    assert link in {path_of(str(found["href"])) for found in soup.select("main a[href*=afmelden]")}
    assert text_of(parse(client.get(link)), "h1") == "Wil je je afmelden?"
    assert state_of(anna) == State.CONFIRMED
    done = client.post(link, follow=True)
    assert text_of(parse(done), "h1") == "Je bent afgemeld"
    assert state_of(anna) == State.CANCELLED
    assert text_of(parse(client.post(link)), "h1") == "Je bent afgemeld"


def test_every_link_works_while_the_page_is_offline(client):
    anna = signed_up(meeting())
    link = confirm_link(anna)
    anna.event.unpublish()
    assert client.get(link).status_code == 200
    shown = client.post(link, follow=True)
    assert text_of(parse(shown), "h1") == "Je bent aangemeld"
    # No way into a page that is not there.
    assert not parse(shown).select(f'main a[href*="{anna.event.slug}"]')
    assert text_of(parse(client.get(path_of(mails.sign_off_url(anna)))), "h1").startswith("Wil")


def test_a_meeting_that_is_off_or_over_says_so_and_has_nothing_to_press(client):
    off, over = RegistrationFactory(event=meeting()), RegistrationFactory(event=meeting())
    Cancellation.objects.create(event=off.event)
    link = path_of(mails.manage_url(over))
    shown = parse(client.get(path_of(mails.manage_url(off))))
    assert text_of(shown, "h1") == "De bijeenkomst gaat niet door"
    assert not shown.select("main a[href*=afmelden]")
    with time_machine.travel(over.event.starts_at, tick=False):
        shown = parse(client.get(link))
        assert "begonnen" in text_of(shown, "h1")
        assert not shown.select("main a[href*=afmelden]")
        client.post(path_of(mails.sign_off_url(over)))
    assert state_of(over) == State.CONFIRMED


def test_when_the_data_were_wiped_the_link_says_so(client):
    anna = RegistrationFactory(event=meeting(), forgotten_at=timezone.now())
    answer = client.get(path_of(mails.manage_url(anna)))
    assert answer.status_code == 410
    assert text_of(parse(answer), "h1") == "Je gegevens zijn gewist"


def test_a_garbled_link_gets_a_kind_page(client):
    anna = RegistrationFactory(event=meeting())
    token = mails.manage_url(anna).rstrip("/").rsplit("/", 1)[1]
    garbled = (
        token[:-1],
        token + "x",
        token[:20],
        "x",
        "%00",
        "a.b",
        token.replace(".", ""),
        f"{anna.key}.",
        "é" * 50,
        "a" * 3_000,
    )
    # One function reads the token for each of the three pages.
    for words, ending in zip(garbled, cycle(["", "bevestigen/", "afmelden/"]), strict=False):
        answer = client.get(f"/aanmelding/{words}/{ending}")
        assert answer.status_code == 404, words
        assert "Deze link werkt niet" in answer.text, words


def test_a_link_is_for_one_thing_only(client):
    anna = signed_up(meeting())
    manage, answer = mails.manage_url(anna), mails.answer_url(anna)
    assert client.get(path_of(manage) + "bevestigen/").status_code == 404
    assert client.get(path_of(answer).replace("bevestigen/", "")).status_code == 404
    assert client.post(path_of(answer).replace("bevestigen", "afmelden")).status_code == 404


def test_a_link_of_a_registration_that_is_gone_gets_a_kind_page(client):
    anna = RegistrationFactory(event=meeting())
    link = path_of(mails.manage_url(anna))
    anna.delete()
    assert client.get(link).status_code == 404


def test_a_link_is_told_to_nobody_and_kept_nowhere(client):
    anna = signed_up(meeting())
    for link in (
        path_of(mails.manage_url(anna)),
        path_of(mails.sign_off_url(anna)),
        confirm_link(anna),
        "/aanmelding/kapot/",
    ):
        answer = client.get(link)
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
    for link in (confirm_link(anna), path_of(mails.sign_off_url(anna))):
        answer = client.post(link)
        assert answer["Referrer-Policy"] == "strict-origin"


def test_another_site_cannot_press_the_button():
    anna = signed_up(meeting())
    assert Client(enforce_csrf_checks=True).post(confirm_link(anna)).status_code == 403
    assert state_of(anna) == State.REGISTERED


def test_the_contact_of_the_meeting_stands_on_every_page(client):
    contact = ContactRoleFactory(email="bijeenkomsten@actieleernetwerk.example")
    anna = signed_up(meeting(contact=contact))
    assert mails_to(anna.email)[0].reply_to == contact.email
    for path in (path_of(mails.manage_url(anna)), anna.event.get_url() + RECEIPT):
        assert contact.email in client.get(path).text


# What it costs


def test_the_form_is_shown_in_eight_queries(client, django_assert_max_num_queries):
    event = meeting(capacity=20, contact=ContactRoleFactory())
    client.get(event.register_url)
    with django_assert_max_num_queries(8):
        client.get(event.register_url)


@pytest.mark.parametrize("capacity", [None, 0, 60])
def test_registering_takes_eighteen_queries_whoever_registers(
    client, django_assert_max_num_queries, capacity
):
    event = meeting(capacity=capacity, contact=ContactRoleFactory())
    send(client, event, email="eerste@voorbeeld.example")
    with django_assert_max_num_queries(18):
        assert send(client, event).status_code == 302
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False),
        django_assert_max_num_queries(18),
    ):
        assert send(client, event).status_code == 302
    assert len(mails_to(ANSWERS["email"])) == 2
