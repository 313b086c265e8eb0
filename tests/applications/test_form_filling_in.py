"""Filling in the form: whatever somebody does, what was typed is there afterwards."""

import itertools
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.utils import timezone

from core.models import OutgoingMail
from initiatives.applications.application_form.pages import COOKIE, claims_help, token_of
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.form.step_forms import form_of
from initiatives.applications.intake import drafts, form_data
from initiatives.applications.models import Application, ConflictingDraft
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from tests.applications import sent
from tests.applications.answering import LONG, answers
from tests.applications.filling_in import (
    BY_SLUG,
    START,
    as_sent,
    begin,
    fields_of,
    fill_in,
    filled,
    path_of,
    send,
    shown,
    untouched,
    url_of,
)
from tests.html import one, parse, text_of
from tests.working import do_all_tasks

pytestmark = pytest.mark.usefixtures("terms")
STEPS_TO_FILL_IN = ("initiatief", "organisaties", "criteria", "delen", "gegevens")


@pytest.fixture
def draft(terms):
    return drafts.start(uuid.uuid4())


@pytest.fixture
def complete(draft):
    """A draft that could be sent."""
    return filled(draft, answers())


def stored(application, *keys):
    application.refresh_from_db()
    return tuple(application.answers.get(key) for key in keys)


def keep(client, application, slug, sent):
    return client.post(f"{url_of(application, slug)}bewaar/", sent)


def test_the_first_page_says_what_is_needed_and_a_button_begins_a_draft(client):
    page = parse(client.get(START))
    words = text_of(page, "main")
    for needed in ("ongeveer 20 minuten", "zes stappen", "Dit heb je nodig"):
        assert needed in words
    assert "behalve als er '(niet verplicht)' staat" in words
    assert not Application.objects.exists()
    application = begin(client)
    assert (application.state, application.reference) == (State.DRAFT, "")


def test_pressing_the_button_twice_begins_once(client):
    sent = fields_of(parse(client.get(START)), f"form[action='{START}']")
    first, second = client.post(START, sent), client.post(START, sent)
    assert path_of(first) == path_of(second)
    assert Application.objects.count() == 1


def test_complete_answers_lead_from_step_to_step_to_the_page_to_check_them(client, draft):
    fill_in(client, draft, answers())
    draft.refresh_from_db()
    assert form_data.problems(draft) == []
    assert draft.name == "Leerlijn op de Werkvloer"
    page = parse(client.get(url_of(draft, "controleren")))
    assert [item.get_text(strip=True) for item in page.select(".steps-done .steps-standing")] == [
        ":klaar"
    ] * 5


def test_a_page_sends_back_what_is_stored(client, complete):
    for slug in STEPS_TO_FILL_IN:
        page, stored_ = shown(client, complete, slug), untouched(complete, slug)
        assert page.pop("tabblad") != stored_.pop("tabblad")
        assert page.pop("beurt") == "0"
        filled = {key: value for key, value in page.items() if value}
        assert filled == {key: _only(value) for key, value in stored_.items() if value}


def _only(value):
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def test_every_button_stores_what_was_typed_though_it_is_wrong(client, draft):
    for button in ("verder", "terug", "later", "toch-verder", "naar-delen"):
        send(client, draft, "initiatief", {"naam": button[0], "start_jaar": "elf"}, button)
        assert stored(draft, "naam", "start_jaar") == (button[0], "elf")
    assert shown(client, draft, "initiatief")["naam"] == "n"


def test_what_is_wrong_is_told_above_the_form_with_links_and_in_the_title(client, draft):
    page = parse(send(client, draft, "initiatief", {"naam": "x"}))
    assert text_of(page, "title").startswith("Fout: Stap 1 van 6")
    summary = one(page, ".error-summary")
    assert one(page, ".error-summary h2").has_attr("autofocus")
    assert "Er gaat nog iets mis: controleer 8 antwoorden" in summary.get_text()
    for link in summary.select("a"):
        assert page.select_one(str(link["href"])) is not None
    field = one(page, "#id_naam")
    assert field["aria-invalid"] == "true"
    assert "id_naam_error" in field["aria-describedby"]
    assert field["value"] == "x"


