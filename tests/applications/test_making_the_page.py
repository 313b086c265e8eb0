"""The page of a new Koploper: a draft of what is public, approved before it comes online."""

from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.applications.consultation import advice_requests
from initiatives.applications.form.definition import CONTACT_KEYS
from initiatives.applications.membership import koploper_page
from initiatives.applications.models import Application
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import ChangedMeanwhile
from initiatives.models import InitiativePage
from tests.applications.answering import LONG, answers
from tests.applications.cases import adviser, fresh, mails
from tests.applications.consultations import VWS, asked, consulted
from tests.factories import koploper_index
from tests.html import parse

pytestmark = pytest.mark.django_db

PLANTED = {key: f"Geheim-{key}" for key in CONTACT_KEYS}


def admitted(**fields):
    koploper_index()
    made = consulted(VWS, **{"may_publish": True, "phase": "in-gebruik", **fields})
    advice_requests.give(asked(made), AdviceValue.POSITIVE, "Geheim-advies")
    return apply(made, Action.ADMIT, adviser())


def path_of(made, page="tekst/"):
    token = personal_links.token_for(personal_links.STATUS, made)
    return f"/mijn-aanmelding/{token}/{page}"


def test_admitting_makes_one_draft_of_what_is_public_and_of_nothing_else(client):
    made = admitted(answers=answers(**PLANTED), name="Leerlijn")
    page = InitiativePage.objects.get()
    assert made.page == page
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.phase) == ("Leerlijn", "in-gebruik")
    assert draft.criteria == ["samenwerken", "innoveren", "veranderen"]
    assert [row.name for row in draft.organisations.all()] == [
        "Zorgorganisatie Voorbeeld",
        "School Voorbeeld",
    ]
    assert [region.name for region in draft.regions.all()] == ["Twente"]
    assert draft.lead == (LONG * 2).strip()
    for text in (str(page.latest_revision.content), str(vars(page))):
        assert "Geheim" not in text
    assert client.get("/koplopers/leerlijn/").status_code == 404


@pytest.mark.parametrize("may_publish", [False, None])
def test_without_permission_no_page_is_made(may_publish):
    made = admitted(may_publish=may_publish)
    assert made.page is None
    assert not InitiativePage.objects.exists()


def test_admitting_again_keeps_the_page_and_asks_for_its_text_anew():
    made = admitted()
    koploper_page.approve(made, made.page.latest_revision_id)
    apply(made, Action.REOPEN, adviser(), reason="Nieuwe feiten.")
    apply(made, Action.CONSULT, adviser())
    again = apply(made, Action.ADMIT, adviser(), reason="Het ministerie adviseerde al eerder.")
    assert InitiativePage.objects.get() == again.page
    assert again.text_approved_at is None


def test_a_name_that_is_no_address_admits_as_well():
    assert admitted(name="!!!").page.slug != admitted(name="!!!").page.slug


@pytest.mark.parametrize(
    ("summary", "lead", "rest"),
    [
        ("Kort.", "Kort.", ""),
        ("Een zin. " * 60, ("Een zin. " * 44).strip(), ("Een zin. " * 16).strip()),
        ("a" * 500, "a" * 399 + "…", "a" * 500),
    ],
)
def test_a_long_summary_is_parted_after_a_sentence(summary, lead, rest):
    assert koploper_page.split(summary) == (lead, rest)


def test_the_applicant_reads_the_text_and_agrees(client):
    made = admitted()
    page = client.get(path_of(made))
    assertContains(page, "Teams leren van elkaar")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assertRedirects(client.post(path_of(made), {"versie": page.context["seen"]}), path_of(made))
    assert fresh(made).text_approved_at
    assert made.events.latest("pk").kind == "text_approved"


def test_who_read_an_older_version_agrees_with_nothing(client):
    made = admitted()
    seen = made.page.latest_revision_id
    made.page.get_latest_revision_as_object().save_revision()
    answer = client.post(path_of(made), {"versie": seen})
    assertContains(answer, "De tekst is net veranderd", status_code=409)
    assert fresh(made).text_approved_at is None
    with pytest.raises(ChangedMeanwhile):
        koploper_page.approve(made, seen)


