"""What an adviser sees first."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from initiatives.applications.desk.dashboard import WaitingApplications
from initiatives.applications.models import Application, Supplement
from initiatives.applications.models.states import State
from initiatives.events.models import Cancellation
from tests.applications.cases import application
from tests.applications.desk import straight
from tests.benchmarks.applications import fill
from tests.factories import (
    EventPageFactory,
    InitiativePageFactory,
    OutgoingMailFactory,
    UserFactory,
)
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(client):
    user = UserFactory(groups=["Adviseur Koplopernetwerk"])
    client.force_login(user)
    return user


def lines(client):
    """Return the lines of the panel with their addresses."""
    panel = parse(client.get("/beheer/")).select("section[aria-labelledby=panel-applications] li a")
    return {" ".join(link.get_text(" ").split()): str(link["href"]) for link in panel}


def number_in(address, user):
    """Return how many applications the list at an address has."""
    return len(straight(user, address).context_data["object_list"])


def test_the_first_screen_says_what_waits_and_leads_to_it(client, adviser):
    long_ago = timezone.now() - timedelta(days=60)
    application(State.SUBMITTED, name="Nieuw")
    late = application(State.IN_REVIEW, adviser=adviser, submitted_at=long_ago, name="Van mij")
    application(State.SUBMITTED, submitted_at=long_ago, state_since=long_ago, name="Oud")
    kind = ContentType.objects.get_for_model(Application)
    OutgoingMailFactory(state="mislukt", about_type=kind, about_key=late.pk)
    found = lines(client)
    assert list(found)[:5] == [
        "1 aanmelding van jou is te laat",
        "2 aanmeldingen in het hele netwerk zijn te laat",
        "1 aanmelding heeft een mail die niet aankwam",
        "2 nieuwe aanmeldingen zijn nog door niemand opgepakt",
        "1 aanmelding van jou moet je nog toetsen",
    ]
    for words, address in list(found.items())[:5]:
        assert int(words.split()[0]) == number_in(address, adviser), words


def test_nothing_that_waits_is_said_as_well(client, adviser):
    assert "Er wacht niets op je." in client.get("/beheer/").content.decode()


@pytest.mark.parametrize("group", ["Redacteur", "Beheerder", "Auteur"])
def test_who_does_not_test_applications_has_no_panel(client, group):
    client.force_login(UserFactory(groups=[group]))
    application(State.SUBMITTED)
    assert not lines(client)


def test_the_panel_takes_three_queries(client, adviser, django_assert_num_queries, rf):
    fill(13)
    request = rf.get("/beheer/")
    request.user = adviser
    ContentType.objects.get_for_model(Application)
    with django_assert_num_queries(3):
        assert WaitingApplications(request).get_context_data({})["lines"]


def test_what_was_forgotten_before_stands_there_as_well(client, adviser):
    yesterday = timezone.localdate() - timedelta(days=1)
    silent = application(State.SUPPLEMENT_ASKED, adviser=adviser)
    Supplement.objects.create(application=silent, question="?", deadline=yesterday)
    event = EventPageFactory()
    Cancellation.objects.create(event=event)
    application(State.ADMITTED, introduction=event)
    page = InitiativePageFactory(live=False)
    application(State.ADMITTED, page=page, may_publish=True, text_approved_at=timezone.now())
    found = lines(client)
    for words in (
        "1 aanmelding van jou wacht te lang op antwoord",
        "1 aanmelding heeft een introductie op een afgelaste bijeenkomst",
        "1 aanmelding heeft een tekst die klaar is om te publiceren",
    ):
        assert number_in(found[words], adviser) == 1
