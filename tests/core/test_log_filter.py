"""What the log says of requests and errors: nothing that opens something, nobody's address."""

import logging
import sys
from io import StringIO

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.settings import production
from core import links
from core.log_filter import Discreet, discreet
from core.models import RecentUse
from tests.factories import UserFactory

TOKEN = links.make_token("for a test", "h7Kq-2Zs_9w")
ANNA = "anna.de-vries+werk@ziekenhuis.example"


@pytest.fixture
def log():
    """Return what a handler as production has it writes."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(Discreet())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_every_handler_is_discreet_and_none_mails():
    handlers = production.LOGGING["handlers"].values()
    assert all("discreet" in handler["filters"] for handler in handlers)
    everybody = [logging.getLogger(), *map(logging.getLogger, production.LOGGING["loggers"])]
    ours = [
        handler
        for logger in everybody
        if isinstance(logger, logging.Logger)
        for handler in logger.handlers
        if type(handler).__module__.startswith(("logging", "django"))
        and not isinstance(handler, logging.NullHandler)
    ]
    assert ours
    for handler in ours:
        assert any(isinstance(one, Discreet) for one in handler.filters), handler


def paths_with_a_token() -> list[str]:
    """Return an address of every kind that has a token in it."""

    def walk(resolver: URLResolver, before: str):
        for one in resolver.url_patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one, route)
            elif isinstance(one, URLPattern) and "<str:token>" in route:
                found = route.replace("<str:token>", TOKEN).replace("<int:pk>", "1")
                yield "/" + found.replace("<slug:slug>", "stap")

    return list(walk(get_resolver(), ""))


@pytest.mark.django_db
def test_no_answer_to_a_personal_link_names_it_in_the_log(client: Client, log):
    paths = paths_with_a_token()
    assert len(paths) > 30
    for path in paths:
        client.get(path + path)
        client.put(path)
    for wrong in ("x", ").", "%20", "/x"):
        client.get(paths[0].rstrip("/") + wrong)
    forged = Client(
        enforce_csrf_checks=True, headers={"referer": f"https://elders.example{paths[0]}"}
    )
    for path in paths:
        forged.post(path, secure=True)
    said = log.getvalue()
    for words in ("Not Found", "Method Not Allowed", "Forbidden"):
        assert words in said
    assert TOKEN.partition(".")[2] not in said


@pytest.mark.django_db
def test_a_link_to_a_new_password_is_not_in_the_log(log):
    token = default_token_generator.make_token(UserFactory())
    for path in (f"/beheer/password_reset/confirm/MQ/{token}/", f"/x/MQ/{token}/y"):
        logging.getLogger("django.request").warning("Not Found: %s", path)
    assert token not in log.getvalue()
    assert "password_reset/confirm/…/" in log.getvalue()


def test_what_django_signs_is_not_in_the_log():
    for signed in (
        signing.dumps({"a": 1}),
        signing.TimestampSigner().sign("anna"),
        TOKEN + "extra",
    ):
        assert discreet(f"/pad/{signed}/?a={signed}") == "/pad/…/?a=…"


@pytest.mark.parametrize(
    "harmless",
    [
        "Not Found: /nieuws/minder-verzuim-door-zelf-roosteren-in-de-wijkverpleging-2019/",
        "initiatives.applications.retention.empty_what_is_over failed for core.mail 12",
        "Bad Gateway: /-/health/ 2019-03-12 13:30:20,123",
    ],
)
def test_what_opens_nothing_stays_as_it_is(harmless):
    assert discreet(harmless) == harmless


@pytest.mark.django_db
def test_the_words_of_an_error_are_not_in_the_log_and_its_place_is(log):
    RecentUse.objects.create(digest=ANNA, number=1, ends_at="2019-03-12T12:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        RecentUse.objects.create(digest=ANNA, number=1, ends_at="2019-03-12T12:00Z")
    try:
        with transaction.atomic():
            RecentUse.objects.create(digest=ANNA, number=1, ends_at="2019-03-12T12:00Z")
    except IntegrityError:
        logging.getLogger("django.request").error("Server Error: /x", exc_info=sys.exc_info())
    said = log.getvalue()
    assert "django.db.utils.IntegrityError" in said
    assert "test_log_filter.py" in said
    assert "anna" not in said


def test_an_address_is_not_in_the_log_however_it_is_written():
    said = discreet(f"550 5.1.1 <{ANNA}>: no such user; mailto:{ANNA}, (email)=({ANNA})")
    assert ANNA.partition("@")[2] not in said
    assert "anna" not in said
    assert said.startswith("550 5.1.1 <…>: no such user")
