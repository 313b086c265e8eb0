"""Generates articles by the thousand, to measure how the site behaves when it is large."""

import datetime
import json
import random
import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core import generation
from core.models import Branch, Theme
from home.demo.load import read_all
from news.models import NewsIndexPage, NewsPage
from search import indexing

BATCH = 1000
DAYS = 3650


def scale(number: int) -> Iterator[int]:
    """Add `number` published articles in batches, each in one transaction; yields how many so far.

    Titles and sentences are drawn from the demo articles, with a fixed seed: the same number gives
    the same articles. Wagtail's own way takes some 30 ms an article; this writes the rows itself,
    and leaves out what only editors use (revisions and the log).
    """
    writer = _Writer(random.Random(2019))  # noqa: S311 - not for secrets
    for start in range(0, number, BATCH):
        size = min(BATCH, number - start)
        with transaction.atomic():
            writer.write(start, size)
        yield start + size
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    indexing.rebuild(lambda done, total: None)
    generation.raise_number()


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        articles = read_all("news")
        self.titles = [article["title"] for article in articles]
        html = [
            block["value"]
            for article in articles
            for block in article["body"]
            if block["type"] == "paragraph"
        ]
        text = " ".join(re.sub(r"<[^>]+>", " ", value) for value in html)
        self.sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]
        self.themes = list(Theme.objects.values_list("pk", flat=True))
        self.branches = list(Branch.objects.active().values_list("pk", flat=True))
        self.content_type = ContentType.objects.get_for_model(NewsPage)
        self.index = NewsIndexPage.objects.get()

    def write(self, start: int, size: int) -> None:
        """Insert one batch, in table order, and put it in the search index."""
        self.index.refresh_from_db()
        last = self.index.get_children().order_by("-path").first()
        step = int(last.path[-Page.steplen :], 36) if last else 0
        pages = [self._article(start + nth, step + 1 + nth) for nth in range(size)]
        Page.objects.bulk_create([Page(**page["page"]) for page in pages])
        keys = dict(
            Page.objects.filter(path__in=[page["page"]["path"] for page in pages]).values_list(
                "path", "pk"
            )
        )
        with connection.cursor() as cursor:
            self._copy(cursor, pages, keys)
        self.index.numchild += size
        self.index.save(update_fields=["numchild"])
        written = NewsPage.objects.filter(pk__in=keys.values()).prefetch_related(
            "themes", "branches"
        )
        get_search_backend().add_bulk(NewsPage, list(written))

    def _article(self, number: int, step: int) -> dict[str, Any]:
        chance = self.chance
        published = timezone.now() - datetime.timedelta(minutes=chance.randrange(DAYS * 1440))
        title = f"{chance.choice(self.titles)} ({number + 1})"
        slug = f"{slugify(title)[:200]}-{uuid.UUID(int=chance.getrandbits(128)).hex[:8]}"
        paragraphs = [
            {"type": "paragraph", "value": f"<p>{' '.join(chance.sample(self.sentences, 6))}</p>"}
            for _ in range(4)
        ]
        everything = chance.random() < 0.05
        return {
            "page": {
                "title": title,
                "draft_title": title,
                "slug": slug,
                "path": Page._get_path(self.index.path, self.index.depth + 1, step),
                "depth": self.index.depth + 1,
                "url_path": f"{self.index.url_path}{slug}/",
                "content_type": self.content_type,
                "locale_id": self.index.locale_id,
                "first_published_at": published,
                "last_published_at": published,
                "latest_revision_created_at": published,
            },
            "lead": " ".join(chance.sample(self.sentences, 2))[:400],
            "listed_on": timezone.localdate(published),
            "kind": chance.choices(NewsPage.Kind.values, [6, 2, 1])[0],
            "body": json.dumps(paragraphs),
            "everything": everything,
            "themes": [] if everything else chance.sample(self.themes, chance.randint(1, 3)),
            "branches": [] if everything else chance.sample(self.branches, chance.randint(1, 3)),
        }

    @staticmethod
    def _copy(cursor: Any, pages: list[dict[str, Any]], keys: dict[str, int]) -> None:
        """Write the tables behind a NewsPage that bulk_create cannot: it has parents."""
        labels = dict(NewsPage.Kind.choices)
        with cursor.copy(
            "COPY core_themedpage (page_ptr_id, lead, listing_image_alt, all_themes, all_branches,"
            " listed_on, kicker) FROM STDIN"
        ) as copy:
            for page in pages:
                key, everything = keys[page["page"]["path"]], page["everything"]
                copy.write_row(
                    (
                        key,
                        page["lead"],
                        "",
                        everything,
                        everything,
                        page["listed_on"],
                        labels[page["kind"]],
                    )
                )
        with cursor.copy("COPY news_newspage (themedpage_ptr_id, kind, body) FROM STDIN") as copy:
            for page in pages:
                copy.write_row((keys[page["page"]["path"]], page["kind"], page["body"]))
        for field, term in (("themes", "theme"), ("branches", "branch")):
            with cursor.copy(
                f"COPY core_themedpage_{field} (themedpage_id, {term}_id) FROM STDIN"
            ) as copy:
                for page in pages:
                    for key in page[field]:
                        copy.write_row((keys[page["page"]["path"]], key))
