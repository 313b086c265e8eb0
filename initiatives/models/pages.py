"""One Koploper, and who takes part in it."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, Page, PageManager, Revision
from wagtail.search import index

from core.blocks.body import BodyBlock, figures
from core.fields import ChoicesField
from core.forms import TermCheckboxes
from core.models import ThemedPage
from core.models.pages import ThemedPageQuerySet, naming, prepare_cards, prepare_terms
from core.panels import listing_panel, terms_panels
from initiatives import publication
from initiatives.choices import ActionLine, Criterion, OrganisationKind, Phase
from initiatives.models.regions import LabourMarketRegion
from initiatives.page_forms import InitiativePageForm

# A string, because news is beside this app: neither knows the other's code.
NEWS = "news.NewsPage"
RELATED_NEWS = 3  # articles at most


class InitiativeQuerySet(ThemedPageQuerySet):
    def for_cards(self) -> list[ThemedPage]:
        pages = super().for_cards()
        prepare_regions(pages)
        return pages


class InitiativePage(ThemedPage):
    """One Koploper. An adviser admits it, an editor publishes it, everybody reads it."""

    joined_on = models.DateField(
        "Koploper sinds",
        null=True,
        blank=True,
        help_text="De dag waarop het initiatief is toegelaten. De lijst sorteert hierop.",
    )
    phase = models.CharField("fase", max_length=20, choices=Phase.choices, blank=True)
    regions = ParentalManyToManyField(
        LabourMarketRegion,
        verbose_name="arbeidsmarktregio's",
        blank=True,
        related_name="initiatives",
    )
    is_national = models.BooleanField(
        "Landelijk", default=False, help_text="De Koploper staat dan onder elke regio."
    )
    criteria = ChoicesField(
        Criterion.choices,
        verbose_name="criteria",
        help_text="Waaraan voldoet het initiatief? Zo oordeelde de adviseur.",
    )
    action_lines = ChoicesField(
        ActionLine.choices,
        verbose_name="actielijnen",
        help_text="Waar helpt het initiatief bij? Hoort bij het criterium Innoveren.",
    )
    shares = models.TextField(
        "wat delen jullie",
        max_length=600,
        blank=True,
        help_text="Wat kan een ander overnemen? Bijvoorbeeld een stappenplan of lesmateriaal.",
    )
    shares_url = models.URLField(
        "link naar wat jullie delen",
        blank=True,
        db_default="",
        help_text="Waar een ander het vindt of opvraagt.",
    )
    shares_document = models.ForeignKey(
        get_document_model_string(),
        verbose_name="document dat jullie delen",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Geen link en geen document? Dan vragen bezoekers er via het netwerk naar.",
    )
    website = models.URLField("website", blank=True)
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)

    objects = PageManager.from_queryset(InitiativeQuerySet)()

    base_form_class = InitiativePageForm
    may_have_alias = False
    card_facts = "initiatives/card_facts.html"
    row_heading = "Koplopers"
    row_place = 2
    read_along = ("listing_image",)
    parent_page_types: ClassVar[list[str]] = ["initiatives.KoploperIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        listing_panel(),
        MultiFieldPanel(
            [FieldPanel("joined_on"), FieldPanel("criteria"), FieldPanel("action_lines")],
            "Toelating",
            help_text="Een Koploper voldoet aan minstens drie van de vier criteria. Bezoekers zien "
            "welke dat zijn, met de uitleg erbij.",
            icon="check",
        ),
        InlinePanel(
            "organisations",
            heading="Wie doen er mee",
            label="organisatie",
            min_num=1,
            help_text="Noem organisaties, geen mensen. Begin met die van de indiener.",
            icon="group",
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_national"),
                FieldPanel(
                    "regions",
                    heading="Of alleen deze regio's",
                    widget=TermCheckboxes("is_national", "Of alleen deze regio's"),
                ),
            ],
            "Regio",
            help_text="Waar loopt het initiatief? Bezoekers vinden het met het filter ‘Regio’ en "
            "in het overzicht per regio. Nodig om te publiceren.",
            icon="globe",
        ),
        *terms_panels(),
        MultiFieldPanel(
            [
                FieldPanel("phase"),
                FieldPanel("shares"),
                FieldPanel("shares_url"),
                FieldPanel("shares_document"),
                FieldPanel("website"),
            ],
            "Het initiatief",
            help_text="Staat in vaste vakken op de pagina. Schrijf het niet nog eens in de tekst.",
            icon="clipboard-list",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *ThemedPage.search_fields,
        index.SearchField("body"),
        index.SearchField("shares"),
        index.RelatedFields("regions", [index.SearchField("name")]),
        index.RelatedFields(
            "organisations", [index.SearchField("name"), index.SearchField("place")]
        ),
        index.SearchField("regions_in_words"),
    ]

    class Meta:
        verbose_name = "Koploper"
        verbose_name_plural = "Koplopers"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["criteria"], name="initiative_criteria")
        ]

    def lacking(self) -> dict[str, str]:
        values = {name: getattr(self, name) for name in publication.FIELDS}
        found = publication.lacking({**values, "regions": self.regions.exists()})
        if not self.organisations.exists():
            found["organisations"] = publication.NO_ORGANISATION
        if sentences := publication.forbidden(self):
            found["live"] = " ".join(sentences)
        return super().lacking() | found

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Put a version online, unless that is forbidden by now.

        Buttons ask first and say why. What was planned or approved before comes here by the clock,
        where nobody is to be told: it stays a draft, and what was planned is planned no more.
        """
        if not publication.forbidden(self):
            return super().publish(revision, *args, **kwargs)
        self.revisions.update(approved_go_live_at=None)
        return None

    def get_listed_on(self) -> datetime.date:
        return self.joined_on or super().get_listed_on()

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return [*super().pictures(), *figures(self.body)]

    @cached_property
    def region_list(self) -> list[LabourMarketRegion]:
        """Return the regions in their order, none for "landelijk"; prepare_regions fills it too."""
        return [] if self.is_national else sorted(self.regions.all(), key=_place)

    @property
    def regions_in_words(self) -> str:
        """Return where it is, short enough for a card."""
        if self.is_national:
            return "Landelijk"
        first, more = self.region_list[:2], self.region_list[2:]
        names = " en ".join(region.name for region in first)
        return f"{first[0].name} en {len(more) + 1} andere regio’s" if more else names

    @property
    def criteria_met(self) -> list[Criterion]:
        return [criterion for criterion in Criterion if criterion in self.criteria]

    @property
    def criteria_in_words(self) -> str:
        met = len(self.criteria_met)
        return "Alle vier de criteria" if met == len(Criterion) else f"{met} van de 4 criteria"

    @property
    def website_host(self) -> str:
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    @property
    def action_line_labels(self) -> list[str]:
        return [label for value, label in ActionLine.choices if value in self.action_lines]

    def introduced_at(self) -> ThemedPage | None:
        """Return the meeting at which the others met this Koploper, or will meet it.

        What introduces it stands above this app (initiatives.events), and calls itself
        `introductions`; a meeting that does not go on has a `cancellation`. Of a meeting the title
        and the date are enough, which every card has. Of several the last counts: an introduction
        that was put off has another meeting.
        """
        if not self.pk:
            return None
        going_on = self.introductions.filter(event__cancellation=None)
        meetings = ThemedPage.objects.published().filter(pk__in=going_on.values("event"))
        return meetings.newest_first().first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        meeting = self.introduced_at()
        return {
            **context,
            "related": related_news(self),
            "meeting": meeting,
            "is_introduced": meeting is not None and meeting.listed_on <= timezone.localdate(),
        }

    @cached_property
    def index_page(self) -> Page:
        """Return the list this Koploper stands in."""
        return self.breadcrumbs[-1]


