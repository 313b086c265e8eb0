"""Loads the demo content: the site as a visitor would find it, in our own words.

Everything is recognised by its slug. What is already there is left as it is, so loading again
changes nothing and never undoes what an editor did.
"""

import tomllib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import resvg_py
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Site

from core.models import Branch, ContactRole, SiteSettings, Theme
from core.task_backend import each_once
from home.blocks import FixedPageBlock
from home.demo.applications import Advisers, Applications
from home.demo.koplopers import Koplopers
from home.demo.meetings import Meetings
from home.demo.pages import DemoPages, Table
from home.demo.pool import Pool
from home.models import ContentPage
from initiatives.events.models import EventPage
from news.models import NewsIndexPage, NewsPage, RelatedArticle
from search.models import Synonym

CONTENT = Path(__file__).parent
IMAGE_WIDTH = 1600

Progress = Callable[[str], None]


def read_table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_all(folder: str) -> list[Table]:
    return [read_table(path) for path in sorted((CONTENT / folder).glob("*.toml"))]


@transaction.atomic
def load(say: Progress, editor: User, author: User, advisers: Advisers) -> bool:
    """Load what is missing, all or nothing. Returns whether anything was added.

    The pages are the editor's, but for the draft, which the author has handed in for review.
    """
    with each_once():
        return Loader(say, editor, author, advisers).run()


