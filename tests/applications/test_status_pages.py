"""What an applicant sees by the personal link: receipt, where it stands, and what one can do."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutgoingMail
from initiatives.applications.assessment import supplements
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, Supplement
from initiatives.applications.models.choices import Route
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.events.models import Cancellation
from tests.applications.cases import adviser, application, fresh, judged
from tests.applications.sent import EMAIL, address, draft, sent
from tests.facilitators.asking import NETWORK
from tests.factories import EventPageFactory
from tests.html import one, parse, text_of
from tests.working import do_all_tasks

pytestmark = pytest.mark.usefixtures("terms")

NOW = "2019-03-26T12:00:00+01:00"
MOTIVATION = "Er is nog te weinig resultaat op de werkvloer om anderen verder te helpen."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def press_send(client, made):
    token = personal_links.token_for(personal_links.RESUME, made)
    return client.post(f"/koploper-worden/verder/{token}/versturen/")


def read(client, made, part=""):
    answer = client.get(address(made, part))
    assert answer.status_code == 200
    return parse(answer)


def pairs_on(soup):
    return [
        (line.dt.get_text(" ", strip=True), line.dd.get_text("\n", strip=True))
        for line in soup.select(".sheet-step dl > div")
    ]


# Sending


def test_pressing_send_leads_to_a_receipt_however_often_it_is_pressed(client):
    made = draft()
    answers = [press_send(client, made) for _ in range(3)]
    made.refresh_from_db()
    assert {answer["Location"] for answer in answers} == {address(made, "verstuurd/")}
    assert Application.objects.get().reference == "KL-2019-0001"
    assert OutgoingMail.objects.filter(kind="M4").count() == 1
    token = personal_links.token_for(personal_links.RESUME, made)
    # Back, or a refresh of what came after.
    again = client.get(f"/koploper-worden/verder/{token}/versturen/")
    assert again["Location"] == address(made, "verstuurd/")


def test_a_day_later_the_link_of_the_form_is_dead(client, clock):
    made = draft()
    press_send(client, made)
    clock.shift(25 * 3600)
    answer = press_send(client, made)
    assert answer.status_code == 410
    assert text_of(parse(answer), "h1") == "Deze link werkt niet meer"


def test_opening_the_address_sends_nothing(client):
    made = draft()
    token = personal_links.token_for(personal_links.RESUME, made)
    answer = client.get(f"/koploper-worden/verder/{token}/versturen/")
    assert answer["Location"] == personal_links.resume_url(made)
    made.refresh_from_db()
    assert made.state == "concept"


def test_what_is_not_complete_leads_back_to_the_form(client):
    made = draft(naam="")
    answer = press_send(client, made)
    assert answer["Location"].endswith("/controleren/?fouten=1")
    assert "Vul de naam van het initiatief in" in client.get(answer["Location"]).text
    made.refresh_from_db()
    assert made.state == "concept"


def test_the_receipt_says_when_what_next_and_how_to_change_or_withdraw(client):
    made = sent()
    soup = read(client, made, "verstuurd/")
    words = text_of(soup, "main")
    assert text_of(soup, "h1") == "Je aanmelding is verstuurd"
    for expected in (
        "KL-2019-0001",
        "dinsdag 26 maart 2019 om 12.00 uur",
        "binnen 10 werkdagen, dus uiterlijk dinsdag 9 april 2019",
        "Klopt er iets niet?",
    ):
        assert expected in words
    assert soup.select(f'a[href="{address(made, "intrekken/")}"]')


def test_every_page_has_the_same_copy_of_the_answers_and_is_kept_nowhere(client):
    made = sent()
    sheet = sheet_of(made.answers, made.form_version)
    for part in ("", "verstuurd/", "kopie/", "intrekken/"):
        answer = client.get(address(made, part))
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        if part != "intrekken/":
            assert pairs_on(parse(answer)) == [(line.question, line.text) for line in sheet.lines]


# How it stands


def test_in_every_state_the_page_says_in_at_most_six_words_where_it_stands(client):
    for state in set(State) - {State.POTENTIAL}:
        made = application(state)
        answer = client.get(address(made))
        if state in (State.INVITED, State.DRAFT):
            assert answer["Location"] == personal_links.resume_url(made)
            continue
        assert answer.status_code == 200
        said = one(parse(answer), ".standing h2")
        said.span.extract()
        assert said.get_text(strip=True) == state.in_plain_words
        assert len(state.in_plain_words.split()) <= 6
        assert "Kenmerk" in answer.text or state == State.WITHDRAWN


def test_who_waits_reads_by_when_they_hear_from_us(client, clock):
    made = sent()
    assert "uiterlijk dinsdag 9 april 2019" in text_of(read(client, made), ".standing")
    apply(made, Action.TAKE_UP, adviser())
    # The receipt and M4 promised that day; it stands until it is over.
    assert "uiterlijk dinsdag 9 april 2019" in text_of(read(client, made), ".standing")
    clock.move_to("2019-04-10T12:00:00+02:00")
    assert "uiterlijk dinsdag 16 april 2019" in text_of(read(client, made), ".standing")
    clock.move_to("2019-08-01T12:00:00+02:00")
    words = text_of(read(client, made), ".standing")
    assert "Het duurt langer dan we wilden" in words
    assert "uiterlijk" not in words


def steps_of(client, made):
    """Return the steps with their days, and the one where it stands now."""
    page = read(client, made)
    return [text_of_tag(step) for step in page.select(".progress-step")], [
        one(step, ".progress-name").get_text() for step in page.select("[aria-current=step]")
    ]


def text_of_tag(tag):
    return " ".join(tag.select_one(".progress-words").get_text(" ").split())


def test_the_status_shows_four_steps_with_their_days(client):
    with time_machine.travel("2019-03-04 12:00+01:00", tick=False) as clock:
        made = sent()
        assert steps_of(client, made) == (
            ["Verstuurd 4 maart 2019", "Toetsing komt nog", "Advies komt nog", "Besluit komt nog"],
            ["Verstuurd"],
        )
        clock.shift(timedelta(days=2))
        made = apply(made, Action.TAKE_UP, adviser())
        days, here = steps_of(client, made)
        assert days[1] == "Toetsing 6 maart 2019"
        assert here == ["Toetsing"]
        clock.shift(timedelta(days=2))
        made = judged(made, "VVNN")
        made = apply(made, Action.REJECT, adviser(), reason=MOTIVATION)
        days, here = steps_of(client, made)
        assert days[2:] == ["Advies niet gevraagd", "Besluit 8 maart 2019"]
        assert here == ["Besluit"]


def test_what_was_withdrawn_shows_no_steps(client):
    assert steps_of(client, application(State.WITHDRAWN)) == ([], [])


def test_who_heard_from_us_reads_of_the_term_and_no_more_of_the_promise(client):
    made = sent_in_review()
    apply(made, Action.ASK_SUPPLEMENT, adviser(), question="Wie doen er allemaal mee?")
    supplements.keep(supplements.waiting(fresh(made)), {}, "Wij allemaal.")
    apply(made, Action.SEND_SUPPLEMENT, APPLICANT)
    assert "uiterlijk dinsdag 16 april 2019" in text_of(read(client, made), ".standing")


def test_a_question_stands_there_with_its_last_day(client):
    made = application(State.SUPPLEMENT_ASKED)
    Supplement.objects.create(
        application=made, question="Wie doet er mee?", deadline="2019-04-09", opened=[]
    )
    words = text_of(read(client, made), ".standing")
    assert "Wij hebben een vraag" in words
    assert "Wie doet er mee?" in words
    assert "uiterlijk dinsdag 9 april 2019" in words


def test_who_was_not_admitted_reads_why(client):
    made = judged(application(State.IN_REVIEW), "VVNN")
    apply(made, Action.REJECT, adviser(), reason=MOTIVATION)
    made.refresh_from_db()
    words = text_of(read(client, made), "main")
    assert MOTIVATION in words
    assert "Samenwerken Voldoet" in words
    assert "Opschalen Voldoet niet" in words


# Withdrawing


def test_withdrawing_asks_first_and_tells_that_it_is_done(client):
    made = sent()
    soup = read(client, made, "intrekken/")
    assert text_of(soup, "h1") == "Wil je je aanmelding intrekken?"
    made.refresh_from_db()
    assert made.state == "ingediend"
    answer = client.post(address(made, "intrekken/"))
    assert answer["Location"] == address(made)
    assert "Ingetrokken" in text_of(read(client, made), ".standing h2")
    mail = OutgoingMail.objects.get(kind="M13")
    assert mail.recipient == EMAIL
    event = made.events.latest("pk")
    assert (event.kind, event.role, event.to_state) == ("withdraw", "indiener", "ingetrokken")
    for again in (client.get, client.post):
        assert again(address(made, "intrekken/"))["Location"] == address(made)
    assert OutgoingMail.objects.filter(kind="M13").count() == 1


def test_what_is_decided_cannot_be_withdrawn(client):
    for state in (State.ADMITTED, State.INTRODUCED, State.REJECTED):
        made = application(state)
        assert "intrekken" not in client.get(address(made)).text
        client.post(address(made, "intrekken/"))
        assert fresh(made).state == state


# Beginning again


def test_who_was_not_admitted_begins_again_with_a_copy_and_a_new_number(client):
    made = judged(sent_in_review(), "VNNN")
    apply(made, Action.REJECT, adviser(), reason=MOTIVATION)
    assert read(client, made).select(f'a[href="{address(made, "opnieuw/")}"]')
    read(client, made, "opnieuw/")
    answers = [client.post(address(made, "opnieuw/")) for _ in range(2)]
    new = Application.objects.get(previous=made)
    assert {answer["Location"] for answer in answers} == {personal_links.resume_url(new)}
    assert (new.state, new.answers, new.reference) == ("concept", made.answers, "")
    mail = OutgoingMail.objects.get(kind="M3")
    assert mail.recipient == EMAIL
    assert personal_links.resume_url(new) in mail.text
    assert apply(new, Action.SUBMIT, APPLICANT).reference == "KL-2019-0002"
    made.refresh_from_db()
    assert (made.state, made.reference) == ("niet_toegelaten", "KL-2019-0001")
    assert not read(client, made).select(f'a[href="{address(made, "opnieuw/")}"]')


def test_who_begins_again_came_to_us_by_the_way_they_once_did(client):
    made = sent_in_review()
    Application.objects.filter(pk=made.pk).update(route=Route.APPROACHED)
    judged(made, "VNNN")
    apply(made, Action.REJECT, adviser(), reason=MOTIVATION)
    client.post(address(made, "opnieuw/"))
    new = Application.objects.get(previous=made)
    form_data.copy_to_columns(new)
    assert fresh(new).route == Route.APPROACHED


def test_who_once_came_by_the_form_may_say_otherwise_when_beginning_again(client):
    made = judged(sent_in_review(), "VNNN")
    apply(made, Action.REJECT, adviser(), reason=MOTIVATION)
    client.post(address(made, "opnieuw/"))
    new = Application.objects.get(previous=made)
    new.answers = {**new.answers, "route": Route.NOMINATED, "weet_ervan": "ja"}
    form_data.copy_to_columns(new)
    assert fresh(new).route == Route.NOMINATED


def sent_in_review():
    return apply(sent(), Action.TAKE_UP, adviser())


# Stopping


def test_a_koploper_asks_once_to_stop_and_the_advisers_read_why(client):
    adviser("Ada")
    made = application(State.INTRODUCED)
    read(client, made, "stoppen/")
    for _ in range(2):
        answer = client.post(address(made, "stoppen/"), {"reden": "We gaan iets anders doen."})
        assert answer["Location"] == address(made)
    assert "Je hebt gevraagd om te stoppen" in text_of(read(client, made), "main")
    mail = OutgoingMail.objects.get(kind="stoppen")
    assert OutgoingMail.objects.get(kind="M15b").recipient == made.email
    assert mail.subject == f"{made.reference} wil stoppen als Koploper"
    assert "> We gaan iets anders doen." in mail.text
    made.refresh_from_db()
    assert made.state == "geintroduceerd"
    assert made.events.get().reason == "We gaan iets anders doen."


def test_who_takes_part_in_nothing_cannot_ask_to_stop(client):
    made = application(State.SUBMITTED)
    answer = client.post(address(made, "stoppen/"), {"reden": "Geen tijd."})
    assert answer.status_code == 409
    assert "Je aanmelding is geen deelname" in answer.text
    assert "Geen tijd." in answer.text
    assert not OutgoingMail.objects.exists()


# Links


def ask(client, email):
    answer = client.post("/mijn-aanmelding/link/", {"email": email}, REMOTE_ADDR=NETWORK)
    do_all_tasks()
    return answer


def test_a_new_link_kills_the_former_and_nobody_learns_whether_an_address_is_known(client):
    made = sent()
    former = address(made)
    answers = [ask(client, email) for email in (EMAIL.upper(), "niemand@voorbeeld.example")]
    assert {answer["Location"] for answer in answers} == {"/mijn-aanmelding/link/verstuurd/"}
    mail = OutgoingMail.objects.get(kind="M3")
    assert mail.recipient == EMAIL
    (link,) = re.findall(r"/mijn-aanmelding/\S+", mail.text)
    assert client.get(link).status_code == 200
    dead = client.get(former)
    assert dead.status_code == 410
    assert text_of(parse(dead), "h1") == "Deze link werkt niet meer"
    assert made.events.latest("pk").kind == "link_sent"
    assert made.name not in dead.text


def test_one_mail_has_the_links_to_everything_that_somebody_sent(client):
    first, second = sent(), sent(naam="Een tweede initiatief")
    draft(naam="Nog niet verstuurd")
    ask(client, EMAIL)
    mail = OutgoingMail.objects.get(kind="M3")
    assert len(re.findall(r"/mijn-aanmelding/\S+", mail.text)) == 2
    assert first.reference in mail.text
    assert second.reference in mail.text


def test_asking_too_often_is_refused(client):
    answers = [ask(client, EMAIL) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Er is nog geen link verstuurd" in answers[-1].text


def test_a_link_that_asks_for_an_address_without_one_says_what_is_wrong(client):
    soup = parse(ask(client, "geen adres"))
    assert text_of(soup, "title").startswith("Fout: ")
    assert one(soup, ".error-summary li a")["href"] == "#id_email"


BROKEN = ("kapot", "kapot.abc", "%00.x", "é", "x" * 500)
PARTS = ("", "verstuurd/", "kopie/", "intrekken/", "opnieuw/", "stoppen/")


@pytest.mark.parametrize(
    "path", [*(f"{token}/" for token in BROKEN), *(f"{BROKEN[1]}/{part}" for part in PARTS[1:])]
)
def test_a_broken_link_is_answered_kindly(client, db, path):
    for ask_for in (client.get, client.post):
        answer = ask_for(f"/mijn-aanmelding/{path}")
        assert answer.status_code == 404
        assert text_of(parse(answer), "h1") == "Deze link werkt niet"


def test_the_link_of_the_form_does_not_open_how_it_stands(client):
    made = sent()
    token = personal_links.token_for(personal_links.RESUME, made)
    assert client.get(f"/mijn-aanmelding/{token}/").status_code == 404


def test_the_page_asks_the_database_little_whatever_was_sent(client):
    made = sent()
    client.get(address(made))
    with CaptureQueriesContext(connection) as queries:
        client.get(address(made))
    assert len(queries) <= 12, "\n".join(query["sql"] for query in queries)


# What comes after admission


def test_who_is_admitted_reads_the_day_that_the_welcome_named(client, clock):
    made = application(State.ADMITTED, decided_at=timezone.now())
    assert "uiterlijk dinsdag 9 april 2019" in str(read(client, made))
    clock.shift(30 * 24 * 3600)
    late = str(read(client, made))
    assert "uiterlijk" not in late
    assert "Het duurt langer dan we wilden" in late


def test_a_meeting_that_does_not_go_on_is_no_introduction_to_come(client):
    starts_at = timezone.now() + timedelta(days=10)
    event = EventPageFactory(kind="koploperbijeenkomst", starts_at=starts_at)
    made = application(State.ADMITTED, introduction=event, decided_at=timezone.now())
    assert "Jullie introductie" in str(read(client, made))
    Cancellation.objects.create(event=event)
    page = str(read(client, made))
    assert "Jullie introductie" not in page
    assert "De bijeenkomst van vrijdag 5 april 2019 gaat niet door." in page
