"""A double click on the button of a nomination, with real threads."""

import pytest

from core.models import OutgoingMail
from initiatives.applications.application_form.nomination_views import NominationForm
from initiatives.applications.intake.prospects import nominate
from initiatives.applications.models import Application, ApplicationEvent, Nomination
from tests.applications.nominations import ANSWERS
from tests.facilitators.asking import NETWORK, stamp
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")


@pytest.mark.parametrize("network", [NETWORK, ""], ids=["counted", "not-counted"])
def test_a_double_click_at_the_same_instant_nominates_once(network):
    form = NominationForm({**ANSWERS, "formulier": stamp()})
    assert form.is_valid()
    tip, key = form.tip, form.key
    at_once(*[lambda: nominate(tip, key, network)] * 8)
    assert Application.objects.count() == Nomination.objects.count() == 1
    assert OutgoingMail.objects.count() == ApplicationEvent.objects.count() == 1
