"""Who works on Koplopers."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def editor(client):
    """A Redacteur, logged in."""
    client.force_login(UserFactory(groups=["Redacteur"]))
    return client
