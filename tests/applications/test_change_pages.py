"""Who works on a case: giving it to a colleague, and asking one more party for advice."""

import pytest
from django.contrib.auth import get_user_model

from initiatives.applications.assessment import assignment
from initiatives.applications.models import AdviceParty
from initiatives.applications.models.states import ENDED, State
from tests.applications.cases import adviser, application, fresh, judged, mails, user_of
from tests.applications.desk import asked, party, ready, straight, url, with_answers, words
from tests.factories import UserFactory
from tests.html import attribute, one, parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def consulted():
    made = judged(with_answers(State.IN_CONSULTATION), "VVVV", adviser("Cor"))
    asked(made, "VWS")
    return made


def do(client, made, name, **said):
    """Do it as somebody would who has read the page and the mail first."""
    page = parse(client.post(url(made, name), {**said, "step": "bekijken"}))
    if not page.select("[name=shown]"):
        return client.post(url(made, name), {**said, "step": "doen"})
    hidden = {key: attribute(page, f"input[name={key}]", "value") for key in ("shown", "seen")}
    return client.post(url(made, name), {**said, **hidden, "step": "doen"})


def test_every_box_to_tick_is_named_once(client, anna, consulted):
    in_review = judged(with_answers(State.IN_REVIEW), "VVVV", anna)
    for made, name in (
        (consulted, "ask_more"),
        (in_review, "consult"),
        (in_review, "ask_supplement"),
    ):
        labels = parse(client.get(url(made, name))).select(".aln-options label")
        assert labels
        for label in labels:
            assert not label.select("label")
            assert len(label.find_all(string=str.strip)) == 1


def test_a_case_is_given_to_a_colleague(client, anna):
    made, bea = ready(State.IN_REVIEW), adviser("Bea")
    assert url(made, "assign") in {
        link["href"] for link in parse(client.get(url(made)))("a", href=True)
    }
    assert (
        one(parse(client.get(url(made, "assign"))), "#id_adviser option[selected]").get_text()
        == "Anna"
    )
    assert do(client, made, "assign", adviser=bea.user_id).status_code == 302
    assert fresh(made).adviser_id == bea.user_id
    assert fresh(made).state == State.IN_REVIEW
    page = words(client.get(url(made)))
    assert "Adviseur gekozen" in page
    assert "Adviseur: Bea" in page
    (told,) = mails()
    assert (told.kind, told.recipient) == ("M5c", user_of(bea).email)


def test_a_case_is_given_to_a_colleague_as_long_as_it_is_not_over(anna):
    bea = adviser("Bea")
    for state in set(State) - set(ENDED):
        made = ready(state)
        shown = straight(user_of(anna), url(made)).context_data
        assert url(made, "assign") in str(shown["assign_url"]), state
        assert assignment.assign(made, user_of(bea), anna).adviser_id == bea.user_id
        assert fresh(made).state == state
    assert {mail.kind for mail in mails()} == {"M5c"}


def test_what_is_over_is_given_to_nobody(client, anna):
    for state in ENDED:
        made = ready(state)
        page, said = url(made, "assign"), {"adviser": anna.user_id, "step": "doen"}
        assert straight(user_of(anna), page).context_data["obstacles"], state
        assert straight(user_of(anna), page, **said).status_code == 409, state
        assert fresh(made).adviser_id is None
    assert "Deze aanmelding is afgerond." in words(client.get(page))


def test_only_who_tests_applications_can_be_chosen(client, anna):
    made = ready(State.IN_REVIEW)
    answer = do(client, made, "assign", adviser=UserFactory(groups=["Redacteur"]).pk)
    assert "Kies iemand anders." in words(answer)
    assert fresh(made).adviser_id is None


def test_of_two_who_choose_the_second_reads_whom_the_first_chose(client, anna):
    made = ready(State.IN_REVIEW)
    bea, dik = adviser("Bea"), adviser("Dik")
    seen = attribute(parse(client.get(url(made, "assign"))), "input[name=seen]", "value")
    client.force_login(user_of(bea))
    do(client, made, "assign", adviser=bea.user_id)
    client.force_login(user_of(anna))
    answer = client.post(
        url(made, "assign"), {"adviser": dik.user_id, "seen": seen, "step": "doen"}
    )
    assert answer.status_code == 409
    assert "Een collega heeft deze aanmelding net aangepast." in words(answer)
    assert "Adviseur gekozen op" in words(answer)
    assert fresh(made).adviser_id == bea.user_id