def test_who_does_not_know_yet_goes_on_and_finds_it_at_the_check(client, draft):
    answer = send(client, draft, "initiatief", {"naam": "Leerlijn"}, "toch-verder")
    assert path_of(answer) == url_of(draft, "organisaties")
    page = parse(client.get(url_of(draft, "controleren")))
    link = next(a for a in page.select(".error-summary a") if "thema" in a.get_text())
    there = parse(client.get(link["href"].partition("#")[0]))
    assert there.select_one(f"#{link['href'].partition('#')[2]}") is not None
    assert "Kies minstens één thema" in one(there, ".error-summary").get_text()


def test_the_check_lists_every_question_and_a_change_comes_back_to_it(client, draft):
    page = parse(client.get(url_of(draft, "controleren")))
    every = len(sheet_of({}, draft.form_version).lines)
    assert len(page.select(".sheet-line")) == len(page.select(".sheet-empty")) == every
    link = next(a for a in page.select(".sheet-change a") if "Functie" in a.get_text())
    address, _, anchor = link["href"].partition("#")
    step = parse(client.get(address))
    assert step.select_one(f"#{anchor}") is not None
    sent = {**fields_of(step), **as_sent(BY_SLUG["gegevens"], answers(functie="Teamleider"))}
    answer = client.post(one(step, "#stap")["action"], {**sent, "actie": "verder"})
    assert path_of(answer) == url_of(draft, "controleren")
    assert stored(draft, "functie") == ("Teamleider",)


def test_organisations_come_and_go_by_a_button_and_keep_what_was_typed(client, draft):
    first, second = answers()["organisaties"]
    answer = send(client, draft, "organisaties", {"organisaties": [first]}, "erbij")
    assert answer["Location"].endswith("#id_organisaties-1-naam")
    assert "Je hebt één organisatie ingevuld." in text_of(
        parse(client.get(url_of(draft, "organisaties"))), "main"
    )
    send(client, draft, "organisaties", {"organisaties": [first, second]}, "erbij")
    third = {**second, "naam": "Gemeente Voorbeeld", "plaats": ""}
    send(client, draft, "organisaties", {"organisaties": [first, second, third]}, "weg-1")
    assert stored(draft, "organisaties")[0] == [first, third]
    page = parse(client.get(url_of(draft, "organisaties")))
    assert "Verwijder Gemeente Voorbeeld" in text_of(page, "#stap")


def test_there_is_no_button_for_a_thirteenth_organisation(client, draft):
    rows = [answers()["organisaties"][0]] * 12
    send(client, draft, "organisaties", {"organisaties": rows}, "erbij")
    assert len(stored(draft, "organisaties")[0]) == 12
    assert parse(client.get(url_of(draft, "organisaties"))).select_one("[value=erbij]") is None


def test_nobody_who_did_not_ask_the_initiators_gets_to_the_next_step(client, draft):
    given = answers(route="voorgedragen", weet_ervan="nee")
    page = parse(send(client, draft, "gegevens", given))
    assert "Vraag het eerst aan de initiatiefnemers" in text_of(page, "main")
    assert page.select_one("[value=toch-verder]") is None
    assert stored(draft, "weet_ervan") == ("nee",)


def test_each_combination_of_claims_is_counted_and_blocks_nothing(terms):
    given = answers(c2_uitleg=LONG, c4_uitleg=LONG, c4_waar=["regios"])
    for claims in itertools.product(["ja", "nee", "weet-ik-niet"], repeat=4):
        given |= {f"c{nth}_claim": claim for nth, claim in enumerate(claims, start=1)}
        form = form_of(BY_SLUG["criteria"], given, checked=True)
        assert form.is_valid(), claims
        assert len(form_data.claimed(form.understood())) == claims.count("ja")
        help_ = claims_help(given)
        assert (help_.number, help_.answered) == (claims.count("ja"), 4)
        assert help_.is_enough == (claims.count("ja") >= 3)


@pytest.mark.parametrize("number", [0, 2, 3, 4])
def test_the_claims_inform_and_lead_on(client, complete, number):
    claims = {f"c{nth}_claim": "ja" if nth <= number else "nee" for nth in range(1, 5)}
    given = answers(c4_uitleg=LONG, c4_waar=["regios"], **claims)
    answer = send(client, complete, "criteria", given)
    assert path_of(answer) == url_of(complete, "delen")
    page = parse(client.get(url_of(complete, "criteria")))
    few, enough = one(page, ".claims-few"), one(page, ".claims-enough")
    assert (few.has_attr("hidden"), enough.has_attr("hidden")) == (number >= 3, number < 3)
    visible = enough if number >= 3 else few
    assert f"Je hebt nu {number} keer 'Ja' gekozen." in " ".join(visible.get_text().split())
    assert not one(page, "[data-claims]").has_attr("hidden")
    complete.refresh_from_db()
    assert len(complete.claimed) == number


