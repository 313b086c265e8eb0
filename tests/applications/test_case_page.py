"""The page of one application at the desk of the advisers."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import OutgoingMail
from initiatives.applications.models import Supplement
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import SYSTEM
from initiatives.events.models import Cancellation
from tests.applications.cases import EMAIL, adviser, application, judged, user_of
from tests.applications.desk import (
    asked,
    ready,
    second_version,
    straight,
    url,
    with_answers,
    words,
)
from tests.factories import InitiativePageFactory, OutgoingMailFactory, UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking(client):
    """Somebody who may look and not judge, logged in."""
    client.force_login(UserFactory(groups=["Beheerder"]))
    return client


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page(client, anna, state):
    response = client.get(url(ready(state)))
    assert response.status_code == 200
    assert State(state).label in words(response)


def test_the_answers_stand_beside_the_judgement(client, anna):
    made = judged(with_answers(State.IN_REVIEW), "VN--", anna)
    page = parse(client.get(url(made)))
    first, second, third, fourth = page.select(".aln-criterion")
    assert "Zorgorganisatie Voorbeeld" in first.get_text()
    assert "Voldoet" in first.select_one(".aln-verdict").get_text()
    assert "Anna" in first.get_text()
    assert "Voldoet niet" in second.select_one(".aln-verdict").get_text()
    assert "Nog niet beoordeeld" in third.get_text()
    assert "Twente" in third.get_text()
    assert "Nog niet beoordeeld" in fourth.get_text()
    assert "1 van de 4 criteria voldoet." in page.get_text()


def test_steps_that_are_possible_have_a_button_and_the_others_say_why_not(client, anna):
    made = judged(with_answers(State.IN_REVIEW), "VVNN", adviser("Bea"))
    page = parse(client.get(url(made)))
    buttons = [link.get_text() for link in page.select(".aln-steps-now__do a")]
    assert buttons == ["Niet toelaten", "Criteria beoordelen", "Aanvulling vragen"]
    refused = page.select_one(".aln-steps-now__not").get_text()
    assert "Voorleggen voor advies" in refused
    assert "minstens drie criteria nodig" in refused


def test_who_tested_reads_that_a_colleague_decides(client, anna):
    made = judged(with_answers(State.IN_REVIEW), "VVNN", anna)
    page = parse(client.get(url(made)))
    assert "Daarom besluit een collega" in page.select_one(".aln-steps-now__not").get_text()


def test_what_changed_since_the_last_version_stands_there(client, anna):
    made = judged(with_answers(State.IN_REVIEW), "VVVV", anna)
    second_version(made, c1_uitleg="Een heel ander verhaal over samenwerken, en lang genoeg ook.")
    page = parse(client.get(url(made)))
    changes = page.select_one("#verschillen")
    assert "Teams leren van elkaar" in changes.select_one("del").get_text()
    assert "Een heel ander verhaal" in changes.select_one("ins").get_text()
    assert "Daarna is er een nieuwe versie gekomen" in page.get_text()


def test_advice_stands_there_with_what_must_be_done_about_it(client, anna):
    made = judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser("Bea"))
    negative = {"value": AdviceValue.NEGATIVE, "text": "Te duur.", "given_at": timezone.now()}
    asked(made, "VWS", **negative)
    asked(made, "OCW", due_on=timezone.localdate() - timedelta(days=1))
    asked(made, "SZW", conflict_at=timezone.now())
    second, third, first = parse(client.get(url(made))).select("#advies > .aln-cards > li")
    assert "Te duur." in first.get_text()
    assert "Hier moet nog een reactie op komen" in first.get_text()
    assert "Reageer op dit advies" in first.get_text()
    assert "Te laat" in second.get_text()
    assert "Trek de vraag in" in second.get_text()
    assert "Is zelf betrokken" in third.get_text()
    assert not third.select("a")


def test_earlier_rounds_are_folded(client, anna):
    made = judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser("Bea"))
    asked(made, "VWS", round=1)
    asked(made, "VWS", round=2)
    page = parse(client.get(url(made)))
    assert len(page.select("#advies > .aln-cards > li")) == 1
    assert "Ronde 1" in page.select_one("#advies details summary").get_text()
    assert not page.select("#advies details a")


def test_a_failed_mail_stands_out(client, anna):
    made = with_answers(State.IN_REVIEW)
    OutgoingMailFactory(about=made, state=OutgoingMail.State.FAILED, subject="Over je aanmelding")
    response = client.get(url(made))
    assert "Eén mail is niet aangekomen" in words(response)
    assert parse(response).select_one(".aln-mails .aln-failed")


def test_contact_data_are_for_advisers_only(client, anna, looking):
    made = with_answers(State.IN_REVIEW)
    seen_by_others = words(client.get(url(made)))
    assert EMAIL not in seen_by_others
    assert "anna+koploper@voorbeeld.example" not in seen_by_others
    assert "Noor" not in seen_by_others
    client.force_login(user_of(anna))
    assert EMAIL in words(client.get(url(made)))


def test_who_only_looks_has_no_buttons(looking):
    page = parse(looking.get(url(ready(State.IN_REVIEW))))
    assert not page.select(".aln-steps-now__do a")
    assert "Alleen een adviseur" in page.select_one(".aln-steps-now").get_text()


def test_who_may_see_no_applications_gets_403_and_a_sentence(client):
    client.force_login(UserFactory(groups=["Auteur"]))
    response = client.get(url(with_answers(State.IN_REVIEW)))
    assert response.status_code == 403
    assert "Je mag de aanmeldingen voor Koplopers niet bekijken" in words(response)
    assert "Leerlijn" not in words(response)


def test_looking_is_written_down_once_an_hour_for_each_of_the_staff(client, anna):
    made = with_answers(State.IN_REVIEW)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get(url(made))
        client.get(url(made))
        assert made.events.filter(kind=audit_log.VIEWED, user_id=anna.user_id).count() == 1
        clock.shift(timedelta(minutes=61))
        client.get(url(made))
        assert made.events.filter(kind=audit_log.VIEWED).count() == 2
        client.force_login(user_of(adviser("Bea")))
        client.get(url(made))
        assert made.events.filter(kind=audit_log.VIEWED).count() == 3


def test_reading_a_mail_about_it_is_written_down_as_well(client, anna):
    made = with_answers(State.IN_REVIEW)
    mail = OutgoingMailFactory(about=made, text="Leerlijn op de Werkvloer")
    assert "Leerlijn op de Werkvloer" in words(client.get(f"/beheer/mail/inspect/{mail.pk}/"))
    assert made.events.filter(kind=audit_log.VIEWED, user_id=anna.user_id).count() == 1


def test_an_adviser_sees_that_contact_data_changed_and_nobody_else_does(client, anna):
    made = with_answers(State.IN_REVIEW)
    version = second_version(made, telefoon="0687654321", naam="Nieuwe naam")
    Supplement.objects.create(
        application=made,
        question="Klopt je nummer?",
        deadline=timezone.localdate(),
        answered_at=timezone.now(),
        version=version,
    )
    for group, number in (("Adviseur Koplopernetwerk", 2), ("Beheerder", 0)):
        client.force_login(UserFactory(groups=[group]))
        page = parse(client.get(url(made)))
        parts = "".join(str(part) for part in page.select("#verschillen, #aanvulling"))
        assert parts.count("Nieuwe naam") == 2
        assert parts.count("87 654 321") == number
    client.force_login(user_of(anna))
    assert "87 654 321" in words(client.get(url(made, "judge")))


def test_a_text_that_was_changed_after_it_was_approved_says_so(client, anna):
    page = InitiativePageFactory(live=False)
    made = application(
        State.ADMITTED,
        page=page,
        may_publish=True,
        text_approved_at=timezone.now(),
        approved_revision=page.save_revision(),
    )
    assert "Daarna is hij veranderd" not in words(client.get(url(made)))
    page.lead = "Anders."
    page.save_revision()
    assert "Daarna is hij veranderd" in words(client.get(url(made)))


def test_an_introduction_that_is_called_off_stands_out(client, anna):
    made = ready(State.ADMITTED)
    assert "Gaat niet door" not in words(client.get(url(made)))
    Cancellation.objects.create(event=made.introduction)
    assert "Gaat niet door" in words(client.get(url(made)))


MAILS = "/beheer/mail/"


def mail_about(made, **values):
    """Return a mail that failed, of which every part says whom it is about."""
    said = {
        "recipient": "nora@voorbeeld.example",
        "reply_to": "nora@voorbeeld.example",
        "subject": "Leerlijn op de Werkvloer",
        "text": "Beste Nora, Leerlijn op de Werkvloer",
        "last_error": "550 nora@voorbeeld.example bestaat niet",
        "state": "mislukt",
    }
    return OutgoingMailFactory(about=made, **{**said, **values})


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur"])
def test_only_advisers_read_mails_about_an_application_and_see_to_whom_they_went(client, group):
    client.force_login(UserFactory(groups=[group]))
    made = with_answers(State.IN_REVIEW)
    mail, other = mail_about(made), OutgoingMailFactory(recipient="jan@voorbeeld.example")
    page = client.get(f"{MAILS}inspect/{mail.pk}/")
    assert "Alleen adviseurs lezen de tekst" in words(page)
    again = client.post(f"{MAILS}opnieuw/{mail.pk}/", follow=True)
    assert "De mail gaat zo opnieuw weg." in words(again)
    listed = client.get(MAILS)
    assert other.recipient in words(listed)
    assert "Mail over een aanmelding als Koploper" in words(listed)
    for response in (page, again, listed):
        for secret in ("nora", "Leerlijn"):
            assert secret not in response.content.decode()
    assert not made.events.filter(kind=audit_log.VIEWED).exists()


def test_who_may_not_see_to_whom_a_mail_went_cannot_find_out_by_searching():
    mail = mail_about(with_answers(State.IN_REVIEW))
    for group, found in {"Redacteur": [], "Adviseur Koplopernetwerk": [mail]}.items():
        user = UserFactory(groups=[group])
        for query in ("nora", "Leerlijn", "nora@voorbeeld.example", "werkvloer"):
            answer = straight(user, f"{MAILS}?q={query}")
            assert list(answer.context_data["object_list"]) == found, query


def test_the_order_of_mails_tells_nothing_of_who_got_them(client):
    made = with_answers(State.IN_REVIEW)
    late, early = mail_about(made, recipient="a@voorbeeld.example"), mail_about(made)
    for group, first in {"Redacteur": early, "Adviseur Koplopernetwerk": late}.items():
        client.force_login(UserFactory(groups=[group]))
        link = parse(client.get(MAILS, {"o": "1"})).select_one("tbody a")
        assert f"/{first.pk}/" in link["href"]


def test_hiding_to_whom_mails_went_costs_no_questions_for_each_of_them(
    client, django_assert_num_queries
):
    client.force_login(UserFactory(groups=["Redacteur"]))
    made = with_answers(State.IN_REVIEW)
    mail_about(made)
    client.get(MAILS)
    with django_assert_num_queries(16) as few:
        client.get(MAILS)
    for _ in range(5):
        mail_about(made)
    with django_assert_num_queries(len(few)):
        client.get(MAILS)


def test_the_timeline_names_who_is_still_there_and_keeps_the_role_of_who_left(client, anna):
    made = with_answers(State.IN_REVIEW)
    bea = adviser("Bea")
    audit_log.record(made, "take_up", bea, from_state="ingediend", to_state="in_toetsing")
    timeline = "#tijdlijn .aln-timeline"
    page = parse(client.get(url(made)))
    assert "Bea (Adviseur Koplopernetwerk)" in page.select_one(timeline).get_text()
    assert "Ingediend → In toetsing" in page.select_one(timeline).get_text()
    user_of(bea).delete()
    page = parse(client.get(url(made)))
    assert "Bea" not in page.select_one(timeline).get_text()
    assert "Adviseur Koplopernetwerk" in page.select_one(timeline).get_text()


def test_the_number_of_queries_does_not_grow_with_what_happened(
    client, anna, django_assert_num_queries
):
    made = judged(with_answers(State.IN_CONSULTATION), "VVVV", anna)
    for turns in (range(1), range(1, 4)):
        for nth in turns:
            asked(made, "VWS", round=nth + 1)
            asked(made, "OCW", round=nth + 1)
            audit_log.record(made, "advice_reminded", SYSTEM)
            audit_log.record(made, "judged", adviser())
            OutgoingMailFactory(about=made)
            second_version(made, naam=f"Naam {nth}")
        client.get(url(made))
        with django_assert_num_queries(QUERIES):
            client.get(url(made))


QUERIES = 36


def test_a_page_of_somebody_who_was_only_mentioned_has_no_criteria(client, anna):
    page = parse(client.get(url(application(State.POTENTIAL, email=""))))
    assert not page.select("#criteria")
    assert "Vul eerst het e-mailadres" in page.select_one(".aln-steps-now__not").get_text()
    assert "Wijzig de contactgegevens" in page.get_text()


def test_the_page_opens_with_what_it_is_about_and_counts_nothing_before_anybody_judged(
    client, anna
):
    made = with_answers(State.SUBMITTED)
    page = client.get(url(made)).text
    assert page.index(made.answers["samenvatting"][:40]) < page.index("Stand van zaken")
    assert "0 van de 4" not in page
    assert "Nog niet beoordeeld." in page


def test_parties_stand_in_the_order_of_an_index(client, anna):
    made = with_answers(State.IN_CONSULTATION)
    for name in ("Zorg", "ÉCht", "eer", "Aan"):
        asked(made, name)
    page = parse(client.get(url(made)))
    text = page.select_one("#advies").get_text()
    places = [text.index(name) for name in ("Aan", "ÉCht", "eer", "Zorg")]
    assert places == sorted(places)