def test_another_party_reads_the_mail_that_was_shown(client, anna, consulted):
    other = party("OCW", "ocw@voorbeeld.example")
    assert url(consulted, "ask_more") in str(client.get(url(consulted)).content)
    offered = {
        box["value"]
        for box in parse(client.get(url(consulted, "ask_more"))).select("[name=parties]")
    }
    assert str(other.pk) in offered
    assert str(party("VWS").pk) not in offered
    said = {"parties": [other.pk], "paragraph": "We bellen je nog."}
    seen = parse(client.post(url(consulted, "ask_more"), {**said, "step": "bekijken"}))
    shown = one(seen, ".aln-letter__text").get_text()
    assert "ocw@voorbeeld.example" in seen.get_text()
    assert not mails()
    assert do(client, consulted, "ask_more", **said).status_code == 302
    (mail,) = mails("M8")
    assert mail.recipient == "ocw@voorbeeld.example"
    without = [line for line in mail.text.split("\n") if "http" not in line]
    assert without == [line for line in shown.split("\n") if "http" not in line]
    assert "We bellen je nog." in mail.text
    assert consulted.advices.get(party=other).round == 1
    page = words(client.get(url(consulted)))
    assert "Nog een partij om advies gevraagd" in page
    assert "We bellen je nog." in page


def test_not_to_send_the_question_is_a_choice_that_the_timeline_keeps(client, anna, consulted):
    other = party("OCW", "ocw@voorbeeld.example")
    assert do(client, consulted, "ask_more", parties=[other.pk], no_mail="on").status_code == 302
    assert not mails()
    assert consulted.advices.filter(party=other).exists()
    assert "Er is geen mail verstuurd" in words(client.get(url(consulted)))


def test_a_party_without_an_address_is_not_asked(client, anna, consulted):
    answer = do(client, consulted, "ask_more", parties=[party("OCW", "").pk])
    assert answer.status_code == 409
    assert "nog geen e-mailadres van OCW" in words(answer)


def test_nobody_is_offered_when_everybody_was_asked(client, anna, consulted):
    for each in AdviceParty.objects.active().exclude(name="VWS"):
        asked(consulted, each.name)
    assert "Iedereen is al om advies gevraagd." in words(client.get(url(consulted, "ask_more")))
    assert url(consulted, "ask_more") not in str(client.get(url(consulted)).content)


def test_nobody_is_asked_while_no_consultation_runs(anna):
    other = party("OCW", "ocw@voorbeeld.example")
    for state in set(State) - {State.IN_CONSULTATION}:
        made = ready(state)
        before = made.advices.count()
        said = {"parties": [other.pk], "step": "doen"}
        answer = straight(user_of(anna), url(made, "ask_more"), **said)
        assert answer.status_code == 409, state
        assert "ligt niet voor advies" in " ".join(answer.context_data["refusal"])
        assert made.advices.count() == before
    assert not mails()


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur", "Auteur"])
def test_only_advisers_do_these(consulted, group):
    user, other = UserFactory(groups=[group]), party("OCW", "ocw@voorbeeld.example")
    said = {"adviser": adviser("Bea").user_id, "parties": [other.pk], "step": "doen"}
    for name in ("assign", "ask_more"):
        assert straight(user, url(consulted, name)).status_code == 403
        assert straight(user, url(consulted, name), **said).status_code == 403
    assert fresh(consulted).adviser_id is None
    assert consulted.advices.count() == 1


@pytest.mark.parametrize("way", ["delete", "switch off", "delete many", "switch off many"])
def test_an_adviser_with_a_running_case_stays_until_it_is_handed_over(client, way):
    boss, leaving = UserFactory(is_superuser=True), user_of(adviser())
    case = application(State.IN_REVIEW)
    type(case).objects.filter(pk=case.pk).update(adviser=leaving)
    client.force_login(boss)

    def do() -> str:
        many = f"?id={leaving.pk}&next=/beheer/users/"
        label = get_user_model()._meta
        base = f"/beheer/bulk/{label.app_label}/{label.model_name}"
        path, data = {
            "delete": (f"/beheer/users/delete/{leaving.pk}/", {}),
            "switch off": (
                f"/beheer/users/edit/{leaving.pk}/",
                {"username": leaving.username, "email": leaving.email, "first_name": "A"}
                | {"last_name": "B"},
            ),
            "delete many": (f"{base}/delete/{many}", {}),
            "switch off many": (f"{base}/set_active_state/{many}", {"mark_as_active": "False"}),
        }[way]
        return client.post(path, data, follow=True).content.decode()

    assert "nog 1 aanmelding op naam van deze collega" in do()
    assert get_user_model().objects.get(pk=leaving.pk).is_active
    type(case).objects.filter(pk=case.pk).update(adviser=boss)
    do()
    assert not get_user_model().objects.filter(pk=leaving.pk, is_active=True).exists()
