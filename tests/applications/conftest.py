"""What tests of applications share: what the form offers, and an adviser at the desk."""

import pytest

from tests.applications.cases import adviser, user_of
from tests.factories import BranchFactory, ThemeFactory


@pytest.fixture
def terms(db):
    """The themes and branches that the answers of these tests choose from."""
    for name in ("Leven lang ontwikkelen", "Uitstroom beperken", "Minder regeldruk", "Innovatie"):
        ThemeFactory(name=name)
    for name in ("Ouderenzorg", "Thuiszorg", "Ziekenhuizen"):
        BranchFactory(name=name)


@pytest.fixture
def anna(client):
    """An adviser, logged in."""
    made = adviser("Anna")
    client.force_login(user_of(made))
    return made
