"""What tests of questions to facilitators say again and again."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from core.form_tokens import StampedForm
from core.models import OutgoingMail
from facilitators.models import FacilitatorPage
from tests.factories import facilitator_index

ANSWERS = {
    "naam": "Anna van der Test",
    "organisatie": "Zorgorganisatie Voorbeeld",
    "email": "anna+pool@voorbeeld.example",
    "telefoon": "",
    "vraag": "Wie helpt ons team om samen te leren van wat misgaat?",
    "periode": "",
    "groepsgrootte": "",
    "website": "",
}
ASKER = ANSWERS["email"]
# Not that of the test client: a network on this machine is not counted.
NETWORK = "192.0.2.1"


def stamp(seconds: int = 60) -> str:
    """Return the stamp of a form that was shown so long ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        return StampedForm().stamp


def address(*pages: FacilitatorPage, part: str = "") -> str:
    """Return where the question to these facilitators is asked."""
    keys = "&".join(f"lijst={page.pk}" for page in pages)
    return f"{facilitator_index().get_url()}contact/{part}?{keys}"


def send(client: Client, *pages: FacilitatorPage, **answers: str) -> Any:
    """Fill in the form to these facilitators and send it, a minute after it was shown."""
    data = {**ANSWERS, "formulier": stamp(), **answers}
    return client.post(address(*pages), data, REMOTE_ADDR=NETWORK)


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))
