"""Judging the criteria at the desk."""

import pytest

from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.choices import Criterion
from tests.applications.cases import MOTIVATION, adviser, judged, user_of
from tests.applications.desk import second_version, straight, url, with_answers, words
from tests.factories import UserFactory
from tests.html import attribute, one, parse

pytestmark = pytest.mark.django_db
OTHER = "Er doet maar één organisatie mee, en dat is een school."


def page_of(client, made):
    soup = parse(client.get(url(made, "judge")))
    hidden = {name: attribute(soup, f"input[name={name}]", "value") for name in ("version", "seen")}
    return soup, hidden


def found(criterion, verdict, motivation=MOTIVATION):
    return {f"{criterion}_verdict": verdict, f"{criterion}_motivation": motivation}


def test_part_of_the_criteria_can_be_judged_now_and_the_rest_later(client, anna):
    made = with_answers(State.IN_REVIEW)
    soup, hidden = page_of(client, made)
    assert "Aanwijzing: er doen minstens twee organisaties mee" in soup.get_text()
    assert "wie toetst, besluit niet" in soup.get_text()
    data = {**hidden, **found("samenwerken", "voldoet"), **found("innoveren", "onduidelijk")}
    answer = client.post(url(made, "judge"), data, follow=True)
    assert "Nog te beoordelen: 2." in words(answer)
    verdicts = dict(made.judgements.values_list("criterion", "verdict"))
    assert verdicts == {"samenwerken": Verdict.MET, "innoveren": Verdict.UNCLEAR}
    assert made.judgements.first().judged_by_id == anna.user_id


def test_what_a_colleague_found_stays_theirs_when_nothing_changed(client, anna):
    bea = adviser("Bea")
    made = judged(with_answers(State.IN_REVIEW), "VVV-", bea)
    _, hidden = page_of(client, made)
    data = hidden
    for criterion in list(Criterion)[:3]:
        data |= found(criterion, "voldoet")
    client.post(url(made, "judge"), {**data, **found("opschalen", "voldoet_niet", OTHER)})
    judges = dict(made.judgements.values_list("criterion", "judged_by"))
    assert judges.pop("opschalen") == anna.user_id
    assert set(judges.values()) == {bea.user_id}


def test_a_verdict_needs_a_motivation_and_a_motivation_a_verdict(client, anna):
    made = with_answers(State.IN_REVIEW)
    _, hidden = page_of(client, made)
    data = {**hidden, **found("samenwerken", "voldoet", ""), "innoveren_motivation": OTHER}
    answer = client.post(url(made, "judge"), data)
    assert answer.status_code == 200
    assert "Schrijf bij Samenwerken op waarom je dit vindt." in words(answer)
    assert "Kies een oordeel bij Innoveren." in words(answer)
    soup = parse(answer)
    assert one(soup, "#id_innoveren_motivation").get_text().strip() == OTHER
    assert one(soup, "[name=samenwerken_verdict][checked]")["value"] == "voldoet"
    assert not made.judgements.exists()


def test_a_newer_version_is_told_and_what_was_typed_is_kept(client, anna):
    made = with_answers(State.IN_REVIEW)
    _, hidden = page_of(client, made)
    second_version(made, c1_uitleg="Nu doen er ook twee scholen mee, met een vaste begeleider.")
    data = {**hidden, **found("samenwerken", "voldoet_niet", OTHER)}
    answer = client.post(url(made, "judge"), data)
    assert answer.status_code == 409
    assert "intussen een nieuwe versie gestuurd" in words(answer)
    soup = parse(answer)
    assert "Nu doen er ook twee scholen mee" in soup.get_text()
    assert one(soup, "#id_samenwerken_motivation").get_text().strip() == OTHER
    assert attribute(soup, "input[name=version]", "value") == "2"
    assert not made.judgements.exists()
    again = {**data, "version": "2", "seen": attribute(soup, "input[name=seen]", "value")}
    assert client.post(url(made, "judge"), again).status_code == 302
    assert made.judgements.get().version.number == 2


def test_a_colleague_who_saved_meanwhile_is_named(client, anna):
    made = with_answers(State.IN_REVIEW)
    _, hidden = page_of(client, made)
    audit_log.record(made, audit_log.JUDGED, adviser("Bea"))
    answer = client.post(url(made, "judge"), {**hidden, **found("samenwerken", "voldoet")})
    assert answer.status_code == 409
    assert "door Bea" in words(answer)
    assert not made.judgements.exists()


def test_only_what_is_in_review_is_judged(client, anna):
    for state in set(State) - {State.IN_REVIEW, State.SUBMITTED}:
        made = with_answers(state)
        answer = straight(user_of(anna), url(made, "judge"), **found("samenwerken", "voldoet"))
        assert answer.status_code == 409, state
        assert not made.judgements.exists()
    made = with_answers(State.SUBMITTED)
    answer = client.post(url(made, "judge"), found("samenwerken", "voldoet", OTHER))
    assert answer.status_code == 409
    assert OTHER in words(answer)
    assert not made.judgements.exists()


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur"])
def test_nobody_else_judges(client, group):
    client.force_login(UserFactory(groups=[group]))
    made = with_answers(State.IN_REVIEW)
    assert client.get(url(made, "judge")).status_code == 403
    answer = client.post(url(made, "judge"), found("samenwerken", "voldoet"))
    assert answer.status_code == 403
    assert not made.judgements.exists()