def test_the_organisations_say_whether_they_fit_samenwerken(client, draft):
    for kinds, words in (
        (["zorg"], "Voor Samenwerken zijn er minstens twee nodig."),
        (["zorg", "zorg"], "Dat past bij Samenwerken."),
        (["onderwijs", "lokale-overheid"], "moet een zorg- of welzijnsorganisatie zijn"),
        (["andere-sector", "zorg"], "Dat past bij Samenwerken."),
    ):
        rows = [{**answers()["organisaties"][0], "soort": kind} for kind in kinds]
        send(client, draft, "organisaties", {"organisaties": rows}, "toch-verder")
        assert words in text_of(parse(client.get(url_of(draft, "criteria"))), ".hint")


# Stored while typing, and in more than one tab


def test_what_is_typed_is_stored_without_a_button(client, draft):
    page = untouched(draft, "delen")
    answer = keep(client, draft, "delen", {**page, "delen": "Een stap", "beurt": "1"})
    assert answer.json()["stand"] == "bewaard"
    again = {**page, "gezien": answer.json()["gezien"], "beurt": "2"}
    assert keep(client, draft, "delen", {**again, "delen": "Een stappenplan"}).status_code == 200
    assert stored(draft, "delen") == ("Een stappenplan",)


def test_a_tab_whose_answer_got_lost_is_no_second_tab(client, draft):
    page = untouched(draft, "delen")
    keep(client, draft, "delen", {**page, "delen": "Een", "beurt": "1"})
    # The mark of the page is the old one still.
    answer = client.post(url_of(draft, "delen"), {**page, "delen": "Een, twee", "beurt": "2"})
    assert answer.status_code == 200  # the step is not complete
    assert stored(draft, "delen") == ("Een, twee",)
    assert not ConflictingDraft.objects.exists()


def test_what_a_tab_sent_first_and_came_last_undoes_nothing(client, draft):
    page = untouched(draft, "delen")
    keep(client, draft, "delen", {**page, "delen": "Nieuw", "beurt": "2"})
    keep(client, draft, "delen", {**page, "delen": "Oud", "beurt": "1"})
    assert stored(draft, "delen") == ("Nieuw",)


def test_two_tabs_that_disagree_are_told_so_and_neither_text_is_lost(client, draft):
    one_tab, other_tab = (shown(client, draft, "delen") for _ in range(2))
    client.post(url_of(draft, "delen"), {**one_tab, "delen": "Van de ene"})
    answer = client.post(url_of(draft, "delen"), {**other_tab, "delen": "Van de andere"})
    assert stored(draft, "delen") == ("Van de ene",)
    page = parse(client.get(answer["Location"]))
    words = text_of(page, "main")
    assert "Van de ene" in words
    assert "Van de andere" in words
    # It is the window in which somebody just typed that comes here.
    assert "In het andere venster Van de ene In dit venster Van de andere" in words
    assert text_of(page, "button[value=apart]") == "Gebruik wat ik in dit venster typte"
    elsewhere = text_of(parse(client.get(answer["Location"].partition("?")[0])), "main")
    assert "Nu bewaard Van de ene Apart gezet Van de andere" in elsewhere
    assert "Er staan nog antwoorden apart" in text_of(
        parse(client.get(url_of(draft, "initiatief"))), "main"
    )
    client.post(answer["Location"], {"keuze": "apart"})
    assert stored(draft, "delen") == ("Van de andere",)
    assert not ConflictingDraft.objects.exists()


def test_what_is_typed_in_the_tab_that_is_behind_is_set_aside_once(client, draft):
    one_tab, other_tab = (untouched(draft, "delen") for _ in range(2))
    keep(client, draft, "delen", {**one_tab, "delen": "Van de ene"})
    for turn, text in enumerate(("Van", "Van de andere"), start=1):
        answer = keep(client, draft, "delen", {**other_tab, "delen": text, "beurt": str(turn)})
        assert (answer.status_code, answer.json()["stand"]) == (409, "apart")
    assert [row.answers["delen"] for row in ConflictingDraft.objects.all()] == ["Van de andere"]
    client.post(answer.json()["url"], {"keuze": "bewaard"})
    assert stored(draft, "delen") == ("Van de ene",)