class Loader(DemoPages):
    """One run; remembers by slug what later parts refer to."""

    def __init__(self, say: Progress, editor: User, author: User, advisers: Advisers) -> None:
        super().__init__(editor, author)
        self.say = say
        self.advisers = advisers

    def run(self) -> bool:
        self._taxonomies()
        self.contacts = self._contacts()
        self.images = self._images()
        news_index = self.index(
            NewsIndexPage,
            title="Nieuws",
            slug="nieuws",
            intro="<p>Wat teams in zorg en welzijn proberen, wat ze leren en wat jij ermee "
            "kunt. Kies een thema of branche, en je houdt over wat bij jouw werk past.</p>",
            search_description="Nieuws en achtergrond van het Actie Leer Netwerk, op thema "
            "en branche.",
        )
        news = {table["slug"]: table for table in read_all("news")}
        fixed = sorted(read_all("pages"), key=lambda table: table["order"])
        # First every page, then their texts: texts link to pages.
        new_pages = [self._content_page(table) for table in fixed]
        new_articles = [self._article(news_index, table) for table in news.values()]
        koplopers = Koplopers(self, read_table(CONTENT / "network.toml"), read_all("initiatives"))
        meetings = Meetings(self, read_all("events"))
        pool = Pool(self, read_table(CONTENT / "facilitators.toml"))
        self.say(f"{len(self.pages)} pagina's")
        for page, table in filter(None, new_pages):
            page.body = self.body(table, FixedPageBlock())
            page.save_revision(user=self.editor).publish()
        for page, table in filter(None, new_articles):
            self._finish_article(page, table)
        koplopers.finish()
        meetings.finish()
        pool.finish()
        self.say("24 initiatieven, van tip tot Koploper")
        Applications(self, read_table(CONTENT / "applications.toml"), self.advisers).finish()
        self._home()
        self._menus()
        self._address()
        if self.added:
            # They are made when the transaction commits, some 20 seconds of work.
            self.say("afbeeldingen in alle maten …")
        return self.added

    def _taxonomies(self) -> None:
        tables = read_table(CONTENT / "taxonomies.toml")
        for nth, table in enumerate(tables["theme"], start=1):
            defaults = {**table, "order": nth * 10, "hue": nth}
            self._note(Theme.objects.get_or_create(slug=table["slug"], defaults=defaults))
        for table in tables["branch"]:
            defaults = {
                **table,
                "order": 900 if table["slug"] == "overig" else 100,
            }
            self._note(Branch.objects.get_or_create(slug=table["slug"], defaults=defaults))
        for table in tables["synonym"]:
            found = {f"{name}__iexact": value for name, value in table.items()}
            self._note(Synonym.objects.get_or_create(**found, defaults=table))

    def _note(self, outcome: tuple[Any, bool]) -> Any:
        found, created = outcome
        self.added |= created
        return found

    def _contacts(self) -> dict[str, ContactRole]:
        contacts = {}
        for table in read_table(CONTENT / "contacts.toml")["contact"]:
            slug, role = table.pop("slug"), table.pop("role")
            contacts[slug] = self._note(
                ContactRole.objects.get_or_create(role=role, defaults=table)
            )
        return contacts

    def _images(self) -> dict[str, Any]:
        """Turn our own drawings into ordinary images, so that they behave like photographs."""
        model = get_image_model()
        images = {}
        for path in sorted((CONTENT / "images").glob("*.svg")):
            title = f"Tekening: {path.stem}"
            image = model.objects.filter(title=title).first()
            if image is None:
                drawing = resvg_py.svg_to_bytes(
                    svg_string=path.read_text(), width=IMAGE_WIDTH, skip_system_fonts=True
                )
                image = model(title=title, file=ContentFile(bytes(drawing), f"{path.stem}.png"))
                image.save()
                self.added = True
            images[path.stem] = image
        self.say(f"{len(images)} tekeningen")
        return images

    def _content_page(self, table: Table) -> tuple[ContentPage, Table] | None:
        slug = table["slug"]
        found = ContentPage.objects.filter(slug=slug).first()
        if found:
            self.pages[slug] = found
            return None
        page = ContentPage(
            title=table["title"],
            slug=slug,
            lead=table["lead"],
            contact=self.contacts.get(table.get("contact", "")),
        )
        parent = table.get("parent")
        self.add(self.pages[parent] if parent else self.home, page)
        self.pages[slug] = page
        return page, table

    def _article(self, index: NewsIndexPage, table: Table) -> tuple[NewsPage, Table] | None:
        return self.page(NewsPage, index, table, kind=table["kind"])

    def _finish_article(self, page: NewsPage, table: Table) -> None:
        """Give the article its text and relations, and publish it or plan it."""
        self.fill(page, table)
        articles = [
            RelatedArticle(article=self.pages[slug], sort_order=nth)
            for nth, slug in enumerate(table.get("related", []))
        ]
        page.related_articles.set(articles)
        moment = self.moment(table)
        if "date" in table:
            page.published_on = table["date"]
        if moment > timezone.now():
            page.go_live_at = moment
        page.save()
        revision = page.save_revision(user=page.owner)
        if table.get("draft"):
            page.get_workflow().start(page, self.author)
            return
        revision.publish()
        if not page.go_live_at:
            self.backdate(page, moment)

    def _home(self) -> None:
        if self.home.sections:
            return
        table = read_table(CONTENT / "home.toml")
        hero = table["hero"]
        self.home.kicker = hero["kicker"]
        self.home.heading = hero["title"]
        self.home.lead = hero["lead"]
        for which in ("primary", "secondary"):
            setattr(self.home, f"{which}_label", hero[f"{which}_label"])
            setattr(self.home, f"{which}_page", self.pages[hero[f"{which}_page"]])
        action = {**table["cta"], "page": self.pages[table["cta"]["page"]].pk}
        news, meetings = NewsPage._meta.label_lower, EventPage._meta.label_lower
        self.home.sections = self.home.sections.stream_block.to_python(
            [
                {
                    "type": "page_list",
                    "value": {"heading": "Het laatste nieuws", "kind": news, "number": 6},
                },
                {
                    "type": "page_list",
                    "value": {"heading": "Komende bijeenkomsten", "kind": meetings, "number": 3},
                },
                {
                    "type": "lines",
                    "value": {"heading": "Waar we aan werken", "lines": table["line"]},
                },
                {"type": "themes", "value": {"heading": "Zoek op thema"}},
                {"type": "call_to_action", "value": action},
            ]
        )
        self.home.save_revision(user=self.editor).publish()
        self.added = True

    def _menus(self) -> None:
        site_settings = SiteSettings.load()
        if site_settings.menu:
            return

        def links(*slugs: str) -> list[Table]:
            return [{"page": self.pages[slug].pk, "label": "", "url": ""} for slug in slugs]

        def overviews(*keys: str) -> list[Table]:
            return [{"page": None, "overview": key, "label": "", "url": ""} for key in keys]

        menu = [*links("nieuws"), *overviews("theme"), *links("bijeenkomsten", "koplopers")]
        menu += [{"page": self.pages["facilitators"].pk, "label": "Facilitators"}]
        menu += links("contact")
        by_subject = [*links("nieuws"), *overviews("theme", "branch"), *links("actieleren")]
        taking_part = links("bijeenkomsten", "koplopers", "netwerk", "facilitators")
        columns = (
            ("Lezen", by_subject),
            ("Meedoen", taking_part),
            (
                "Over deze website",
                links("over-ons", "contact", "privacy", "toegankelijkheid"),
            ),
        )
        site_settings.menu = site_settings.menu.stream_block.to_python(
            [{"type": "item", "value": value} for value in menu]
        )
        site_settings.footer = site_settings.footer.stream_block.to_python(
            [
                {
                    "type": "column",
                    "value": {
                        "heading": heading,
                        # Without an id Wagtail takes a list item for one of a former format.
                        "links": [
                            {"id": str(uuid.uuid4()), "type": "item", "value": link}
                            for link in column
                        ],
                    },
                }
                for heading, column in columns
            ]
        )
        site_settings.description = (
            "Het Actie Leer Netwerk helpt organisaties in zorg en welzijn om samen iets te doen "
            "aan het tekort aan personeel."
        )
        site_settings.email = "info@actieleernetwerk.example"
        site_settings.footer_text = (
            "<p>Het Actie Leer Netwerk hoort bij het programma Werken in de Zorg.</p>"
        )
        site_settings.save()
        self.added = True

    def _address(self) -> None:
        """Let the admin's links lead to where this site is served."""
        address = urlsplit(settings.SITE_URL)
        site = Site.objects.get(is_default_site=True)
        wanted = (address.hostname, address.port or (443 if address.scheme == "https" else 80))
        if (site.hostname, site.port) != wanted:
            site.hostname, site.port = wanted
            site.save()
