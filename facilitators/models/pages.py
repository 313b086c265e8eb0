"""One facilitator."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.fields import ChoicesField
from core.forms import ThemedPageForm
from core.models import MeetingRegion, ThemedPage
from core.models.pages import ThemedPageQuerySet
from core.panels import listing_panel, terms_panels
from core.sorting import name_key, sort_key
from facilitators import contact_views
from facilitators.choices import Deployment, GroupSize, HelpQuestion, Kind, Level
from facilitators.models.profiles import Profile
from facilitators.models.terms import Method, WorkForm

CHOICES = ("kinds", "help_questions", "levels", "group_sizes", "deployments", "regions")


class FacilitatorQuerySet(ThemedPageQuerySet):
    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def for_cards(self) -> list[ThemedPage]:
        return super(FacilitatorQuerySet, self.select_related("profile")).for_cards()


class FacilitatorPage(RoutablePageMixin, ThemedPage):
    """One facilitator: who it is, what they can do and for whom.

    The facilitator writes it, the pool manager publishes it, organisations read it. The title is
    the name as visitors read it.
    """

    is_organisation = models.BooleanField(
        "Bureau of organisatie", default=False, help_text="Niet één persoon maar een bureau."
    )
    first_name = models.CharField("voornaam", max_length=60, blank=True)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    last_name = models.CharField(
        "achternaam", max_length=80, blank=True, help_text="Hierop sorteert de lijst."
    )
    sort_name = models.CharField(
        "sorteernaam", max_length=255, editable=False, db_collation="C", db_index=True
    )
    kinds = ChoicesField(Kind.choices, verbose_name="wat voor begeleider")
    help_questions = ChoicesField(HelpQuestion.choices, verbose_name="helpt bij")
    levels = ChoicesField(Level.choices, verbose_name="niveau")
    group_sizes = ChoicesField(GroupSize.choices, verbose_name="groepsgrootte")
    deployments = ChoicesField(Deployment.choices, verbose_name="inzet")
    regions = ChoicesField(MeetingRegion.choices, verbose_name="regio's")
    methods = ParentalManyToManyField(
        Method, verbose_name="methodieken", blank=True, related_name="pages"
    )
    other_method = models.CharField("andere methodiek", max_length=80, blank=True)
    work_forms = ParentalManyToManyField(
        WorkForm, verbose_name="werkvormen", blank=True, related_name="pages"
    )
    experience = models.TextField(
        "ervaring",
        max_length=1200,
        blank=True,
        help_text="Welke veranderingen in zorg en welzijn zijn begeleid?",
    )

    objects = PageManager.from_queryset(FacilitatorQuerySet)()

    base_form_class = ThemedPageForm
    read_along = ("listing_image", "profile")
    parent_page_types: ClassVar[list[str]] = ["facilitators.FacilitatorIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("is_organisation"),
                FieldRowPanel(
                    [FieldPanel("first_name"), FieldPanel("infix"), FieldPanel("last_name")]
                ),
            ],
            "Naam",
            icon="user",
        ),
        listing_panel(),
        MultiFieldPanel([FieldPanel(name) for name in CHOICES], "Wat, voor wie en waar"),
        FieldPanel("methods"),
        FieldPanel("other_method"),
        FieldPanel("work_forms"),
        FieldPanel("experience"),
        *terms_panels(),
    ]
    search_fields = [
        *ThemedPage.search_fields,
        index.SearchField("experience"),
        index.SearchField("other_method"),
        index.RelatedFields("methods", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = "facilitator"
        verbose_name_plural = "facilitators"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=[name], name=f"facilitator_{name}"[:30]) for name in CHOICES[1:]
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_organisation=False)
                | (Q(first_name="") & Q(infix="") & Q(last_name="")),
                name="facilitatorpage_an_organisation_has_no_family_name",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = self.get_sort_name()
        super().save(*args, **kwargs)

    def get_sort_name(self) -> str:
        """Return what the list sorts by: the family name of a person, the name of a bureau."""
        return name_key(self.infix, self.last_name) if self.last_name else sort_key(self.title)

    @path("contact/", name="contact")
    def contact(self, request: HttpRequest) -> HttpResponse:
        return contact_views.contact(request, self.breadcrumbs, [self.pk])

    @property
    def is_seen(self) -> bool:
        """Return whether visitors can find this profile."""
        return self.live and self.profile.state == Profile.State.PUBLISHED
