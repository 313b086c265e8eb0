"""What tests of applications share: what the form offers, and an adviser at the desk."""

import pytest

from core import generation
from core.models import Branch, Theme
from tests.applications.cases import adviser, user_of
from tests.factories import BranchFactory, ThemeFactory


@pytest.fixture
def terms(db):
    """The themes and branches that the answers of these tests choose from."""
    themes = ("Leven lang ontwikkelen", "Uitstroom beperken", "Minder regeldruk", "Innovatie")
    branches = ("Ouderenzorg", "Thuiszorg", "Ziekenhuizen")
    Theme.objects.bulk_create(ThemeFactory.build(name=name) for name in themes)
    Branch.objects.bulk_create(BranchFactory.build(name=name) for name in branches)
    generation.raise_number()


@pytest.fixture
def anna(client):
    """An adviser, logged in."""
    made = adviser("Anna")
    client.force_login(user_of(made))
    return made