def test_two_tabs_in_other_steps_or_with_the_same_answer_agree(client, draft):
    delen, gegevens = untouched(draft, "delen"), untouched(draft, "gegevens")
    also_delen = untouched(draft, "delen")
    client.post(url_of(draft, "gegevens"), {**gegevens, "voornaam": "Anna"})
    client.post(url_of(draft, "delen"), {**delen, "delen": "Een stappenplan"})
    client.post(url_of(draft, "delen"), {**also_delen, "delen": "Een stappenplan"})
    # Nothing was changed in this one: it has no opinion.
    client.post(url_of(draft, "delen"), also_delen)
    assert stored(draft, "voornaam", "delen") == ("Anna", "Een stappenplan")
    assert not ConflictingDraft.objects.exists()


def test_nothing_can_be_sent_while_two_versions_wait_for_a_choice(client, complete):
    draft, tab = complete, untouched(complete, "delen")
    send(client, draft, "delen", {"delen": "Anders"})
    client.post(url_of(draft, "delen"), {**tab, "delen": "Nog anders"})
    pressed = client.post(f"/koploper-worden/verder/{token_of(draft)}/versturen/")
    page = parse(client.get(pressed["Location"]))
    assert text_of(page, "title").startswith("Fout: ")
    assert "Kies bij ‘Delen’ welke antwoorden je wilt bewaren" in text_of(page, "main")
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


# Going on later


def letter_to(address):
    return OutgoingMail.objects.filter(recipient=address).latest("pk")


def test_a_mailed_link_goes_on_elsewhere_and_kills_the_former_ones(client, draft):
    send(client, draft, "delen", {"delen": "Een stappenplan"}, "later")
    former = token_of(draft)
    answer = client.post(f"/koploper-worden/{former}/later/", {"email": "anna@voorbeeld.example"})
    draft.refresh_from_db()
    assert former not in answer["Location"]
    mail = letter_to("anna@voorbeeld.example")
    assert (mail.kind, mail.is_private) == ("M3", True)
    assert personal_links.resume_url(draft) in mail.text
    elsewhere = type(client)()
    opened = elsewhere.get(personal_links.resume_url(draft), follow=True)
    assert opened.status_code == 200
    dead = elsewhere.get(f"/koploper-worden/{former}/delen/")
    assert dead.status_code == 410
    assert "Een stappenplan" not in dead.content.decode()
    assert shown(client, draft, "gegevens")["email"] == "anna@voorbeeld.example"


def test_a_tab_that_is_open_when_the_link_is_renewed_loses_nothing(client, draft):
    address, tab = url_of(draft, "delen"), shown(client, draft, "delen")
    client.post(f"/koploper-worden/{token_of(draft)}/later/", {"email": "a@voorbeeld.example"})
    client.post(address, {**tab, "delen": "Nog in de oude pagina"})
    assert stored(draft, "delen") == ("Nog in de oude pagina",)


def test_where_the_device_is_unknown_what_was_typed_comes_back_to_copy(client, draft):
    address, tab = url_of(draft, "delen"), shown(client, draft, "delen")
    client.post(f"/koploper-worden/{token_of(draft)}/later/", {"email": "a@voorbeeld.example"})
    answer = type(client)().post(address, {**tab, "delen": "Nog in de oude pagina"})
    assert answer.status_code == 410
    assert "Nog in de oude pagina" in text_of(parse(answer), "textarea")


def test_this_device_finds_the_way_back_after_the_browser_was_closed(client, draft):
    send(client, draft, "initiatief", {"naam": "Leerlijn"}, "toch-verder")
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["path"]) == (True, "/koploper-worden/")
    page = parse(client.get(START))
    assert "Je bent al begonnen" in text_of(page, "main")
    link = next(a for a in page.select("a.button") if "Ga verder" in a.get_text())
    assert client.get(link["href"]).status_code == 200
    client.post("/koploper-worden/vergeten/")
    assert "Je bent al begonnen" not in text_of(parse(client.get(START)), "main")


def test_no_session_and_no_cookie_is_needed_to_store_a_step(client, draft):
    strict = type(client)(enforce_csrf_checks=True)
    page = shown(strict, draft, "delen")
    strict.post(url_of(draft, "delen"), {**page, "delen": "Een stappenplan"})
    assert stored(draft, "delen") == ("Een stappenplan",)


