"""The Facilitators Pool of the demo: what the domain guide (§13.2) says it holds, and more."""

import re
from datetime import date
from itertools import product
from urllib.parse import urlencode

import pytest
import time_machine
from django.db.models import F
from django.test import Client

from facilitators import profile_states
from facilitators.desk.filters import todos
from facilitators.matching import QUESTIONS, Answers
from facilitators.models import FacilitatorPage, Method, Profile, WorkForm
from home.demo.load import CONTENT, read_table
from home.demo.pool import first_of_month
from tests.listings import assert_counts_are_what_options_give

POOL = "/facilitators/"
FILTERS = {
    "niveau=bestuurlijk&groepsgrootte=klein": {1},
    "groepsgrootte=groot": {3, 4},
    "groepsgrootte=groot&beschikbaar=ja": {3},
    "regio=midden": {1, 5},
    "regio=zuid": {1, 4},
    "methodiek=appreciative-inquiry-waarderend-onderzoeken": set(),
}


@pytest.mark.usefixtures("demo_db")
def test_the_six_profiles_are_found_as_the_domain_guide_says(client: Client) -> None:
    for query, expected in FILTERS.items():
        listing = client.get(f"{POOL}?{query}").context["listing"]
        slugs = set(listing.matching.values_list("slug", flat=True))
        six = {number for number in range(1, 7) if f"voorbeeldprofiel-{number}" in slugs}
        assert six == expected, query


@pytest.mark.usefixtures("demo_db")
def test_every_count_beside_a_filter_is_what_the_filter_gives(client: Client) -> None:
    listing = client.get(POOL).context["listing"]
    assert sum(len(group.options) for group in listing.groups) > 50
    assert_counts_are_what_options_give(listing)


@pytest.mark.usefixtures("demo_db")
def test_there_are_enough_facilitators_and_none_is_a_person() -> None:
    seen = FacilitatorPage.objects.published()
    assert seen.count() >= 23
    assert not seen.exclude(first_name="", infix="").exists()
    # Where a person would have a family name, the demo has the role that is also the title.
    assert not seen.exclude(last_name__in=["", F("title")]).exists()
    emails = Profile.objects.values_list("email", flat=True)
    assert all(email.endswith("@voorbeeld.example") for email in emails)
    for choice in (*Method.objects.all(), *WorkForm.objects.all()):
        assert choice.pages.live().exists(), choice


@pytest.mark.usefixtures("demo_db")
def test_the_paused_profile_appears_nowhere(client: Client) -> None:
    page = FacilitatorPage.objects.get(slug="voorbeeldprofiel-6")
    assert client.get(page.get_url()).status_code == 404
    for address in (
        "/",
        f"{POOL}?q=voorbeeldprofiel",
        f"{POOL}?niveau=werkvloer&regio=zuid",
        f"{POOL}?doel=groepen-begeleiden&waar=zuid",
        f"{POOL}vergelijk/?lijst={page.pk}",
        "/sitemap.xml",
    ):
        assert "oorbeeldprofiel 6" not in client.get(address).content.decode()
        assert "oorbeeldprofiel-6" not in client.get(address).content.decode()


@pytest.mark.usefixtures("demo_db")
def test_the_database_and_the_cards_agree_on_every_answer() -> None:
    pages = list(FacilitatorPage.objects.published().select_related("profile"))
    for question in QUESTIONS:
        for answer in question.answers:
            found = set(
                FacilitatorPage.objects.filter(question.condition(answer)).values_list("pk")
            )
            for page in pages:
                assert question.fits(page, answer) == ((page.pk,) in found), (question, answer)


@pytest.mark.usefixtures("demo_db")
def test_nobody_who_fits_better_stands_below() -> None:
    picked = [[*list(question.answers)[:2], ""] for question in QUESTIONS]
    for values in list(product(*picked))[::7]:
        answers = Answers({q.parameter: v for q, v in zip(QUESTIONS, values, strict=True) if v})
        if not answers:
            continue
        pages = answers.best_first(FacilitatorPage.objects.published().select_related("profile"))
        fits = [answers.fit_of(page) for page in pages]
        full = [fit.is_full for fit in fits]
        assert full == sorted(full, reverse=True), urlencode(answers.pairs)
        assert len(answers.groups(list(pages))) <= 2


@pytest.mark.parametrize(
    ("today", "table", "expected"),
    [
        ("2019-03-26", {"from_month": 9}, date(2019, 9, 1)),
        ("2019-09-01", {"from_month": 9}, date(2020, 9, 1)),
        ("2026-11-24", {"in_months": 2}, date(2027, 1, 1)),
        ("2026-12-31", {"in_months": 12}, date(2027, 12, 1)),
        ("2026-12-31", {}, None),
    ],
)
def test_who_is_away_comes_back_in_a_month_to_come(
    today: str, table: dict[str, int], expected: date | None
) -> None:
    with time_machine.travel(f"{today}T11:00Z"):
        assert first_of_month(table) == expected


def test_no_sentence_of_a_facilitator_is_too_long_to_read() -> None:
    for table in read_table(CONTENT / "facilitators.toml")["facilitator"]:
        text = f"{table['lead']} {table['experience']}"
        lengths = [len(sentence.split()) for sentence in re.split(r"(?<=[.!?:])\s+", text)]
        assert max(lengths) <= 25, table["title"]
        assert sum(lengths) / len(lengths) <= 15, table["title"]


@pytest.mark.usefixtures("demo_db")
def test_the_desk_of_the_demo_has_something_of_everything_to_do() -> None:
    for name in ("aanmelding", "wijziging", "te-laat"):
        assert Profile.objects.filter(todos()[name][1]).exists(), name
    for profile in Profile.objects.all():
        assert not profile_states.what_lacks(profile), profile
