"""What the form offers, as editors keep it."""

import pytest

from tests.factories import BranchFactory, ThemeFactory


@pytest.fixture
def terms(db):
    """The themes and branches that the answers of these tests choose from."""
    for name in ("Leven lang ontwikkelen", "Uitstroom beperken", "Minder regeldruk", "Innovatie"):
        ThemeFactory(name=name)
    for name in ("Ouderenzorg", "Thuiszorg", "Ziekenhuizen"):
        BranchFactory(name=name)
