"""Sending at the same instant, with real threads: one of each, and numbers without gaps."""

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from initiatives.applications.models import Application, ReferenceNumber, Version
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import InvalidState
from tests.applications.sent import draft
from tests.factories import BranchFactory, ThemeFactory
from tests.threads import at_once


@pytest.fixture(autouse=True)
def offers(committing_db):
    ThemeFactory(name="Leven lang ontwikkelen")
    for name in ("Ouderenzorg", "Thuiszorg"):
        BranchFactory(name=name)


def send(application):
    try:
        apply(application, Action.SUBMIT, APPLICANT)
    except InvalidState:
        return


def test_many_clicks_at_the_same_instant_send_once():
    application = draft()
    at_once(*[lambda: send(application)] * 12)
    application.refresh_from_db()
    assert application.reference == f"KL-{timezone.localdate().year}-0001"
    assert Version.objects.count() == OutgoingMail.objects.filter(kind="M4").count() == 1
    assert application.events.filter(kind=Action.SUBMIT).count() == 1


def test_twenty_who_send_at_the_same_instant_get_numbers_without_gaps():
    drafts = [draft(naam=f"Initiatief {nth}") for nth in range(20)]
    at_once(*[lambda one=one: send(one) for one in drafts])
    year = timezone.localdate().year
    found = sorted(Application.objects.values_list("reference", flat=True))
    assert found == [f"KL-{year}-{number:04}" for number in range(1, 21)]
    assert ReferenceNumber.objects.get(year=year).last == 20