def _place(region: LabourMarketRegion) -> str:
    return region.sort_name


def prepare_regions(pages: Iterable[ThemedPage]) -> None:
    """Read the regions of all these Koplopers together, in one query."""
    found: dict[int, list[LabourMarketRegion]] = {page.pk: [] for page in pages}
    through = InitiativePage.regions.through.objects
    rows = through.filter(initiativepage__in=found).values_list(
        "initiativepage", "labourmarketregion"
    )
    for page_pk, region_pk in rows:
        if region := LabourMarketRegion.all_by_pk().get(region_pk):  # not newer than this request
            found[page_pk].append(region)
    for page in pages:
        page.region_list = [] if page.is_national else sorted(found[page.pk], key=_place)


class TakingPart(Orderable):
    """An organisation that takes part in an initiative."""

    initiative = ParentalKey(InitiativePage, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField("naam", max_length=120)
    kind = models.CharField("soort", max_length=20, choices=OrganisationKind.choices)
    place = models.CharField("plaats", max_length=60, blank=True)
    role = models.CharField(
        "wat doet deze organisatie",
        max_length=200,
        blank=True,
        help_text="In het initiatief. Eén zin is genoeg.",
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("place")]),
        FieldPanel("kind"),
        FieldPanel("role"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "organisatie die meedoet"
        verbose_name_plural = "organisaties die meedoen"

    def __str__(self) -> str:
        return self.name


def related_news(page: InitiativePage) -> list[ThemedPage]:
    """Return at most three articles: first with the same theme, then with the same branch.

    "Alle" says nothing about likeness, so it makes no match. Also prepares `page` for rendering.
    """
    prepare_terms([page])
    articles = ThemedPage.objects.published().type(apps.get_model(NEWS)).newest_first()
    found: list[ThemedPage] = []
    for terms in (page.theme_list, page.branch_list):
        if terms and len(found) < RELATED_NEWS:
            others = articles.filter(naming(terms)).exclude(pk__in=[one.pk for one in found])
            found += others.select_related("listing_image")[: RELATED_NEWS - len(found)]
    prepare_cards(found)
    return found
