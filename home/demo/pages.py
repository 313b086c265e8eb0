"""Makes the pages of the demo content, for all the kinds of them: by slug, and with their texts."""

import datetime
import re
import uuid
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Page

from core.blocks.body import BodyBlock
from core.models import Branch, ContactRole, Theme, ThemedPage
from home.models import HomePage

Table = dict[str, Any]
P = TypeVar("P", bound=Page)
T = TypeVar("T", bound=ThemedPage)


class DemoPages:
    """The pages so far, by slug; what is already there is left as it is."""

    contacts: dict[str, ContactRole]
    images: dict[str, Any]

    def __init__(self, editor: User, author: User) -> None:
        self.editor = editor
        self.author = author
        self.home = HomePage.objects.get()
        self.pages: dict[str, Page] = {}
        self.added = False

    def index(self, model: type[P], **values: Any) -> P:
        """Return the one list of this kind; make it when it is missing."""
        index = model.objects.first()
        if index is None:
            index = model(**values)
            self.add(self.home, index)
            index.save_revision(user=self.editor).publish()
        self.pages[index.slug] = index
        return index

    def add(self, parent: Page, page: Page) -> None:
        page.live = False
        page.owner = page.owner or self.editor
        parent.add_child(instance=page)
        self.added = True

    def page(
        self, model: type[T], index: Page, table: Table, **values: Any
    ) -> tuple[T, Table] | None:
        """Make a themed page that is missing, without its text; None when it is there."""
        slug = table["slug"]
        found = model.objects.filter(slug=slug).first()
        if found:
            self.pages[slug] = found
            return None
        page = model(
            title=table["title"],
            slug=slug,
            lead=table["lead"],
            all_themes=table.get("all_themes", False),
            all_branches=table.get("all_branches", False),
            listing_image=self.images.get(table.get("image", "")),
            listing_image_alt=table.get("image_alt", ""),
            **values,
        )
        page.owner = self.author if table.get("draft") else self.editor
        self.add(index, page)
        self.pages[slug] = page
        return page, table

    def fill(self, page: Any, table: Table) -> None:
        """Give a themed page its themes, branches, contact and text."""
        page.themes = Theme.objects.filter(slug__in=table.get("themes", []))
        page.branches = Branch.objects.filter(slug__in=table.get("branches", []))
        if "contact" in table:
            page.contact = self.contacts[table["contact"]]
        page.body = self.body(table)

    @staticmethod
    def backdate(page: Page, moment: datetime.datetime) -> None:
        """Let a page that was published just now have come out at this moment."""
        page.refresh_from_db()
        page.first_published_at = page.last_published_at = moment
        page.save()

    @staticmethod
    def moment(table: Table) -> datetime.datetime:
        """Return when the article came out: on its own date or so many days before today."""
        day = table.get("date") or timezone.localdate() - datetime.timedelta(
            days=table.get("days_ago", 0)
        )
        hour = datetime.time.fromisoformat(table.get("time", "09:00"))
        moment = timezone.make_aware(datetime.datetime.combine(day, hour))
        # Today's article is out already, however early today it is.
        return timezone.now() if day == timezone.localdate() else moment

    def body(self, table: Table, blocks: Any = None) -> Any:
        """Return the text of a page, of these blocks or of those that every text has."""
        raw = [
            {"type": block["type"], "value": self._block(block["type"], block.get("value", {}))}
            for block in table["body"]
        ]
        return (blocks or BodyBlock()).to_python(raw)

    def _block(self, kind: str, value: Any) -> Any:
        if kind == "paragraph":
            return self._links(value)
        if kind == "callout":
            return {**value, "text": self._links(value["text"])}
        if kind == "button":
            page = self.pages[value["page"]].pk if value.get("page") else None
            return {**value, "page": page, "url": value.get("url", "")}
        if kind == "image":
            image = {"image": self.images[value["image"]].pk, "alt_text": value["alt"]}
            return {"image": image, "caption": value.get("caption", "")}
        if kind == "steps":
            # Without an id Wagtail takes a list item for one of a former format.
            return [{"id": str(uuid.uuid4()), "type": "item", "value": step} for step in value]
        if kind == "table":
            columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
            rows = [{"values": row} for row in value["rows"]]
            return {
                "caption": value["caption"],
                "table": {"columns": columns, "rows": rows, "caption": ""},
            }
        return value

    def _links(self, html: str) -> str:
        """Write links to pages the way the database keeps them: by key instead of slug."""

        def by_key(match: re.Match[str]) -> str:
            return f'linktype="page" id="{self.pages[match[1]].pk}"'

        return re.sub(r'linktype="page" slug="([^"]+)"', by_key, html).strip()
