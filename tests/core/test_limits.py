"""How often somebody can do what burdens others."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from config.settings import production
from core import limits, scheduled_jobs
from core.models import RecentUse
from tests.core.test_mail_settings import settings_of
from tests.threads import at_once

NOW = "2019-03-12T13:30:20+01:00"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _few(settings):
    settings.LIMITS = {
        "bellen": {"email": [(3, HOUR), (4, DAY)], "network": [(5, HOUR)]},
        "roepen": {"email": [(1, HOUR)]},
    }


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def call(times: int = 1, email: str = "anna@voorbeeld.example", network: str = "192.0.2.1") -> None:
    for _ in range(times):
        with transaction.atomic():
            limits.count("bellen", email=email, network=network)


def refused(email: str = "anna@voorbeeld.example", network: str = "192.0.2.1") -> limits.TooOften:
    with pytest.raises(limits.TooOften) as error:
        call(email=email, network=network)
    return error.value


@pytest.mark.django_db
def test_who_did_it_as_often_as_may_be_hears_when_it_can_be_done_again(clock):
    call(3)
    answer = refused()
    assert answer.in_words == "vandaag vanaf 14.31 uur"
    assert answer.seconds == 3640
    clock.shift(answer.seconds)
    call()


@pytest.mark.django_db
def test_the_limit_of_a_day_outlasts_that_of_an_hour(clock):
    call(3)
    clock.shift(HOUR)
    call()
    assert refused().in_words == "vanaf woensdag 13 maart 2019 om 13.31 uur"
    clock.shift(DAY)
    call(3)


@pytest.mark.django_db
def test_what_was_refused_is_not_counted(clock):
    call(3)
    for _ in range(5):
        refused()
    # The network has room for two more, though it asked eight times.
    call(2, email="bert@voorbeeld.example")
    refused(email="cor@voorbeeld.example")


@pytest.mark.django_db
def test_another_action_and_another_place_have_limits_of_their_own(clock):
    call(3)
    limits.count("roepen", email="anna@voorbeeld.example")
    call(3, email="bert@voorbeeld.example", network="192.0.2.2")


@pytest.mark.django_db
def test_a_place_that_is_not_known_is_not_counted(clock, django_assert_num_queries):
    with django_assert_num_queries(0):
        limits.count("bellen", email="", network="")


@pytest.mark.django_db
def test_what_is_stored_tells_nobody_who_it_was(clock):
    call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_recentuse::text FROM core_recentuse")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert "192.0.2.1" not in stored
    assert "anna" not in stored
    assert RecentUse.objects.count() == 3


@pytest.mark.django_db
def test_the_worker_forgets_what_is_over(clock):
    call()
    clock.shift(HOUR)
    for job in scheduled_jobs.jobs():
        if job is limits.forget_what_is_over:
            job()
    assert RecentUse.objects.count() == 1  # the one of a day
    clock.shift(DAY)
    limits.forget_what_is_over()
    assert not RecentUse.objects.exists()


@pytest.mark.usefixtures("committing_db")
def test_twenty_who_come_at_once_pass_as_often_as_may_be():
    for _ in range(5):
        RecentUse.objects.all().delete()
        passed: list[str] = []

        def try_to_call(email: str, passed: list[str] = passed) -> None:
            try:
                call(email=email)
            except limits.TooOften:
                return
            passed.append(email)

        names = ("anna", "bert") * 10
        at_once(*(lambda n=name: try_to_call(f"{n}@voorbeeld.example") for name in names))
        # Three of each would be six: the network takes five.
        assert len(passed) == 5
        assert max(passed.count(email) for email in passed) == 3
        assert set(
            RecentUse.objects.filter(ends_at__lt=timezone.now() + 2 * HOUR).values_list(
                "number", flat=True
            )
        ) == {5, 3, 2}


@pytest.mark.django_db
def test_only_wrong_guesses_count_and_a_full_number_refuses_the_right_one_too(clock):
    def guess(word: str) -> bool:
        with transaction.atomic():
            return limits.guess("roepen", lambda: word == "sesam", email="anna@voorbeeld.example")

    assert guess("sesam")
    assert guess("sesam")
    assert not guess("zout")
    with pytest.raises(limits.TooOften):
        guess("sesam")
    clock.shift(HOUR)
    assert guess("sesam")


def network(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return limits.network_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address))


def test_without_proxies_of_ours_nobody_can_say_to_be_somebody_else():
    assert network("192.0.2.1", forwarded="198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8:0:1::5]:4711", "2001:db8:0:1::/64"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "nergens", ""),
    ],
)
def test_behind_proxies_the_outermost_of_ours_says_who_it_was(settings, proxies, forwarded, found):
    settings.TRUSTED_PROXIES = proxies
    assert network("10.0.0.1", forwarded) == found


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "geen adres"])
def test_an_unknown_proxy_on_this_machine_is_nobody_in_particular(address):
    assert network(address) == ""


def test_all_addresses_of_one_household_count_as_one():
    assert network("2001:db8:0:1::5") == network("2001:db8:0:1:ffff::") == "2001:db8:0:1::/64"
    assert network("2001:db8:0:2::5") != network("2001:db8:0:1::5")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("given", [{}, {"TRUSTED_PROXIES": ""}, {"TRUSTED_PROXIES": "een"}])
def test_a_live_site_does_not_start_without_knowing_its_proxies(given):
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        settings_of(**{"EMAIL_HOST": "mail.aln.example", "TRUSTED_PROXIES": "", **given})


def test_a_live_site_knows_how_many_proxies_it_has():
    for said in ("0", "2"):
        found = settings_of(EMAIL_HOST="mail.aln.example", TRUSTED_PROXIES=said)
        assert found["TRUSTED_PROXIES"] == int(said)


ACTIONS = production.LIMITS.items()
PERSON = {"email", "profile"}


# Of these only wrong ones count (limits.guess).
GUESSES = {"password", "second-factor", "shared-password"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "action", [name for name, places in ACTIONS if "network" in places and name not in GUESSES]
)
def test_forty_colleagues_in_one_hospital_do_the_same_within_an_hour(settings, action):
    settings.LIMITS = production.LIMITS
    for number in range(40):
        places = {"email": f"{number}@ziekenhuis.example", "network": "192.0.2.1"}
        limits.count(action, **{kind: places[kind] for kind in settings.LIMITS[action]})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "action", [name for name, places in ACTIONS if places.keys() & {"email", "profile"}]
)
def test_one_person_does_the_same_ten_times_an_hour_at_most(settings, action):
    settings.LIMITS = production.LIMITS
    with pytest.raises(limits.TooOften):
        for _ in range(11):
            of_one_person = {kind: "anna" for kind in settings.LIMITS[action] if kind != "network"}
            limits.count(action, **of_one_person)
