"""One Koploper, and who takes part in it."""

import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.blocks.body import BodyBlock, figures
from core.fields import ChoicesField
from core.forms import ThemedPageForm
from core.models import ThemedPage
from core.panels import listing_panel, terms_panels
from initiatives.choices import ActionLine, Criterion, OrganisationKind, Phase
from initiatives.models.regions import LabourMarketRegion


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
    website = models.URLField("website", blank=True)
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)

    base_form_class = ThemedPageForm
    read_along = ("listing_image",)
    parent_page_types: ClassVar[list[str]] = ["initiatives.KoploperIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        listing_panel(),
        *terms_panels(),
        InlinePanel("organisations", heading="Wie doen er mee", label="Organisatie"),
        FieldPanel("body"),
    ]
    search_fields = [*ThemedPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "Koploper"
        verbose_name_plural = "Koplopers"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["criteria"], name="initiative_criteria")
        ]

    def get_listed_on(self) -> datetime.date:
        return self.joined_on or super().get_listed_on()

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return [*super().pictures(), *figures(self.body)]

    @property
    def index_page(self) -> Page:
        """Return the list this Koploper stands in."""
        return self.breadcrumbs[-1]


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
