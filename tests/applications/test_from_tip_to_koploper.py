"""From a tip by way of an invitation to a sent form and a Koploper: one application all along."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine, personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from tests.applications import nominations
from tests.applications.answering import answers
from tests.applications.cases import advised, adviser, application, fresh, judged, mails, user_of
from tests.applications.desk import url
from tests.applications.filling_in import fill_in, shown, url_of
from tests.applications.nominations import NOMINATOR
from tests.factories import koploper_index
from tests.html import attribute, parse, text_of

pytestmark = pytest.mark.usefixtures("terms")


def nominated(client) -> Application:
    nominations.send(client)
    return Application.objects.get()


def invite_at_the_desk(client, made: Application) -> None:
    """Look at the mail and send it, as an adviser does."""
    client.force_login(user_of(adviser("Anna")))
    page = parse(client.post(url(made, "invite"), {"step": "bekijken"}))
    hidden = {name: attribute(page, f"input[name={name}]", "value") for name in ("shown", "seen")}
    assert client.post(url(made, "invite"), {**hidden, "step": "doen"}).status_code == 302


def link_in(text: str) -> str:
    """Return the path of the personal link in a mail."""
    found = re.search(r"https?://\S+/koploper-worden/verder/\S+", text)
    assert found
    return urlsplit(found.group()).path


def test_a_tip_that_is_invited_is_filled_in_by_the_link_and_sent_as_the_same_application(client):
    made = nominated(client)
    invite_at_the_desk(client, made)
    (invitation,) = mails("M2")
    assert invitation.recipient == "project@voorbeeld.example"

    applicant = type(client)()
    link = link_in(invitation.text)
    assert "Start je aanmelding" in text_of(parse(applicant.get(link)), "main")
    assert applicant.post(link).status_code == 302
    made.refresh_from_db()
    assert made.state == State.DRAFT
    first = shown(applicant, made, "initiatief")
    assert first["naam"] == "Samen op Weg"
    assert shown(applicant, made, "gegevens")["email"] == "project@voorbeeld.example"
    # The route is how we came to know of it, whatever the form says.
    fill_in(applicant, made, answers(naam="Samen op Weg"))
    assert applicant.get(url_of(made, "controleren")).status_code == 200
    token = personal_links.token_for(personal_links.RESUME, made)
    receipt = applicant.post(f"/koploper-worden/verder/{token}/versturen/")
    assert "Je aanmelding is verstuurd" in text_of(
        parse(applicant.get(receipt["Location"])), "main"
    )

    assert Application.objects.get() == made
    made.refresh_from_db()
    assert (made.state, made.route) == (State.SUBMITTED, "voorgedragen")
    assert made.reference.endswith("-0001")
    assert made.nomination.email == NOMINATOR
    moves = made.events.exclude(to_state="").order_by("pk").values_list("kind", "to_state")
    assert list(moves) == [
        ("add", State.POTENTIAL),
        ("invite", State.INVITED),
        ("start", State.DRAFT),
        ("submit", State.SUBMITTED),
    ]
    assert [mail.kind for mail in mails() if mail.kind != "M5"] == ["M1", "M2", "M4"]
    assert applicant.get(link)["Location"].endswith("/verstuurd/")


# What was promised to whoever nominated it


def take_to_the_decision(made: Application, **fields) -> None:
    columns = {"state": State.IN_CONSULTATION, "submitted_at": timezone.now(), **fields}
    Application.objects.filter(pk=made.pk).update(**columns)
    made.versions.create(number=1, answers={}, form_version=made.form_version)


def ready_to_admit(client, **fields) -> Application:
    """Return a nominated application of which only the decision is left."""
    koploper_index()
    made = nominated(client)
    take_to_the_decision(made, reference="KL-2019-0042", **{"may_publish": True, **fields})
    judged(fresh(made), "VVVN")
    advised(made, "positief")
    return fresh(made)


def test_who_nominated_it_hears_once_that_it_is_a_koploper_and_reads_nothing_of_the_applicant(
    client,
):
    made = ready_to_admit(client, first_name="Noor", email="noor@voorbeeld.example")
    paragraph = "Gefeliciteerd, Noor!"
    seen = engine.preview(made, Action.ADMIT, adviser(), paragraph=paragraph)
    assert [post.kind for post in seen.posts] == ["M9", "M1b"]
    engine.apply(made, Action.ADMIT, adviser(), paragraph=paragraph)
    (welcome,), (word,) = mails("M9"), mails("M1b")
    assert paragraph in welcome.text
    assert (word.recipient, word.subject) == (
        NOMINATOR,
        "Het initiatief dat je voordroeg is nu Koploper",
    )
    assert "Beste Anna," in word.text
    assert "Samen op Weg" in word.text
    assert f"TIP-{made.nomination.pk:05}" in word.text
    for private in ("Noor", "noor@", made.key.hex, "KL-2019", "Gefeliciteerd"):
        assert private not in word.text + word.html

    # Somebody takes the decision back, and gives the same one again.
    engine.apply(made, Action.REOPEN, adviser(), reason="Er was een brief zoek.")
    Application.objects.filter(pk=made.pk).update(state=State.IN_CONSULTATION)
    engine.apply(made, Action.ADMIT, adviser())
    assert (len(mails("M9")), len(mails("M1b"))) == (2, 1)


@pytest.mark.parametrize("may_publish", [False, None])
def test_who_nominated_it_hears_nothing_of_what_may_not_be_public(client, may_publish):
    made = ready_to_admit(client, may_publish=may_publish)
    engine.apply(made, Action.ADMIT, adviser())
    assert len(mails("M9")) == 1
    assert not mails("M1b")


def test_after_a_refusal_who_nominated_it_hears_of_the_application_that_followed(client):
    made = ready_to_admit(client)
    reason = "Het initiatief is nog te klein om door anderen overgenomen te worden."
    engine.apply(made, Action.REJECT, adviser(), reason=reason)
    engine.apply(made, Action.REAPPLY, APPLICANT)
    assert not mails("M1b")
    again = made.followed_by.get()
    take_to_the_decision(again, reference="KL-2019-0043")
    judged(fresh(again), "VVVV")
    advised(again, "positief")
    engine.apply(fresh(again), Action.ADMIT, adviser())
    assert [mail.recipient for mail in mails("M1b")] == [NOMINATOR]


def test_whom_nobody_nominated_is_told_of_to_nobody():
    koploper_index()
    made = judged(application(State.IN_CONSULTATION, may_publish=True), "VVVN")
    advised(made, "positief")
    engine.apply(made, Action.ADMIT, adviser())
    assert not mails("M1b")