def test_asking_for_a_link_tells_nobody_whether_an_address_is_known(client, draft):
    Application.objects.filter(pk=draft.pk).update(email="Anna@voorbeeld.example")
    address = "/koploper-worden/link/"
    known = client.post(address, {"email": "anna@VOORBEELD.example"})
    unknown = client.post(address, {"email": "niemand@voorbeeld.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    do_all_tasks()
    draft.refresh_from_db()
    mail = letter_to("Anna@voorbeeld.example")
    assert personal_links.resume_url(draft) in mail.text
    assert OutgoingMail.objects.count() == 1


def test_asking_for_a_link_too_often_waits_for_known_and_unknown_alike(client, draft):
    Application.objects.filter(pk=draft.pk).update(email="anna@voorbeeld.example")
    for email in ("anna@voorbeeld.example", "niemand@voorbeeld.example"):
        answers_ = [client.post("/koploper-worden/link/", {"email": email}) for _ in range(4)]
        assert [answer.status_code for answer in answers_] == [302, 302, 302, 429]


def test_going_back_after_sending_shows_the_receipt_and_later_the_status(client):
    draft = sent.draft()
    pages = [url_of(draft, "delen"), url_of(draft, "controleren"), personal_links.resume_url(draft)]
    client.post(f"/koploper-worden/verder/{token_of(draft)}/versturen/")
    for page in pages:
        back = client.get(page, follow=True)
        assert back.status_code == 200
        assert "Je aanmelding is verstuurd" in text_of(parse(back), "h1")
    Application.objects.filter(pk=draft.pk).update(state=State.IN_REVIEW)
    back = client.get(pages[0], follow=True)
    assert (back.status_code, back.templates[0].name) == (
        200,
        "applications/status_pages/status.html",
    )


def test_the_link_dies_a_day_after_it_was_sent(client, draft):
    address = url_of(draft, "delen")
    for state in (State.SUBMITTED, State.IN_REVIEW):
        Application.objects.filter(pk=draft.pk).update(
            state=state,
            reference="KL-2026-9999",
            submitted_at=timezone.now() - timedelta(hours=25),
        )
        assert client.get(address).status_code == 410
        assert client.post(address, {"delen": "Te laat"}).status_code == 410
        assert client.get(personal_links.resume_url(draft)).status_code == 410


def test_a_made_up_link_opens_nothing(client, draft):
    made_up = signing.Signer(salt="iets anders", sep=".").sign(draft.key.hex)
    assert client.get(f"/koploper-worden/{made_up}/delen/").status_code == 404
    assert client.get(f"/koploper-worden/{draft.key.hex}/delen/").status_code == 404
    assert client.get(f"/koploper-worden/{token_of(draft)}/bestaat-niet/").status_code == 404


def test_who_was_invited_begins_by_a_button_with_what_is_known(client):
    invited = Application.objects.create(
        state=State.INVITED, route="benaderd", name="Getipt", email="wie@voorbeeld.example"
    )
    address = personal_links.resume_url(invited)
    assert "Start je aanmelding" in text_of(parse(client.get(address)), "main")
    invited.refresh_from_db()
    assert invited.state == State.INVITED
    answer = client.post(address)
    invited.refresh_from_db()
    assert invited.state == State.DRAFT
    assert path_of(answer) == url_of(invited, "initiatief")
    assert shown(client, invited, "initiatief")["naam"] == "Getipt"
    assert client.get(address).status_code == 302


# Around it


def test_every_page_of_the_form_is_private_and_asks_the_database_little(
    client, complete, django_assert_max_num_queries
):
    client.get(url_of(complete, "delen"))
    for slug in (*STEPS_TO_FILL_IN, "controleren"):
        with django_assert_max_num_queries(12):
            answer = client.get(url_of(complete, slug))
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "strict-origin"


def test_storing_a_step_asks_the_database_little(client, complete, django_assert_max_num_queries):
    for slug in STEPS_TO_FILL_IN:
        page = untouched(complete, slug)
        # A test counts its savepoints too, which a request does not have.
        with django_assert_max_num_queries(14):
            client.post(url_of(complete, slug), {**page, "actie": "verder"})
        changed = {**page, "naam": "Anders", "delen": "Anders", "functie": "Anders"}
        with django_assert_max_num_queries(14):
            client.post(url_of(complete, slug), {**changed, "actie": "verder"})


HOSTILE = (
    "<script>alert(1)</script><b>vet</b>\"'&amp;",
    "'; DROP TABLE applications_application; --",
    '=HYPERLINK("https://kwaad.example";"klik")',
    "👩🏽‍⚕️🏳️‍🌈",
    "\u202eomgekeerd\u202c",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "e\u0301" * 50,
)


def test_hostile_words_are_stored_as_typed_and_shown_harmless(client, draft):
    nasty = " ".join(HOSTILE)
    given = {
        key: ([dict.fromkeys(row, nasty) for row in value] if key == "organisaties" else nasty)
        for key, value in answers().items()
    }
    for slug in STEPS_TO_FILL_IN:
        send(client, draft, slug, given, "toch-verder")
    draft.refresh_from_db()
    assert draft.answers["naam"] == nasty
    assert draft.answers["organisaties"][1]["rol"] == nasty
    assert shown(client, draft, "initiatief")["samenvatting"] == nasty
    for slug in (*STEPS_TO_FILL_IN, "controleren"):
        answer = client.get(url_of(draft, slug))
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "<b>vet" not in text
        assert "<script>alert" not in text
    assert "\u202e" not in text


def test_what_cannot_be_kept_is_refused_with_a_sentence(client, draft):
    page = shown(client, draft, "delen")
    answer = client.post(url_of(draft, "delen"), {**page, "delen": "Leer\0lijn", "actie": "terug"})
    assert "Er stond een teken in dat we niet kunnen bewaren." in text_of(parse(answer), "main")
    assert stored(draft, "delen") == ("Leerlijn",)
    answer = send(client, draft, "delen", {"delen": "a" * 150_000}, "terug")
    assert "Alleen de eerste 100.000 tekens staan er nog." in text_of(parse(answer), "main")
    assert stored(draft, "delen") == ("a" * 100_000,)


def test_ten_megabytes_are_refused_with_a_sentence_and_what_was_stored_stays(client, draft):
    send(client, draft, "delen", {"delen": "Een stappenplan"})
    sent = f"delen={'a' * (10 * 1024 * 1024)}"
    kind = "application/x-www-form-urlencoded"
    answer = client.post(url_of(draft, "delen"), sent, content_type=kind)
    assert answer.status_code == 413
    assert "Je stuurde te veel tekst in één keer." in text_of(parse(answer), "main")
    kept = client.post(f"{url_of(draft, 'delen')}bewaar/", sent, content_type=kind)
    assert (kept.status_code, kept.json()["stand"]) == (413, "te-groot")
    assert stored(draft, "delen") == ("Een stappenplan",)


def test_a_draft_grows_no_larger_than_any_application_is(client, draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_BYTES", 2_000)
    send(client, draft, "delen", {"delen": "Een stappenplan"})
    answer = send(client, draft, "delen", {"delen": "a" * 2_000})
    assert answer.status_code == 413
    assert "Je stuurde te veel tekst in één keer." in text_of(parse(answer), "main")
    kept = client.post(f"{url_of(draft, 'delen')}bewaar/", {"delen": "é" * 1_500})
    assert (kept.status_code, kept.json()["stand"]) == (413, "te-groot")
    assert stored(draft, "delen") == ("Een stappenplan",)


def test_a_program_that_keeps_a_draft_all_day_is_told_to_wait(client, draft, settings):
    hour = settings.LIMITS["koploper-keep"]["draft"][0][1]
    settings.LIMITS = {**settings.LIMITS, "koploper-keep": {"draft": [(2, hour)]}}
    address = f"{url_of(draft, 'delen')}bewaar/"
    answers = [client.post(address, {"delen": f"Plan {number}"}) for number in range(3)]
    assert [answer.status_code for answer in answers[:2]] != [429, 429]
    assert (answers[2].status_code, answers[2].json()["stand"]) == (429, "te-vaak")
    assert "Bewaren kan weer" in answers[2].json()["zin"]


def test_ten_megabytes_to_a_page_before_the_form_get_a_sentence_that_fits(client):
    sent = f"naam={'a' * (10 * 1024 * 1024)}"
    kind = "application/x-www-form-urlencoded"
    for address in (START, "/koploper-worden/link/", "/koploper-worden/voordragen/"):
        answer = client.post(address, sent, content_type=kind)
        assert answer.status_code == 413
        words = parse(answer).get_text(" ")
        assert "Dit is te veel in één keer" in words
        assert "adres klopt niet" not in words


def test_the_privacy_statement_names_the_cookie_that_leads_back():
    statement = Path(__file__).resolve().parents[2] / "home/demo/pages/privacy.toml"
    assert COOKIE in statement.read_text()
