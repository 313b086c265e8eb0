"""What the script of the admin hears about the session."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_it_says_whether_somebody_is_in_and_gives_the_token_to_send_with(client):
    address = reverse("session-state")
    assert client.get(address).json() == {"in": False, "token": ""}
    client.force_login(UserFactory())
    assert client.get(address).json()["in"] is False  # an account that opens no admin
    client.force_login(UserFactory(groups=["Auteur"]))
    answer = client.get(address)
    assert answer.json()["in"] is True
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]


def test_asking_does_not_keep_a_session_alive(client, settings):
    settings.SESSION_IDLE = timedelta(hours=1)
    client.force_login(UserFactory(groups=["Auteur"]))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get("/beheer/account/")
        for _ in range(5):
            clock.shift(timedelta(minutes=15))
            state = client.get(reverse("session-state")).json()
    assert state["in"] is False