def test_a_correction_is_a_draft_that_shows_what_changed(client):
    made = admitted()
    form = client.get(path_of(made, "tekst/verbeteren/")).context["form"]
    data = {name: form.initial[name] for name in form.fields if name in form.initial}
    data |= {"versie": made.page.latest_revision_id, "tekst": "Eerste <b>regel</b>.\n\nTweede."}
    assertRedirects(client.post(path_of(made, "tekst/verbeteren/"), data), path_of(made))
    draft = koploper_page.newest(made)
    assert koploper_page.text_of(draft).body == "Eerste <b>regel</b>.\n\nTweede."
    assert "<b>" not in draft.body[0].value.source
    assert not InitiativePage.objects.get().live
    event = made.events.latest("pk")
    assert event.kind == "text_corrected"
    assert [change["label"] for change in event.details["changes"]] == ["Tekst"]
    assert fresh(made).text_approved_at


def test_a_text_that_was_changed_since_is_shown_again_and_asks_for_approval(client):
    made = admitted()
    koploper_page.approve(made, made.page.latest_revision_id)
    assertNotContains(client.get(path_of(made)), "De tekst klopt")
    page = koploper_page.newest(made)
    page.lead = "Een redacteur schreef iets anders."
    newest = page.save_revision().pk
    shown = client.get(path_of(made))
    assertContains(shown, "Daarna is hij veranderd. Klopt hij nog?")
    assertContains(shown, "De tekst klopt")
    client.post(path_of(made), {"versie": newest})
    assert fresh(made).approved_revision_id == newest
    assertNotContains(client.get(path_of(made)), "Daarna is hij veranderd")


def test_what_the_applicant_corrects_is_what_the_applicant_approves():
    made = admitted()
    page = koploper_page.newest(made)
    said = replace(koploper_page.text_of(page), lead="Zo is het beter.")
    koploper_page.correct(made, said, page.latest_revision_id)
    made = fresh(made)
    assert made.approved_revision == made.page.latest_revision
    assert not koploper_page.lacks_approval(made)
    koploper_page.correct(made, said, made.page.latest_revision_id)
    assert not koploper_page.lacks_approval(fresh(made))


def test_the_welcome_promises_no_more_of_the_page_than_is_true():
    admitted()
    (mail,) = mails("M9")
    assert "mag de pagina ook zonder antwoord online zetten" in " ".join(mail.text.split())
    assert "pas online als" not in mail.text


def test_a_wrong_correction_keeps_what_was_typed(client):
    made = admitted()
    sent = {"naam": "", "inleiding": "Wat ik typte", "webadres": "geen adres", "versie": "x"}
    page = client.post(path_of(made, "tekst/verbeteren/"), sent)
    for words in ("Fout: ", "Vul de naam in", "Wat ik typte", "geen adres"):
        assertContains(page, words)


def test_the_link_of_another_case_shows_another_text_and_no_token_none(client):
    first, second = admitted(name="Eerste"), admitted(name="Tweede")
    assertContains(client.get(path_of(first)), "Eerste")
    assert "Tweede" not in client.get(path_of(first)).content.decode()
    assert client.get("/mijn-aanmelding/onzin/tekst/").status_code == 404
    assert second.page != first.page


def ways_to_the_text(client, made):
    page = parse(client.get(path_of(made, "")))
    return [link.get_text(strip=True) for link in page.select(f'a[href="{path_of(made)}"]')]


def test_the_way_to_the_text_stays_for_as_long_as_it_may_be_corrected(client):
    made = admitted()

    def ways(state):
        Application.objects.filter(pk=made.pk).update(state=state)
        return ways_to_the_text(client, made)

    for state in (State.ADMITTED, State.INTRODUCED):
        assert ways(state) == ["Bekijk de tekst van jullie pagina"]
    koploper_page.approve(made, koploper_page.newest(made).latest_revision_id)
    for state in (State.ADMITTED, State.INTRODUCED):
        assert ways(state) == ["Bekijk of verbeter de tekst"]
    rewritten = koploper_page.newest(made)
    rewritten.lead = "Een redacteur schreef iets anders."
    rewritten.save_revision(changed=True)
    assert ways(State.INTRODUCED) == ["Bekijk de tekst van jullie pagina"]
    assert ways(State.LEFT) == []
