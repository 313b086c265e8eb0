"""Fixtures for every test: a cloned database, real servers, a real browser.

A test with `db` runs in a transaction that is rolled back. A test that must see real commits takes
`committing_db`; a test of the running site takes `production_site` (shared, read only) or
`own_site` (its own, to change).
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test.utils import override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from core import generation
from tests import wagtail_tasks
from tests.accessibility import Axe
from tests.databases import Databases, Template, demo, migrated, url_of
from tests.factories import PageFactory
from tests.mail_server import MailServer
from tests.servers import ReusedServer, ServedSite, served
from tests.timings import Timings

# The first is the same browser without a window of its own, which takes a third less time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
LEFT_IN_TRANSITION = (
    "ViewTransition opt-in disabled",
    "Transition was skipped",
    "Transition was aborted",
)
PATIENCE = 30_000  # milliseconds; a busy machine is slow, and no test says how fast a page must be
OUR_HOSTS = {"127.0.0.1", "localhost"}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Playwright keeps an event loop in the thread of the test, where Django then refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM)), None)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the process that prints
        config.pluginmanager.register(Timings())
    if config.getoption("markexpr") != "not browser" and _chromium() is None:
        raise pytest.UsageError(
            "The browser tests need Chromium: install it (Debian: chromium-headless-shell), "
            'name it in CHROMIUM, or leave them out with -m "not browser".'
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        for marker in item.iter_markers("django_db"):
            if marker.kwargs.get("transaction"):
                raise pytest.UsageError(
                    f"{item.nodeid}: django_db(transaction=True) empties every table, those that "
                    "migrations fill too. Use the fixture committing_db."
                )


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the million objects that stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this process a clone of the migrated database; instead of pytest-django's own set-up."""
    name = databases.clone(migrated())
    connections["default"].settings_dict.update(dj_database_url.parse(url_of(name)))
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.drop(name)


@contextmanager
def working_on(
    template: Template, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    connection = connections["default"]
    before, name = connection.settings_dict["NAME"], databases.clone(template)
    with django_db_blocker.unblock():
        connections.close_all()  # an earlier test's connection still leads to the shared database
        connection.settings_dict["NAME"] = name
        yield
        connections.close_all()
    connection.settings_dict["NAME"] = before
    databases.drop(name)


@pytest.fixture
def committing_db(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A fresh database for one test whose transactions really commit, threads included."""
    with working_on(migrated(), databases, django_db_blocker):
        yield


@pytest.fixture
def demo_db(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The same, with the demo content as `manage.py demo` loaded it."""
    template = demo()
    with (
        working_on(template, databases, django_db_blocker),
        override_settings(MEDIA_ROOT=template.media),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _uploads() -> Iterator[None]:
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _tasks_of_wagtail() -> wagtail_tasks.Tasks:
    return wagtail_tasks.replace()


@pytest.fixture
def wagtail_indexes(_tasks_of_wagtail: wagtail_tasks.Tasks) -> Iterator[None]:
    """Keep Wagtail's own indexes: what the search of the admin finds, and where a thing is used."""
    with _tasks_of_wagtail.done():
        yield


@pytest.fixture
def real_publishing(monkeypatch: pytest.MonkeyPatch, wagtail_indexes: None) -> None:
    """Have the factories publish pages as editors do, with all that follows."""
    monkeypatch.setattr(PageFactory, "_is_published_for_real", True)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Start each test without what former tests left in this process."""
    generation.forget()
    cache.clear()


@pytest.fixture
def cloned_database(databases: Databases) -> Iterator[Callable[..., str]]:
    """A factory of databases: call it for the URL of a new one, with `demo=True` for content."""
    names: list[str] = []

    def clone(*, demo_content: bool = False) -> str:
        names.append(databases.clone(demo() if demo_content else migrated()))
        return url_of(names[-1])

    yield clone
    for name in names:
        databases.drop(name)


@pytest.fixture(scope="session")
def production_site(databases: Databases, django_test_environment: None) -> Iterator[ServedSite]:
    """The demo site on the production server, for all tests that only read."""
    with served(databases, demo()) as site:
        yield site


@pytest.fixture(scope="session")
def reused_server(databases: Databases, django_db_setup: None) -> Iterator[ReusedServer]:
    server = ReusedServer(databases)
    yield server
    server.close()


@pytest.fixture
def own_site(
    reused_server: ReusedServer, django_db_blocker: DjangoDbBlocker
) -> Iterator[ServedSite]:
    """The demo site with a database of its own, for one test that changes it.

    The test's own Django works on the same database, with real commits and the same key:
    factories, models, services and links of the site can be used as its own process would.
    """
    with reused_server.over(demo(), django_db_blocker) as site:
        yield site


@pytest.fixture
def empty_site(
    reused_server: ReusedServer, django_db_blocker: DjangoDbBlocker
) -> Iterator[ServedSite]:
    """The same without the demo content, for a test that makes what it needs."""
    with reused_server.over(migrated(), django_db_blocker) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A factory of browser windows of a Dutch visitor, who wants nothing to move.

    When the test is over, none of them may have met an error on a page, a resource that the
    Content-Security-Policy refused, or have asked anything of another host.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    hosts: set[str] = set()

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: _note_exception(error, complaints))
        page.on("console", lambda message: _note_error(message, complaints))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    def make(**options: Any) -> BrowserContext:
        defaults = {
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**defaults, **options})
        context.on("page", watch)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)
    foreign = {host for host in hosts if host and host.split(":")[0] not in OUR_HOSTS}
    assert not foreign, f"The site asked something of another host: {foreign}"


def _note_exception(error: Any, complaints: list[str]) -> None:
    # Chromium throws these itself when a page is left before its view transition began or ended.
    if not any(words in str(error) for words in LEFT_IN_TRANSITION):
        complaints.append(str(error))


def _note_error(message: Any, complaints: list[str]) -> None:
    # A page that answers 404 on purpose is reported as a failed resource as well; what Wagtail's
    # content checker tells an editor is reported too.
    told = ("Failed to load resource", "axe.run results")
    if message.type == "error" and not message.text.startswith(told):
        complaints.append(message.text)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A tab of a Dutch visitor on a desktop screen, who sees what moves."""
    return new_context(viewport=DESKTOP, reduced_motion="no-preference").new_page()


@pytest.fixture
def page_without_javascript(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    ).new_page()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which the mail of this process goes."""
    server = MailServer()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Call it with a page: it asserts that axe-core finds nothing."""
    return Axe()
