"""One facilitator."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, cast

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core import text_normalisation
from core.fields import ChoicesField
from core.models import MeetingRegion, ThemedPage
from core.models.pages import ThemedPageQuerySet
from core.panels import listing_panel, terms_panels
from core.sorting import name_key, sort_key
from facilitators import publication
from facilitators.choices import Deployment, GroupSize, HelpQuestion, Kind, Level
from facilitators.models.profiles import Profile
from facilitators.models.terms import Method, WorkForm
from facilitators.page_forms import FacilitatorPageForm
from facilitators.shortlist import Shortlist
from facilitators.wording import in_a_row, lower_first

CHOICES = ("kinds", "help_questions", "levels", "group_sizes", "deployments", "regions")


class FacilitatorQuerySet(ThemedPageQuerySet):
    def published(self) -> Self:
        """Keep what visitors can see: online, and in the Pool."""
        return super().published().filter(profile__state=Profile.State.PUBLISHED)

    def withheld(self) -> Self:
        return self.exclude(profile__state=Profile.State.PUBLISHED)

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
    found_by = models.TextField(
        "zoektekst", editable=False, default="", help_text="Waar bezoekers in zoeken."
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

    card_facts = "facilitators/card_facts.html"
    is_dated = False
    row_heading = "Facilitators"
    row_place = 3
    base_form_class = FacilitatorPageForm
    may_have_alias = False
    is_reviewed = False  # its facilitator is asked once a year (yearly_check)
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
        index.RelatedFields("work_forms", [index.SearchField("name")]),
        index.SearchField("choices_in_words"),
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
        self.found_by = text_normalisation.plain(f"{self.title} {self.lead} {self.experience}")
        super().save(*args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and not path_components and not self.is_seen:
            raise Http404
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # The answers of the guide are read by a module that imports this page.
        answers = import_string("facilitators.matching.Answers").of(request.GET)
        shortlist = Shortlist.of(request.GET, FacilitatorPage.objects.published(), answers.pairs)
        return {**context, **self.index_page.specific.kept(shortlist)}

    def get_sort_name(self) -> str:
        """Return what the list sorts by: the family name of a person, the name of a bureau."""
        return name_key(self.infix, self.last_name) if self.last_name else sort_key(self.title)

    @path("contact/", name="contact")
    def contact(self, request: HttpRequest) -> HttpResponse:
        # Views import models, so the page knows its view by name only.
        view = import_string("facilitators.contact.views.contact")
        return view(request, self.breadcrumbs, [self.pk])

    def lacking(self) -> dict[str, str]:
        profile = Profile.objects.select_related("page").filter(page=self).first()
        return self.incomplete() | publication.keeps_paused(profile)

    def incomplete(self) -> dict[str, str]:
        """Return what is missing, whether the profile is paused or not."""
        values: dict[str, Any] = {name: getattr(self, name) for name in publication.FIELDS}
        values |= {"methods": self.methods.all(), "work_forms": self.work_forms.all()}
        profile = Profile.objects.filter(page=self).first()
        return super().lacking() | publication.lacking(values) | publication.of_profile(profile)

    @property
    def is_seen(self) -> bool:
        """Return whether visitors can find this profile."""
        try:
            return self.live and self.profile.state == Profile.State.PUBLISHED
        except Profile.DoesNotExist:
            return False

    def get_kicker(self) -> str:
        return "Facilitator"

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        portraits = [(self.listing_image, "portrait")] if self.listing_image else []
        return [*super().pictures(), *portraits]

    @property
    def choices_in_words(self) -> list[str]:
        """Return everything that its page says by choosing, for whoever looks for that."""
        return [label for name in CHOICES for label in _labels(self, name)]

    @property
    def contact_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('contact')}"

    @property
    def index_page(self) -> Page:
        """Return the Pool this facilitator stands in."""
        return self.breadcrumbs[-1]

    @property
    def kind_labels(self) -> list[str]:
        return _labels(self, "kinds")

    @property
    def kinds_in_words(self) -> str:
        """Return what kinds of facilitator this is: Leercoach en coach."""
        first, *more = self.kind_labels or [""]
        return in_a_row([first, *map(lower_first, more)])

    @property
    def regions_in_words(self) -> str:
        """Return where it works: regio Midden, West en landelijk."""
        first, *more = self.region_labels or [""]
        return in_a_row([first, *(label.removeprefix("regio ") for label in more)])

    @property
    def help_question_labels(self) -> list[str]:
        return _labels(self, "help_questions")

    @property
    def level_labels(self) -> list[str]:
        return _labels(self, "levels")

    @property
    def group_size_labels(self) -> list[str]:
        return _labels(self, "group_sizes")

    @property
    def deployment_labels(self) -> list[str]:
        return _labels(self, "deployments")

    @property
    def region_labels(self) -> list[str]:
        return _labels(self, "regions")

    @cached_property
    def method_list(self) -> list[Method]:
        """Return the methods by name; prepare_methods fills it too."""
        return sorted(self.methods.all(), key=str)

    @cached_property
    def work_form_list(self) -> list[WorkForm]:
        return sorted(self.work_forms.all(), key=str)

    @property
    def method_names(self) -> list[str]:
        other = [self.other_method] if self.other_method else []
        return [*map(str, self.method_list), *other]

    @property
    def work_form_names(self) -> list[str]:
        return [*map(str, self.work_form_list)]


def prepare_methods(pages: Iterable[FacilitatorPage]) -> None:
    """Read the methods and work forms of all these pages together, in two queries."""
    by_key = {page.pk: page for page in pages}
    for page in by_key.values():
        page.method_list, page.work_form_list = [], []
    for row in _chosen(FacilitatorPage.methods.through, "method", by_key):
        by_key[row.facilitatorpage_id].method_list.append(row.method)
    for row in _chosen(FacilitatorPage.work_forms.through, "workform", by_key):
        by_key[row.facilitatorpage_id].work_form_list.append(row.workform)


def _chosen(through: Any, term: str, keys: Iterable[int]) -> Any:
    rows = through.objects.filter(facilitatorpage__in=keys)
    return rows.select_related(term).order_by(f"{term}__name")


def _labels(page: FacilitatorPage, column: str) -> list[str]:
    field = cast(ChoicesField, FacilitatorPage._meta.get_field(column))
    return field.labels_of(field.value_from_object(page))
