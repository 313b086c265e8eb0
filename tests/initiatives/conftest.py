"""Who works on Koplopers."""

import pytest
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def editor(client: Client) -> Client:
    """A Redacteur, logged in."""
    client.force_login(UserFactory(groups=["Redacteur"]))
    return client
