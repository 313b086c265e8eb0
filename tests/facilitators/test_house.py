"""A facilitator's page and the profile beside it."""

import pytest

from facilitators.models import FacilitatorPage
from tests.factories import FacilitatorPageFactory

pytestmark = pytest.mark.django_db


def test_facilitators_stand_in_order_of_family_name():
    FacilitatorPageFactory(title="Cas van der Aa", infix="van der", last_name="Aa")
    FacilitatorPageFactory(title="Bureau Aanpak", is_organisation=True)
    FacilitatorPageFactory(title="Anna Zeef", last_name="Zeef")
    names = [page.title for page in FacilitatorPage.objects.by_name()]
    assert names == ["Cas van der Aa", "Bureau Aanpak", "Anna Zeef"]


def test_choices_are_kept_and_found():
    page = FacilitatorPageFactory(levels=["bestuurlijk", "integraal"], group_sizes=["klein"])
    found = FacilitatorPage.objects.filter(levels__overlap=["integraal", "management"])
    assert list(found) == [page]
    assert found.get().group_sizes == ["klein"]
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.levels == ["bestuurlijk", "integraal"]
