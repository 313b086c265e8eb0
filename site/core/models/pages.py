"""What every page has in common, and the one table behind every list of cards."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Case, Q, QuerySet, Value, When, prefetch_related_objects
from django.db.models.functions import Least, TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.actions.create_alias import CreatePageAliasIntegrityError
from wagtail.images import get_image_model_string
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core import chosen, generation, states
from core.models.taxonomy import Branch, Term, Theme
from core.page_permissions import WithPermissions
from core.publication import lacking, lacking_in_text
from core.reserved_slugs import SitePageCopyForm, SitePageForm


class SitePage(WithPermissions, Page):
    """Canonical address, breadcrumbs and what search engines are told, for every page type."""

    # Foreign keys to read in the same query when a visitor asks for the page.
    read_along: ClassVar[tuple[str, ...]] = ()
    # Set by HomePage.route, which has read the whole path anyway.
    ancestors_on_route: list[Page] | None = None
    # Set by serve_preview: what is shown is not what is stored.
    is_previewed = False
    base_form_class = SitePageForm
    copy_form_class = SitePageCopyForm
    # A page with rows of its own beside its text (places, a profile) would have them twice.
    may_have_alias: ClassVar[bool] = True
    # Fields with an address that only some people get, such as who comes to a meeting.
    fields_with_secret_links: ClassVar[tuple[str, ...]] = ()
    # Whether its owner is asked, a year after publishing, if it is still right.
    is_reviewed: ClassVar[bool] = True
    # What belongs to the moment of the page and not to its text; a kind adds its own.
    exclude_fields_in_copy = ["first_published_at", "last_published_at", "go_live_at", "expire_at"]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.alias_of_id and not self.may_have_alias:
            raise CreatePageAliasIntegrityError(f"A {self._meta.verbose_name} has no alias.")
        super().save(*args, **kwargs)

    @property
    def status_string(self) -> str:
        """Return where the page stands, in the words of the filters."""
        return states.in_words(self)

    @property
    def canonical_url(self) -> str:
        """Return the page's one full address, whatever host or port it was asked on."""
        return settings.SITE_URL + self.get_url()

    @property
    def summary(self) -> str:
        """Return the text for search engines and shared links."""
        return self.search_description

    @property
    def breadcrumbs(self) -> list[Page]:
        """Return the pages above this one, the home page first."""
        if self.ancestors_on_route is not None:
            return self.ancestors_on_route
        return list(self.get_ancestors().filter(depth__gt=1))

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        """Return the images that this page shows, each with its size in core.pictures."""
        return []

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Answer 404 from the minute of expiry on; the clock takes the page down a little later."""
        if self.expire_at and self.expire_at <= timezone.now():
            raise Http404
        return super().route(request, path_components)

    def get_view_restrictions(self) -> QuerySet:
        """Return what Wagtail would, but ask the database only where something is private.

        An alias has the restrictions of its source, wherever that is; then Wagtail looks it up.
        """
        has_alias = any(page.alias_of_id for page in (self, *self.breadcrumbs))
        if has_alias or self.path.startswith(private_paths()):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.is_previewed = True
        return super().serve_preview(request, mode_name)


def published(pages: PageQuerySet) -> PageQuerySet:
    """Keep what anybody may read at this moment: no draft, nothing planned, expired or private.

    An expired page is left out at once, before the clock of `manage.py worker` takes it down.
    """
    not_expired = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
    private = Q(pk__in=[])
    for path in private_paths():
        private |= Q(path__startswith=path)
    return pages.live().filter(not_expired).exclude(private)


def expiries() -> Iterable[datetime.datetime]:
    """Return the moments at which pages that are online expire.

    Going online is no such moment: the worker does that, and publishing begins a new generation.
    """
    return Page.objects.live().exclude(expire_at=None).values_list("expire_at", flat=True)


@generation.kept
def private_paths() -> tuple[str, ...]:
    """Return the tree path of every page that not everybody may read, with all below it."""
    return tuple(with_aliases(PageViewRestriction.objects.values_list("page__path", flat=True)))


def with_aliases(paths: Iterable[str]) -> set[str]:
    """Return these tree paths and those of every alias of a page there: who may read the source
    may read the alias, and nobody else.
    """
    found, fresh = set(paths), set(paths)
    while fresh:
        below = Q()
        for path in fresh:
            below |= Q(alias_of__path__startswith=path)
        fresh = set(Page.objects.filter(below).values_list("path", flat=True)) - found
        found |= fresh
    return found


def naming(terms: Sequence[Term]) -> Q:
    """Match the themed pages that name any of these themes or branches.

    The terms are of one kind, and at least one. A subquery and no join: a page matches once.
    """
    model = type(terms[0])
    rows = model.pages.through.objects.filter(**{f"{model._meta.model_name}__in": terms})
    return Q(pk__in=rows.values("themedpage"))


def choosing(terms: Sequence[Term]) -> Q:
    """Match the themed pages that stand under any of these terms: by name, or by "alle"."""
    return naming(terms) | Q(**{f"all_{type(terms[0]).page_field}": True})


class ThemedPageQuerySet(PageQuerySet):
    def published(self) -> Self:
        return published(self)

    def withheld(self) -> Self:
        """Keep what is not for visitors even while it is online; a kind that has such says which.

        Its `published` leaves them out.
        """
        return self.none()

    def newest_first(self) -> Self:
        return self.order_by("-listed_on", "-pk")

    def latest_news_first(self) -> Self:
        """Sort by the day on which each became news, for lists of several kinds.

        A meeting to come is news from the day it was announced; by its own date it would stand
        above all that really is new.
        """
        became_news = Least("listed_on", TruncDate("first_published_at"))
        return self.order_by(became_news.desc(), "-listed_on", "-pk")

    def news_first(self) -> Self:
        """Sort by kind, those without a row of their own first; each kind as latest_news_first."""
        shown = [kind for kind in kinds() if kind.row_heading]
        types = ContentType.objects.get_for_models(*shown)
        places = [When(content_type=types[kind], then=Value(kind.row_place)) for kind in shown]
        pages = self.latest_news_first()
        return pages.order_by(Case(*places, default=Value(0)), *pages.query.order_by)

    def for_cards(self) -> list["ThemedPage"]:
        """Return the pages with all that a card shows, in three queries."""
        pages = list(self.select_related("listing_image"))
        prepare_cards(pages)
        return pages


class ThemedPage(SitePage):
    """A page that carries themes and branches: news, meetings, Koplopers, facilitators.

    It is a table of its own, so that one query without `.specific()` renders any list of cards.
    Editors never make one; they make the kinds that inherit from it.
    """

    lead = models.TextField(
        "inleiding",
        max_length=400,
        blank=True,
        help_text="Twee of drie zinnen. Staat boven de tekst en op de kaart in elke lijst.",
    )
    listing_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="afbeelding",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Geen foto? Dan krijgt de pagina een eigen getekende omslag.",
    )
    listing_image_alt = models.CharField(
        "beschrijving van de afbeelding",
        max_length=200,
        blank=True,
        help_text="Wat ziet iemand op de foto? Wie een voorleeshulp gebruikt, hoort deze tekst.",
    )
    themes = ParentalManyToManyField(
        Theme, verbose_name="thema's", blank=True, related_name="pages"
    )
    all_themes = models.BooleanField(
        "Alle thema's", default=False, help_text="De pagina staat dan onder elk thema."
    )
    branches = ParentalManyToManyField(
        Branch, verbose_name="branches", blank=True, related_name="pages"
    )
    all_branches = models.BooleanField(
        "Alle branches", default=False, help_text="De pagina staat dan onder elke branche."
    )
    listed_on = models.DateField(
        "datum in lijsten",
        editable=False,
        help_text="Waarop de kaart sorteert; elke soort vult die.",
    )
    kicker = models.CharField(
        "soort op de kaart",
        max_length=40,
        editable=False,
        help_text="Een kopie, zodat een kaart de tabel van de soort niet nodig heeft.",
    )

    objects = PageManager.from_queryset(ThemedPageQuerySet)()

    is_creatable = False
    # The template of what the cards of a kind say instead of the date; `card` is the page.
    card_facts: ClassVar[str] = ""
    # Whether visitors read on what day a page of this kind came.
    is_dated: ClassVar[bool] = True
    # What the row of this kind is called on the page of a theme or branch; without a name, no row.
    row_heading: ClassVar[str] = ""
    # Among the rows of other kinds: the lowest comes first.
    row_place: ClassVar[int] = 0
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead", boost=2),
        index.FilterField("listed_on"),
        index.RelatedFields("themes", [index.SearchField("name")]),
        index.RelatedFields("branches", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = "pagina met thema's"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-listed_on", "-page_ptr"], name="themedpage_newest_first")
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TermGoneError when something that it chooses was deleted meanwhile."""
        chosen.follow_in(self)
        self.listed_on = self.get_listed_on()
        self.kicker = self.get_kicker()
        super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Raises TermGoneError, as saving does."""
        chosen.follow_in(self)
        return super().save_revision(*args, **kwargs)

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Read a version, also one that was at hand before a theme in it was merged."""
        content = chosen.follow_in_content(cls, data)
        return super().from_serializable_data(content, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Fill in what saving fills in: the copies that cards and headings show."""
        self.listed_on = self.get_listed_on()
        self.kicker = self.get_kicker()
        return super().serve_preview(request, mode_name)

    @classmethod
    def listed(cls) -> ThemedPageQuerySet:
        """Return what a row of cards of this kind offers anybody, in its order."""
        return cls.objects.published().newest_first()

    def get_listed_on(self) -> Any:
        """Return the date that cards show and sort by; a page kind with a date of its own says so.

        Until a page is published that is the day it is planned for, or else today; in Dutch time.
        """
        return timezone.localdate(self.first_published_at or self.go_live_at)

    def get_kicker(self) -> str:
        """Return the word above the title that says what kind of page this is."""
        return str(self._meta.verbose_name).capitalize()

    def lacking(self) -> dict[str, str]:
        """Return what keeps this version from being published, in Dutch by field name."""
        values = {
            "themes": self.themes.exists(),
            "all_themes": self.all_themes,
            "branches": self.branches.exists(),
            "all_branches": self.all_branches,
            "listing_image": self.listing_image_id,
            "listing_image_alt": self.listing_image_alt,
        }
        return lacking(values) | lacking_in_text(self)

    @property
    def summary(self) -> str:
        return self.search_description or self.lead

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        if not self.listing_image:
            return []
        return [(self.listing_image, size) for size in ("card", "article", "share")]

    @property
    def became_news_at(self) -> datetime.datetime:
        """Return the moment to give to feed readers: that of its date, or of its announcement."""
        own_date = timezone.make_aware(datetime.datetime.combine(self.listed_on, datetime.time.min))
        return min(own_date, self.first_published_at or own_date)

    @property
    def shows_day(self) -> bool:
        """Return whether its card says a day, and not what its kind has to say instead."""
        kind = self.specific_class
        return not self.card_facts and (kind is None or kind.is_dated)

    @cached_property
    def theme_list(self) -> list[Theme]:
        """Return the chosen themes in their order, none for "alle"; prepare_cards fills it too."""
        return [] if self.all_themes else sorted(self.themes.all(), key=_place)

    @cached_property
    def branch_list(self) -> list[Branch]:
        """Return the chosen branches in their order, none for "alle"."""
        return [] if self.all_branches else sorted(self.branches.all(), key=_place)

    @property
    def hue(self) -> int:
        """Return the number of the hue of covers and kickers: that of the first theme."""
        return self.theme_list[0].hue if self.theme_list else Theme.Hue.TEAL


def kinds() -> list[type[ThemedPage]]:
    """Return the kinds of themed page that this site has; a new one joins by itself."""
    return [model for model in ThemedPage.__subclasses__() if not model._meta.abstract]


def _place(term: Theme | Branch) -> tuple[int, str]:
    return term.order, term.name


def _known(model: type[Term], key: int) -> list[Any]:
    """Return the term; none when it is newer than the generation of this request."""
    term = model.all_by_pk().get(key)
    return [term] if term else []


def prepare_cards(pages: Iterable[ThemedPage]) -> None:
    """Read the terms and renditions of all these pages together, in two queries."""
    pages = list(pages)
    prepare_images(pages)
    prepare_terms(pages)


def prepare_images(pages: Iterable[ThemedPage]) -> None:
    """Read the renditions of all these pages' images together, in one query."""
    images = [page.listing_image for page in pages if page.listing_image]
    prefetch_related_objects(images, "renditions")


def prepare_terms(pages: Iterable[ThemedPage]) -> None:
    """Read the themes and branches of all these pages together, in one query.

    A page in preview keeps the choices that are not saved yet.
    """
    saved = {page.pk: page for page in pages if not page.is_previewed}
    themes: dict[int, list[Theme]] = {pk: [] for pk in saved}
    branches: dict[int, list[Branch]] = {pk: [] for pk in saved}
    rows = (
        ThemedPage.themes.through.objects.filter(themedpage__in=saved)
        .values_list("themedpage", "theme", models.Value(True))
        .union(
            ThemedPage.branches.through.objects.filter(themedpage__in=saved).values_list(
                "themedpage", "branch", models.Value(False)
            ),
            all=True,
        )
    )
    for page_pk, term_pk, is_theme in rows:
        if is_theme:
            themes[page_pk] += _known(Theme, term_pk)
        else:
            branches[page_pk] += _known(Branch, term_pk)
    for pk, page in saved.items():
        page.theme_list = [] if page.all_themes else sorted(themes[pk], key=_place)
        page.branch_list = [] if page.all_branches else sorted(branches[pk], key=_place)
