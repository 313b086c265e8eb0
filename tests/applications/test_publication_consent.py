"""Permission to be on the website is changed later, as the form promises."""

import pytest

from initiatives.applications.desk import publication
from initiatives.applications.membership import koploper_page, publication_consent
from initiatives.applications.models import Nomination
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import MEMBERS, UNDER_WAY, State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import APPLICANT, VISITOR, Action, Actor
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import InvalidState, PermissionDenied
from initiatives.models import InitiativePage
from tests.applications.answering import answers
from tests.applications.cases import adviser, application, fresh, judged, mails
from tests.applications.desk import url, words
from tests.applications.sent import address
from tests.applications.test_change_pages import do
from tests.applications.test_making_the_page import admitted
from tests.factories import UserFactory, koploper_index
from tests.html import one, parse, text_of

pytestmark = pytest.mark.django_db

OPEN = (*UNDER_WAY, *MEMBERS)
NOMINATOR = "tipgever@voorbeeld.example"


def member(*, may_publish=False, state=State.ADMITTED, **fields):
    koploper_index()
    given = {"answers": answers(), "phase": "in-gebruik", **fields}
    return judged(application(state, may_publish=may_publish, **given), "VVVN")


def online(made):
    newest = koploper_page.newest(made)
    newest.save_revision().publish()
    return InitiativePage.objects.get(pk=newest.pk)


def say(client, made, answer):
    return client.post(address(made, "website/"), {"publicatie": answer})


def test_who_takes_permission_back_is_off_the_website_at_once_and_stays_off(client):
    made = admitted()
    page = online(made)
    assert client.get(page.get_url()).status_code == 200
    asked = parse(client.get(address(made, "website/")))
    assert text_of(asked, "h1") == "Wil je jullie pagina van de website halen?"
    assert "gaat meteen van de website" in text_of(asked, "main")
    assert fresh(made).may_publish
    assert say(client, made, "nee")["Location"] == address(made)
    assert client.get(page.get_url()).status_code == 404
    there = fresh(made)
    assert (there.may_publish, there.answers["publicatie"]) == (False, "nee")
    assert there.text_approved_at is None
    assert "De indiener wil niet" in publication.forbids(there.page)
    assert made.events.latest("pk").kind == audit_log.NOT_PERMITTED
    status = text_of(parse(client.get(address(made))), "main")
    assert "Je wilt niet dat het initiatief op onze website staat" in status
    assert "Bekijk de tekst" not in status


@pytest.mark.parametrize("state", MEMBERS)
def test_a_first_yes_of_a_koploper_makes_a_draft_whose_text_can_be_approved(client, state):
    made = member(state=state)
    assert client.get(address(made, "tekst/")).status_code == 410
    say(client, made, "ja")
    there = fresh(made)
    assert (there.may_publish, there.page.live) == (True, False)
    assert koploper_page.newest(there).criteria == ["samenwerken", "innoveren", "veranderen"]
    assert there.events.latest("pk").details["page"] == there.page_id
    assert one(parse(client.get(address(made))), f'a.button[href="{address(made, "tekst/")}"]')
    assert client.get(address(made, "tekst/")).status_code == 200
    koploper_page.approve(there, koploper_page.newest(there).latest_revision_id)
    assert not publication.forbids(there.page)


def test_who_says_no_and_yes_again_keeps_the_page_and_judges_its_text_anew(client):
    made = admitted()
    koploper_page.approve(made, koploper_page.newest(made).latest_revision_id)
    say(client, made, "nee")
    say(client, made, "ja")
    there = fresh(made)
    assert there.page_id == made.page_id
    assert InitiativePage.objects.count() == 1
    assert there.text_approved_at is None
    assert koploper_page.may_be_judged(there)


def test_a_page_made_later_says_since_when_it_is_a_koploper(client, time_machine):
    time_machine.move_to("2019-03-26 12:00+01:00")
    made = admitted(may_publish=False)
    time_machine.move_to("2019-06-03 12:00+02:00")
    publication_consent.permit(made, APPLICANT, yes=True)
    assert str(koploper_page.newest(fresh(made)).joined_on) == "2019-03-26"


def nominated(made):
    Nomination.objects.create(application=made, first_name="Tip", email=NOMINATOR)
    return made


def test_who_nominated_it_hears_of_a_first_yes_once(client):
    made = nominated(member())
    say(client, made, "ja")
    (mail,) = mails("M1b")
    assert mail.recipient == NOMINATOR
    for answer in ("nee", "ja"):
        say(client, made, answer)
    assert len(mails("M1b")) == 1


def test_before_admission_nobody_hears_and_nothing_is_made(client):
    made = nominated(application(State.IN_REVIEW, may_publish=False, answers=answers()))
    say(client, made, "ja")
    there = fresh(made)
    assert (there.may_publish, there.page) == (True, None)
    assert not mails()


