"""A running site with what an application needs, which is there sooner than the demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from initiatives.events.models import EventPage
from tests.databases import Databases, migrated
from tests.factories import BranchFactory, EventPageFactory, ThemeFactory, koploper_index
from tests.servers import ServedSite, served


@contextmanager
def site_for_cases(databases: Databases, blocker: Any) -> Iterator[ServedSite]:
    """Serve it, with the Django of the test on the same database."""
    with served(databases, migrated()) as site, site.database_here(blocker):
        ThemeFactory(name="Leven lang ontwikkelen")
        BranchFactory(name="Ouderenzorg")
        BranchFactory(name="Thuiszorg")
        koploper_index()
        EventPageFactory(kind=EventPage.Kind.FRONT_RUNNERS, title="Koplopers ontmoeten elkaar")
        yield site
