"""What somebody left behind at every public door goes when they ask for it, and else in time."""

import logging

import pytest
from django.core.management import call_command
from django.utils import timezone

from core import scheduled_jobs
from core.delivery import Delivery
from core.models import Deletion, PrivacyRequest
from core.personal_data import registry, requests
from initiatives.applications.models import AdviceParty, Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.events.models import Announcement, Registration
from tests.applications.cases import adviser, judged
from tests.applications.consultations import VWS
from tests.factories import UserFactory
from tests.privacy.doors import ADDRESS, WORD, through_every_door
from tests.privacy.everywhere import everywhere, tables_with


@pytest.fixture
def administrator(db):
    return UserFactory(groups=["Beheerder"])


@pytest.mark.usefixtures("wagtail_indexes", "terms")
def test_nothing_is_left_of_whoever_came_through_every_door(
    client, administrator, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.INFO)
    with django_capture_on_commit_callbacks(execute=True):
        through_every_door(client)
    assert len({line.split(":")[0] for line in everywhere(WORD)}) > 15

    with django_capture_on_commit_callbacks(execute=True):
        left = requests.erase(ADDRESS, administrator)
    for job in scheduled_jobs.jobs():
        assert not job()
    assert left == []
    assert everywhere(WORD) == []
    assert WORD.lower() not in caplog.text.lower()
    assert Deletion.objects.filter(rule=requests.ASKED_FOR).count() >= 10
    # Others are as they were.
    assert Registration.objects.filter(email="ander@voorbeeld.example").exists()
    assert AdviceParty.objects.filter(name=VWS, email="").exists()


# What stays for as long as it is so: in the Pool, and asked for advice.
STAY = {
    "facilitators_",
    "wagtailcore_",
    "wagtailsearch_",
    "wagtailimages_",
    "search_",
    "core_themed",
}
STAY |= {"applications_adviceparty"}


@pytest.mark.usefixtures("wagtail_indexes", "terms")
def test_after_ten_years_nothing_is_left_but_what_the_table_says(
    client, time_machine, django_capture_on_commit_callbacks, capsys
):
    time_machine.move_to("2019-03-01T12:00+01:00", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        made = through_every_door(client)
        # That of an initiative, which stays known: it is nobody's.
        Application.objects.filter(state=State.POTENTIAL).update(name="Samen op Weg")
        event = Registration.objects.first().event
        Announcement.objects.create(event=event, subject=WORD, text=WORD, sent_at=timezone.now())
        judged(made, "VNNN", by=adviser())
        apply(made, Action.REJECT, adviser(), reason=f"{WORD} voldoet niet aan de criteria. " * 3)
        requests.answered(PrivacyRequest.objects.get(), UserFactory())
    for weeks in (1, 12, 3, 40, 52, 52, 52, 300, 12):
        time_machine.shift(weeks * 7 * 86_400)
        call_command("retention")
        with django_capture_on_commit_callbacks(execute=True):
            Delivery().send_due()
            for job in scheduled_jobs.jobs():
                assert not job()
    left = [line for line in tables_with(WORD) if not line.startswith(tuple(STAY))]
    assert left == []
    assert "aanmelding afgerond" in capsys.readouterr().out
    now = timezone.now()
    assert [rule.name for _, rule in registry.rules() if rule.due(now).exists()] == []
    rules = set(Deletion.objects.values_list("rule", flat=True))
    assert len(rules) >= 6
