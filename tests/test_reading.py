"""Who only reads changes nothing: mail scanners open every link, and people reload pages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutgoingMail
from facilitators import profile_links
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.events import mails as meeting_mails
from tests.applications.cases import adviser, application, mails, user_of
from tests.applications.consultations import asked, consulted, path_of
from tests.applications.desk import url
from tests.applications.sent import address, draft
from tests.events.staffing import page_of
from tests.facilitators.keeping_profiles import made
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory

WRITES = ("INSERT", "UPDATE", "DELETE")
APPLICANT: tuple[str, ...] = (
    "",
    "verstuurd/",
    "kopie/",
    "intrekken/",
    "opnieuw/",
    "aanvulling/",
    "tekst/",
)
APPLICANT += ("tekst/verbeteren/", "website/", "stoppen/")
FORM = ("later/", "later/verstuurd/", "intrekken/", "controleren/", "initiatief/")
FACILITATOR: tuple[str, ...] = (
    "",
    "beschikbaarheid/",
    "contact/",
    "tekst/",
    "foto/",
    "foto-weghalen/",
)
FACILITATOR += ("pauzeren/", "hervatten/", "verwijderen/", "alles-klopt/")


def path(address: str) -> str:
    return urlsplit(address).path


def personal() -> Iterator[str]:
    """Yield every address behind a personal link, of whoever has one."""
    for state in (State.SUBMITTED, State.ADMITTED):
        one = application(state)
        yield from (address(one, part) for part in APPLICANT)
    begun = draft()
    token = personal_links.token_for(personal_links.RESUME, begun)
    yield from (f"/koploper-worden/{token}/{part}" for part in FORM)
    yield from (f"/koploper-worden/verder/{token}/{part}" for part in ("", "versturen/"))
    yield path(personal_links.resume_url(application(State.INVITED)))
    profile = made()
    link = f"/facilitator/{profile_links.edit_token(profile)}/"
    yield from (link + part for part in FACILITATOR)
    yield path(profile_links.address_url(profile))
    yield path(profile_links.yearly_url(profile))
    registration: Any = RegistrationFactory(state="aangemeld")
    yield path(meeting_mails.manage_url(registration))
    yield path(meeting_mails.answer_url(registration))
    yield path(meeting_mails.sign_off_url(registration))
    case = consulted()
    yield path_of(asked(case))
    given = asked(case, "Ministerie van OCW")
    given.value, given.given_at = "positief", timezone.now()
    given.save()
    yield path_of(given)


def noted() -> list[tuple[Client, str]]:
    """Return the addresses whose readers are written down, each with somebody who may read it."""
    case = consulted()
    ada, editor = Client(), Client()
    user = user_of(adviser("Ada"))
    user.user_permissions.add(Permission.objects.get(codename="view_outgoingmail"))
    ada.force_login(user)
    redacteur: Any = UserFactory(groups=["Redacteur"])
    editor.force_login(redacteur)
    event = EventPageFactory()
    return [
        (ada, url(case)),
        (editor, page_of(event, "printlijst")),
        (ada, f"/beheer/mail/inspect/{mails('M8')[0].pk}/"),
    ]


def writes(queries: CaptureQueriesContext) -> list[str]:
    found = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in found if sql.startswith(WRITES) and "accounts_session" not in sql]


def is_of_access_log(sql: str) -> bool:
    return "core_access" in sql


def test_a_personal_link_writes_nothing_when_it_is_opened(db, client):
    for one in personal():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(one)
        assert answer.status_code < 500, one
        assert not writes(queries), one


def test_who_reads_again_is_written_down_once_an_hour_and_a_head_request_never(db):
    with time_machine.travel("2019-03-26 12:00+01:00", tick=False) as clock:
        pages = noted()[:-1]
        for reader, one in pages:
            for ask, number in ((reader.head, 0), (reader.get, 1), (reader.get, 0)):
                with CaptureQueriesContext(connection) as queries:
                    assert ask(one).status_code == 200, one
                assert_noted(queries, number, one)
        clock.shift(timedelta(minutes=61))
        for reader, one in pages:
            with CaptureQueriesContext(connection) as queries:
                assert reader.get(one).status_code == 200, one
            assert_noted(queries, 1, one)


def assert_noted(queries: CaptureQueriesContext, number: int, one: str) -> None:
    """Assert that a page wrote so many lines; in the log of access too, if it showed anybody."""
    found = [is_of_access_log(sql) for sql in writes(queries)]
    assert found.count(False) == number, one
    assert found.count(True) <= number, one


def test_reading_a_mail_about_a_case_is_written_down_as_reading_the_case(db):
    with time_machine.travel("2019-03-26 12:00+01:00", tick=False):
        reader, one = noted()[-1]
        case = OutgoingMail.objects.get(kind="M8", pk=int(one.split("/")[-2])).about
        for ask, number in ((reader.head, 0), (reader.get, 1), (reader.get, 1)):
            assert ask(one).status_code == 200
            assert case.events.filter(kind="viewed").count() == number
