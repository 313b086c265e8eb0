"""What tests of nominations say again and again."""

from typing import Any

from django.test import Client

from tests.facilitators.asking import NETWORK, stamp

ADDRESS = "/koploper-worden/voordragen/"
ANSWERS = {
    "naam": "Samen op Weg",
    "waarom": "Ze leiden mensen op die uit een ander vak komen, en dat gaat goed.",
    "plaats": "Zwolle",
    "weet_ervan": "ja",
    "contact": "de projectleider van Zorgorganisatie Voorbeeld",
    "contact_email": "project@voorbeeld.example",
    "voornaam": "Anna",
    "tussenvoegsel": "van der",
    "achternaam": "Test",
    "organisatie": "",
    "email": "anna+tip@voorbeeld.example",
    "website": "",
}
NOMINATOR = ANSWERS["email"]


def send(client: Client, **answers: str) -> Any:
    """Fill in the form and send it, a minute after it was shown."""
    data = {**ANSWERS, "formulier": stamp(), **answers}
    return client.post(ADDRESS, data, REMOTE_ADDR=NETWORK)