def test_a_supplement_does_not_bring_the_former_answer_back():
    made = application(State.IN_REVIEW, may_publish=True, answers=answers(publicatie="ja"))
    publication_consent.permit(made, APPLICANT, yes=False)
    asked = {"question": "Hoe blijft het zo, ook later?", "opened": ["delen"]}
    apply(made, Action.ASK_SUPPLEMENT, adviser(), **asked)
    from_them = made.supplements.get()
    from_them.draft = {"answers": {"delen": "Een stappenplan"}, "reply": "Zo."}
    from_them.save()
    apply(made, Action.SEND_SUPPLEMENT, APPLICANT)
    assert fresh(made).may_publish is False


@pytest.mark.parametrize("answer", ["ja", "nee"])
def test_saying_the_same_twice_is_said_once(client, answer):
    made = member(may_publish=answer == "nee")
    for _ in range(2):
        say(client, made, answer)
    assert made.events.count() == 1


def test_it_can_be_changed_from_sending_until_the_end(client):
    koploper_index()
    for state in State:
        made = application(state, may_publish=False, answers=answers())
        status = client.get(address(made))
        if status.status_code == 200:
            there = parse(status).select(f'a[href="{address(made, "website/")}"]')
            assert bool(there) == (state in OPEN), state
        if state in OPEN:
            publication_consent.permit(made, APPLICANT, yes=True)
        else:
            with pytest.raises(InvalidState):
                publication_consent.permit(made, APPLICANT, yes=True)
        assert fresh(made).may_publish is (state in OPEN), state


@pytest.mark.parametrize("state", [State.DRAFT, State.LEFT])
def test_what_is_not_under_way_is_not_changed_by_the_link(client, state):
    made = application(state, may_publish=False, answers=answers())
    say(client, made, "ja")
    assert fresh(made).may_publish is False


def test_nobody_else_says_it():
    made = member()
    for role in (Role.VISITOR, Role.MINISTRY, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            publication_consent.permit(made, Actor(role), yes=True)
    assert publication_consent.obstacles(made, VISITOR)


def test_another_answer_asks_again_and_changes_nothing(client):
    made = member()
    for answer in ("", "misschien", "JA"):
        assert say(client, made, answer).status_code == 200
        assert fresh(made).may_publish is False


def test_without_a_list_of_koplopers_the_applicant_is_told_whom_to_ask(client):
    made = application(State.ADMITTED, may_publish=False, answers=answers())
    page = parse(say(client, made, "ja"))
    assert "Dat lukt nu niet" in text_of(page, "main")
    assert fresh(made).may_publish is False


# At the desk


def test_the_case_says_what_the_applicant_wants_also_without_a_page(client, anna):
    made = member()
    part = one(parse(client.get(url(made))), "#pagina")
    assert "De indiener wil niet" in part.get_text()
    assert part.select(f'a[href="{url(made, "permit")}"]')


def test_an_adviser_says_it_for_the_applicant_and_reads_the_mail_first(client, anna):
    made = nominated(member())
    shown = client.get(url(made, "permit"))
    assert NOMINATOR in words(shown)
    assert not mails()
    assert do(client, made, "permit", answer="ja").status_code == 302
    there = fresh(made)
    assert (there.may_publish, there.page.live) == (True, False)
    assert len(mails("M1b")) == 1
    event = made.events.exclude(kind=audit_log.VIEWED).latest("pk")
    assert (event.kind, event.role, event.user_id) == ("permitted", "adviseur", anna.user_id)
    assert "Toestemming gegeven voor een pagina" in words(client.get(url(made)))


def test_an_adviser_takes_it_back_for_the_applicant(client, anna):
    made = admitted()
    page = online(made)
    assert "Toestemming intrekken?" in words(client.get(url(made, "permit")))
    assert do(client, made, "permit", answer="nee").status_code == 302
    assert client.get(page.get_url()).status_code == 404
    assert fresh(made).may_publish is False


def test_an_adviser_who_was_not_first_changes_nothing(client, anna):
    made = member()
    mark = one(parse(client.get(url(made, "permit"))), "input[name=seen]")["value"]
    publication_consent.permit(made, APPLICANT, yes=True)
    answer = client.post(url(made, "permit"), {"answer": "ja", "seen": mark, "step": "doen"})
    assert answer.status_code == 409
    assert made.events.exclude(kind=audit_log.VIEWED).count() == 1


def test_of_the_staff_only_advisers_say_it(client):
    made = member()
    for group in ("Beheerder", "Redacteur", "Auteur"):
        client.force_login(UserFactory(groups=[group]))
        assert client.get(url(made, "permit")).status_code == 403
        said = client.post(url(made, "permit"), {"answer": "ja", "step": "doen"})
        assert said.status_code == 403
    assert fresh(made).may_publish is False


def test_at_the_desk_it_cannot_be_said_of_what_was_not_sent_or_is_over(client, anna):
    for state in (State.POTENTIAL, State.DRAFT, State.LEFT, State.WITHDRAWN):
        made = application(state, may_publish=False)
        answer = client.post(url(made, "permit"), {"answer": "ja", "step": "doen"})
        assert answer.status_code == 409
        assert fresh(made).may_publish is False


def test_the_page_is_kept_nowhere_and_asks_the_database_little(
    client, django_assert_max_num_queries
):
    made = member()
    client.get(address(made, "website/"))
    with django_assert_max_num_queries(12):
        answer = client.get(address(made, "website/"))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
