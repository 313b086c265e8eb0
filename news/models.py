"""Nieuws: the list of articles and one article."""

import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import GroupPagePermission, Orderable, Page
from wagtail.search import index

from core.blocks.body import BodyBlock, figures
from core.facets import BRANCHES, THEMES
from core.feeds import AtomFeed, Channel, RssFeed
from core.groups import AUTHORS
from core.index_pages import IndexPage
from core.listing import Listing, Noun
from core.models import ContactRole, ThemedPage
from core.models.pages import published
from core.panels import listing_panel, terms_panels
from news.forms import NewsPageForm, lacking_date
from news.picking import MarkerPanel, RelatedArticleChooser, UnseenPanel
from news.related import related_articles

ARTICLES = Noun("bericht", "berichten")
# An article of before this that has the word is likely to invite to what is long past.
OLD = datetime.timedelta(days=2 * 365)
MEETING, MEETINGS = "bijeenkomst", "events.EventIndexPage"


class NewsIndexPage(IndexPage):
    """Nieuws: every article, newest first, filtered by theme and branch."""

    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]

    class Meta:
        verbose_name = "nieuwsoverzicht"
        verbose_name_plural = "nieuwsoverzichten"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let authors in when the list is made: they write news and nothing else."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            for group in Group.objects.filter(name=AUTHORS):
                GroupPagePermission.objects.create(
                    group=group,
                    page=self,
                    permission=Permission.objects.get(
                        content_type__app_label="wagtailcore", codename="add_page"
                    ),
                )

    def listing(self, request: HttpRequest) -> Listing:
        """Return the list that this request asks for."""
        articles = ThemedPage.objects.child_of(self).published().newest_first()
        return Listing(articles, [THEMES, BRANCHES], request.GET, self.get_url(request), ARTICLES)

    @path("")
    def list_articles(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides={"listing": self.listing(request)})

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        return self._feed(request, RssFeed())

    @path("atom/", name="atom")
    def atom(self, request: HttpRequest) -> HttpResponse:
        return self._feed(request, AtomFeed())

    def _feed(self, request: HttpRequest, feed: Any) -> HttpResponse:
        channel = Channel(self.title, self.listing(request), self.search_description)
        return feed(request, channel=channel)


DATE_HELP = (
    "De datum die bezoekers zien. Leeg? Dan is het de dag waarop je voor het eerst publiceert; "
    "die blijft als je het bericht offline haalt en later weer publiceert."
)


class NewsPage(ThemedPage):
    """One article. An author writes it, an editor publishes it, everybody reads it."""

    class Kind(models.TextChoices):
        NEWS = "nieuws", "Nieuws"
        BACKGROUND = "achtergrond", "Achtergrond"
        FRONT_RUNNER = "koploper-aan-het-woord", "Koploper aan het woord"

    kind = models.CharField(
        "soort",
        max_length=30,
        choices=Kind.choices,
        default=Kind.NEWS,
        help_text="Staat boven de titel, op de pagina en op de kaart.",
    )
    published_on = models.DateField(
        "datum",
        null=True,
        blank=True,
        help_text="De datum die bezoekers zien. Leeg? Dan is het de dag waarop je publiceert.",
    )
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    contact = models.ForeignKey(
        ContactRole,
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Bij wie kan een lezer terecht? Staat onder het artikel.",
    )

    base_form_class = NewsPageForm
    exclude_fields_in_copy = [*ThemedPage.exclude_fields_in_copy, "published_on"]
    read_along = ("listing_image", "contact")
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("published_on", help_text=DATE_HELP)],
            "Soort en datum",
            icon="calendar",
        ),
        listing_panel(),
        *terms_panels(),
        FieldPanel("body"),
        FieldPanel("contact", icon="mail"),
        MultiFieldPanel(
            [
                MarkerPanel(),
                InlinePanel("related_articles", label="artikel", max_num=3),
            ],
            "Gerelateerde artikelen",
            help_text="Kies er hooguit drie; ze staan onder het artikel in jouw volgorde. Kies je "
            "er minder, dan vullen we aan: eerst met artikelen over hetzelfde thema, dan met "
            "dezelfde branche, dan met de nieuwste.",
            icon="doc-full",
        ),
    ]
    search_fields = [
        *ThemedPage.search_fields,
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = "nieuwsbericht"
        verbose_name_plural = "nieuwsberichten"

    def lacking(self) -> dict[str, str]:
        values = {"published_on": self.published_on, "go_live_at": self.go_live_at}
        return super().lacking() | lacking_date(values)

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return [*super().pictures(), *figures(self.body)]

    def get_listed_on(self) -> datetime.date:
        return self.published_on or super().get_listed_on()

    def get_kicker(self) -> str:
        return self.get_kind_display()

    @property
    def updated_on(self) -> datetime.date | None:
        """Return the day on which the text changed after its first day online."""
        if not self.first_published_at or not self.last_published_at:
            return None
        changed = timezone.localdate(self.last_published_at)
        return changed if changed > timezone.localdate(self.first_published_at) else None

    @property
    def is_about_old_meetings(self) -> bool:
        """Return whether a reader may take meetings of years ago for ones to come."""
        if self.listed_on > timezone.localdate() - OLD:
            return False
        return MEETING in f"{self.title} {self.lead} {list(self.body.raw_data)}".lower()

    @property
    def meetings_url(self) -> str:
        """Return where the meetings to come are, or "" when there is no such list."""
        first = published(apps.get_model(MEETINGS).objects.all()).first()
        return first.get_url() if first else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "related": related_articles(self)}

    @cached_property
    def index_page(self) -> Page:
        """Return the list this article stands in."""
        return self.breadcrumbs[-1]


class RelatedArticle(Orderable):
    """An article that an editor picked to stand under another one."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_articles")
    article = models.ForeignKey(
        NewsPage, verbose_name="artikel", on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article", widget=RelatedArticleChooser), UnseenPanel()]

    class Meta(Orderable.Meta):
        verbose_name = "gerelateerd artikel"
        verbose_name_plural = "gerelateerde artikelen"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(page=models.F("article")), name="relatedarticle_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)
