"""Who works with registrations."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def editor(client):
    """A Redacteur, logged in."""
    user = UserFactory(groups=["Redacteur"])
    client.force_login(user)
    return user
