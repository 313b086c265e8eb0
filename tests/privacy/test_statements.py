"""The statements say what the site does: they are made of its settings and declarations."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from wagtail.blocks import StructBlockValidationError

from core.models import SiteSettings
from core.personal_data import registry
from home.blocks import AccessibilityStatusBlock, FixedPageBlock
from tests.factories import ContentPageFactory
from tests.html import parse

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_the_privacy_statement_has_every_kind_with_its_ground_and_the_term_of_today(
    client, settings
):
    settings.KEEP_PEOPLE_AFTER_MEETING = timedelta(days=31)
    settings.KEEP_NOMINATION = timedelta(days=92)
    body = FixedPageBlock().to_python([{"type": "kept_data", "value": None}])
    page = ContentPageFactory(slug="privacy", body=body)
    words = parse(client.get(page.get_url())).get_text(" ", strip=True)
    kinds = [one for one in registry.declarations() if one.is_of_visitors]
    assert len(kinds) > 8
    for one in kinds:
        for said in (one.name, one.whom, one.purpose, one.ground.value, one.term()):
            assert " ".join(said.split()) in words
    assert "31 dagen na de bijeenkomst" in words
    assert "92 dagen" in words
    assert "Accounts van medewerkers" not in words


STATUS = {
    "status": "C",
    "register": "https://www.toegankelijkheidsverklaring.nl/register/1",
    "updated_on": "2019-03-01",
    "signed_by": "de programmamanager",
}


def test_the_accessibility_statement_has_the_parts_of_the_dutch_model(client):
    body = FixedPageBlock().to_python([{"type": "accessibility_status", "value": STATUS}])
    page = parse(client.get(ContentPageFactory(slug="toegankelijkheid", body=body).get_url()))
    words = page.get_text(" ", strip=True)
    for said in ("eerste maatregelen genomen", "status C", "1 maart 2019", "de programmamanager"):
        assert said in words
    assert "nog niet helemaal onderzocht" in words
    assert page.select_one(f"a[href='{STATUS['register']}']")


@pytest.mark.parametrize("status", ["A", "B"])
def test_nobody_says_that_it_complies_without_a_test(status):
    block = AccessibilityStatusBlock()
    value = {**STATUS, "status": status}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert set(refused.value.block_errors) == {"researched_on", "report"}
    tested = {"researched_on": "2019-02-01", "report": "https://voorbeeld.example/onderzoek"}
    assert block.clean(block.to_python({**value, **tested}))


def fields(text: str) -> dict[str, list[str]]:
    """Return the fields of a security.txt by name; each line is one (RFC 9116, paragraph 4)."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, value = line.split(": ", 1)
        found.setdefault(name, []).append(value)
    return found


def test_who_finds_a_leak_reads_whom_to_tell(client):
    SiteSettings.objects.update_or_create(defaults={"email": "info@actieleernetwerk.example"})
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    found = fields(answer.text)
    assert set(found) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert all(len(values) == 1 for values in found.values())
    assert found["Contact"] == ["mailto:info@actieleernetwerk.example"]
    assert found["Canonical"] == [f"{django_settings.SITE_URL}{ADDRESS}"]
    assert datetime.fromisoformat(found["Expires"][0]) == django_settings.SECURITY_TXT_EXPIRES


def test_without_an_address_in_the_footer_it_names_that_of_our_mail(client):
    SiteSettings.objects.update(email="")
    assert fields(client.get(ADDRESS).text)["Contact"][0].startswith("mailto:info@")


def test_security_txt_holds_for_another_month_and_no_longer_than_a_year():
    # Fails on purpose: look whether the address is still read, and then move the day on.
    left = django_settings.SECURITY_TXT_EXPIRES - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)
