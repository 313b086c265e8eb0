"""A page that is kept in memory is right to the second when another one expires."""

from datetime import datetime, timedelta

import time_machine
from django.test import Client

from tests.factories import NewsPageFactory

LIST = "/nieuws/"
SECOND = timedelta(seconds=1)


def is_kept(client: Client, path: str) -> bool:
    client.get(path)
    return client.get(path).headers.get("X-Page-Cache") == "hit"


def test_no_kept_page_shows_an_article_past_the_moment_it_expires(
    client: Client, settings, committing_db
) -> None:
    settings.PAGE_CACHE = True
    moment = datetime.fromisoformat("2026-03-29T03:00+02:00")
    with time_machine.travel(moment - timedelta(days=1), tick=False) as clock:
        article = NewsPageFactory(title="Tijdelijk", expire_at=moment)
        other = NewsPageFactory(title="Blijvend")
        clock.move_to(moment - SECOND)
        for path in (LIST, article.get_url(), other.get_url()):
            assert is_kept(client, path), path
        assert "Tijdelijk" in client.get(LIST).text
        clock.move_to(moment)
        assert client.get(article.get_url()).status_code == 404
        assert "Tijdelijk" not in client.get(LIST).text
        assert is_kept(client, other.get_url())
        assert "Tijdelijk" not in client.get(LIST).text
