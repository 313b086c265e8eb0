"""What those who are asked for advice see by their link: one case, and nobody's contact data."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from core import links
from core.models import OutgoingMail
from initiatives.applications.consultation import advice_requests, invitations
from initiatives.applications.form.definition import CONTACT_KEYS
from initiatives.applications.models.choices import AdviceValue, Role
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import answers
from tests.applications.cases import adviser
from tests.applications.consultations import VWS, answer, asked, consulted, opened, path_of
from tests.html import one, parse, text_of

pytestmark = pytest.mark.django_db

WGV = "WGV Zorg en Welzijn"
OCW = "Ministerie van OCW"
PLANTED = {key: f"Geheim-{key}" for key in CONTACT_KEYS} | {
    "email": "geheim-email@voorbeeld.example",
    "telefoon": "0612345678",
}
SECRETS = [
    *PLANTED.values(),
    "612345678",
    "06 12345678",
    "kolom-geheim",
    "+31",
]


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to("2019-03-26 12:00+01:00")


def openings(application):
    return application.events.filter(kind="advice_opened")


def test_a_party_reads_the_answers_of_its_case_without_an_account(client):
    made = consulted()
    page = client.get(opened(asked(made)))
    assertContains(page, "Advies over Leerlijn")
    assertContains(page, "Teams leren van elkaar op de werkvloer")
    assertContains(page, "School Voorbeeld")
    assertContains(page, made.reference)
    assertContains(page, "dinsdag 9 april 2019")


def test_a_scanner_that_opens_the_link_reads_nothing_and_is_no_reader(client):
    made = consulted()
    for ask in (client.head, client.get, client.options):
        page = ask(path_of(asked(made)))
        assertNotContains(page, "Teams leren van elkaar", status_code=page.status_code)
    assert not openings(made).exists()
    assertContains(client.get(path_of(asked(made))), "Lees de aanmelding")


def test_who_opens_it_is_in_the_log_once_an_hour_with_which_party_it_was(client, time_machine):
    made = consulted()
    row = asked(made)
    opened(row)
    client.get(opened(row))
    assert [(event.role, event.details) for event in openings(made)] == [
        (Role.MINISTRY, {"party": row.party_id})
    ]
    opened(asked(made, OCW))
    assert openings(made).count() == 2
    time_machine.shift(3_601)
    assertContains(client.get(path_of(row)), "Lees de aanmelding")
    opened(row)
    assert openings(made).count() == 3
    opened(asked(made, WGV))
    assert openings(made).latest("pk").role == Role.EMPLOYERS


def test_the_button_of_one_party_opens_nothing_for_another(client):
    made = consulted()
    opened(asked(made, OCW))
    assertNotContains(client.get(path_of(asked(made))), "Teams leren van elkaar")


def test_the_pages_are_for_no_search_engine_and_no_cache(client):
    path = path_of(asked(consulted(VWS)))
    for page in ("", "belang/"):
        found = client.get(path + page)
        assert found.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in found.headers["Cache-Control"]
        assert found.headers["Referrer-Policy"] == "strict-origin"
        assert one(parse(found), "meta[name=robots]")["content"] == "noindex"


def test_contact_data_are_on_no_page_and_in_no_mail_of_a_party(client):
    made = consulted(
        answers=answers(**PLANTED),
        first_name="Voornaam-kolom-geheim",
        last_name="Achternaam-kolom-geheim",
        job_title="Functie-kolom-geheim",
        email="kolom-geheim@voorbeeld.example",
        phone="+31612345678",
    )
    vws, wgv = opened(asked(made)), path_of(asked(made, WGV))
    pages = [client.get(vws), client.get(f"{vws}belang/"), client.post(vws, {})]
    assertRedirects(answer(wgv, "negatief", "Niet nieuw."), wgv)
    answer(vws, "positief")
    pages += [client.get(vws), client.get(wgv)]
    advice_requests.remind(asked(made, OCW), adviser())
    advice_requests.renew(asked(made, OCW), adviser())
    advice_requests.declare_conflict(asked(made, OCW))
    pages.append(client.get(path_of(asked(made, OCW))))
    mails = OutgoingMail.objects.filter(kind="M8")
    assert mails.count() == 6
    texts = [page.content.decode() for page in pages]
    texts += [text for mail in mails for text in (mail.subject, mail.text, mail.html)]
    assert "Teams leren van elkaar" in texts[0]
    found = [(secret, text[:80]) for text in texts for secret in SECRETS if secret in text]
    assert not found


def test_advice_of_others_is_hidden_until_ones_own_is_given(client):
    made = consulted()
    vws, wgv = opened(asked(made)), path_of(asked(made, WGV))
    answer(wgv, "negatief", "Dit bestaat al in Twente.")
    assertNotContains(client.get(vws), "bestaat al")
    answer(vws, "positief", "Past bij het beleid.")
    page = client.get(vws)
    assertContains(page, "Dit bestaat al in Twente.")
    assertContains(page, "Past bij het beleid.")
    assertNotContains(page, "Teams leren van elkaar")


def test_an_advice_that_was_given_is_thanked_for_and_cannot_be_given_again(client):
    made = consulted(VWS)
    path = path_of(asked(made))
    assertRedirects(answer(path, "positief", "Past bij het beleid."), path)
    assert text_of(parse(client.get(path)), "h1") == "Bedankt voor je advies"
    answer(path, "negatief", "Bij nader inzien niet.")
    assert asked(made).value == AdviceValue.POSITIVE


WRONG = [
    ({}, "Kies een advies, of kies ‘Geen advies’", "#id_advies_0"),
    ({"advies": "open"}, "Kies een advies, of kies ‘Geen advies’", "#id_advies_0"),
    (
        {"advies": "negatief", "toelichting": " "},
        "Leg uit waarom je advies negatief is",
        "#id_toelichting",
    ),
    (
        {"advies": "positief", "toelichting": "x" * 4001},
        "Maak de tekst korter: hooguit 4000 tekens",
        "#id_toelichting",
    ),
    (
        {"advies": "positief", "toelichting": "a\0b"},
        "Haal de vreemde tekens weg bij ‘Toelichting’",
        "#id_toelichting",
    ),
]


def test_what_is_wrong_is_said_above_the_form_and_kept(client):
    advice = asked(consulted(VWS))
    for data, sentence, field in WRONG:
        soup = parse(client.post(path_of(advice), data))
        assert one(soup, "title").get_text().strip().startswith("Fout: ")
        link = one(soup, ".error-summary a")
        assert (link.get_text(), link["href"]) == (sentence, field)
        assert one(soup, field)
        if data.get("advies") == "negatief":
            assert one(soup, "input[value=negatief]").has_attr("checked")
        advice.refresh_from_db()
        assert advice.value == AdviceValue.OPEN


def test_a_party_that_is_involved_says_so_after_a_question_and_then_sees_nothing(client):
    made = consulted()
    path = path_of(asked(made, WGV))
    assertContains(client.get(f"{path}belang/"), "Ja, meld ons belang")
    assert asked(made, WGV).conflict_at is None
    assertRedirects(client.post(f"{path}belang/"), path, target_status_code=410)
    assert asked(made, WGV).conflict_at
    assertContains(client.get(path), "Jullie belang is gemeld", status_code=410)
    assert answer(path, "positief").status_code == 410
    assert asked(made, WGV).value == AdviceValue.OPEN


def test_the_link_ends_a_month_after_the_last_day(client, time_machine):
    path = path_of(asked(consulted(VWS)))
    time_machine.move_to("2019-05-09 23:00+02:00")
    assert client.get(path).status_code == 200
    time_machine.move_to("2019-05-10 00:30+02:00")
    assertContains(client.get(path), "Deze link is verlopen", status_code=410)
    assert answer(path, "positief").status_code == 410


def closed_by_revoking(made):
    advice_requests.revoke(asked(made), adviser(), "Niet meer nodig.")


def closed_by_renewing(made):
    advice_requests.renew(asked(made), adviser())


def closed_by_going_back(made):
    apply(made, Action.BACK_TO_REVIEW, adviser(), reason="Nieuwe feiten.")


def closed_by_withdrawing(made):
    apply(made, Action.WITHDRAW, APPLICANT)


def closed_by_another_round(made):
    closed_by_going_back(made)
    apply(made, Action.CONSULT, adviser())


@pytest.mark.parametrize(
    ("closing", "heading"),
    [
        (closed_by_revoking, "We hebben geen advies meer nodig"),
        (closed_by_renewing, "Er is een nieuwe link"),
        (closed_by_going_back, "De adviesronde is voorbij"),
        (closed_by_withdrawing, "De adviesronde is voorbij"),
        (closed_by_another_round, "De adviesronde is voorbij"),
    ],
)
def test_a_link_that_works_no_more_answers_kindly_and_shows_nothing(client, closing, heading):
    made = consulted(VWS)
    row = asked(made)
    path = path_of(row)
    closing(made)
    opened = openings(made).count()
    for page in (client.get(path), client.get(f"{path}belang/"), answer(path, "positief")):
        assertContains(page, heading, status_code=410)
        assertNotContains(page, "Teams leren", status_code=410)
        assertNotContains(page, "Leerlijn", status_code=410)
    row.refresh_from_db()
    assert row.value == AdviceValue.OPEN
    assert openings(made).count() == opened


def test_who_gave_advice_sees_no_advice_of_others_when_it_is_over(client):
    made = consulted()
    path = path_of(asked(made))
    answer(path, "positief")
    answer(path_of(asked(made, WGV)), "negatief", "Dit bestaat al.")
    closed_by_going_back(made)
    page = client.get(path)
    assertContains(page, "De adviesronde is voorbij", status_code=410)
    assertNotContains(page, "bestaat al", status_code=410)


def test_a_link_leads_to_its_own_case_and_any_other_token_nowhere(client):
    one_case, other_case = consulted(name="Eerste initiatief"), consulted(name="Tweede initiatief")
    page = client.get(path_of(asked(one_case)))
    assertContains(page, "Eerste initiatief")
    assertNotContains(page, "Tweede initiatief")
    key = asked(other_case).key.hex
    signature = path_of(asked(one_case)).strip("/").partition(".")[2]
    foreign = [
        "onzin",
        key,
        f"{key}.{signature}",
        f"{asked(other_case).pk}.{signature}",
        links.make_token("aanmelding-status", key),
        path_of(asked(other_case)).removeprefix("/advies/")[:-2],
    ]
    for token in foreign:
        for page in ("", "belang/"):
            assert client.get(f"/advies/{token}/{page}").status_code == 404, token
    assert openings(other_case).count() == 0


def test_a_token_of_ours_that_holds_no_key_leads_nowhere(client):
    token = links.make_token(invitations.ADVISE, "geen-sleutel")
    assert client.get(f"/advies/{token}/").status_code == 404


def test_a_page_asks_the_database_the_same_for_few_and_for_many(
    client, django_assert_max_num_queries
):
    few, many = consulted(VWS), consulted(regions=("Twente", "Rijnmond", "Zeeland", "Amsterdam"))
    client.get(opened(asked(few)))
    opened(asked(many))
    for made in (few, many):
        with django_assert_max_num_queries(22):
            client.get(path_of(asked(made)))
    for row in many.advices.all():
        answer(path_of(row), "positief", "Goed.")
    with django_assert_max_num_queries(16):
        assertContains(client.get(path_of(asked(many))), "Viazorg")


def test_without_a_token_of_its_form_nothing_is_taken():
    path = path_of(asked(consulted(VWS)))
    assert Client(enforce_csrf_checks=True).post(path, {"advies": "positief"}).status_code == 403
