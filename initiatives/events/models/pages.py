"""One meeting, and the Koplopers that are introduced there."""

import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from core.blocks.body import BodyBlock, figures
from core.models import ContactRole, MeetingRegion, ThemedPage
from core.models.pages import prepare_cards
from core.panels import listing_panel, terms_panels
from core.times import last_day
from core.workdays import add_workdays
from initiatives.events import publication
from initiatives.events.blocks import ProgrammeBlock
from initiatives.events.models.calendar import Cancellation
from initiatives.events.models.querysets import EventQuerySet
from initiatives.events.panels import RegistrationsPanel
from initiatives.events.publication import EventCopyForm, EventPageForm
from initiatives.models import InitiativePage

# Fewer seats than this are worth saying.
FEW_SEATS = 10
# Without a date of its own, registration closes at the end of this many working days before.
CLOSES_WORKDAYS_BEFORE = 2
# Views import models, so the page knows its views by name only.
VIEWS = "initiatives.events.views"


class EventPage(RoutablePageMixin, ThemedPage):
    """One meeting. An editor announces it, everybody reads it, some register for it."""

    class Kind(models.TextChoices):
        FRONT_RUNNERS = "koploperbijeenkomst", "Koploperbijeenkomst"
        NATIONAL_WORK_DAY = "landelijke-werkdag", "Landelijke werkdag"
        NETWORK_DAY = "actie-leer-netwerk-dag", "Actie Leer Netwerk Dag"
        WORK_VISIT = "werkbezoek", "Werkbezoek"
        ACTION_LEARNING = "actieleersessie", "Actieleersessie"
        WEBINAR = "webinar", "Webinar"

    class RegisterBy(models.TextChoices):
        HERE = "hier", "Via deze website"
        ELSEWHERE = "elders", "Via een andere website"
        NOT_NEEDED = "niet", "Aanmelden is niet nodig"

    class RegistrationStatus(models.TextChoices):
        """What somebody who wants to come can do at this moment."""

        OPEN = "open"  # a place is free
        WAITING_LIST = "waiting_list"  # full, but one can wait for a place
        FULL = "full"  # full, and there is no waiting list
        ELSEWHERE = "elsewhere"  # register on another website
        NOT_NEEDED = "not_needed"  # just come
        CLOSED = "closed"  # the time to register is over, or the page is offline
        PAST = "past"  # it has begun or ended
        CANCELLED = "cancelled"

        @property
        def has_form(self) -> bool:
            """Return whether somebody can register on this site now, if only to wait."""
            return self in (type(self).OPEN, type(self).WAITING_LIST)

    kind = models.CharField(
        "soort", max_length=30, choices=Kind.choices, default=Kind.FRONT_RUNNERS
    )
    starts_at = models.DateTimeField("begint op")
    ends_at = models.DateTimeField("eindigt op")
    region = models.CharField("regio", max_length=20, choices=MeetingRegion.choices)
    venue = models.CharField(
        "locatie",
        max_length=120,
        blank=True,
        help_text="Naam van de locatie. Nog niet bekend? Laat leeg: dan staat er ‘Locatie volgt’.",
    )
    address = models.CharField(
        "adres", max_length=200, blank=True, help_text="Straat, nummer en plaats."
    )
    access = models.TextField(
        "toegankelijkheid",
        max_length=400,
        blank=True,
        default="",
        db_default="",
        help_text="Kan iedereen er komen en meedoen? Bijvoorbeeld: een lift, een rolstoeltoilet, "
        "een ringleiding, parkeren bij de deur.",
    )
    price = models.CharField(
        "kosten",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="Bijvoorbeeld: € 25, met lunch. Leeg betekent: gratis.",
    )
    is_online = models.BooleanField("Online", default=False)
    online_url = models.URLField(
        "link om mee te doen",
        blank=True,
        help_text="Wie zich hier aanmeldt, krijgt de link in de bevestiging; hij staat dan niet op "
        "de pagina. Is aanmelden niet nodig? Dan staat hij er wel.",
    )
    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    programme = StreamField(ProgrammeBlock(), verbose_name="programma", blank=True)
    register_by = models.CharField(
        "aanmelden", max_length=10, choices=RegisterBy.choices, default=RegisterBy.HERE
    )
    external_url = models.URLField("link naar het aanmeldformulier", blank=True)
    capacity = models.PositiveIntegerField(
        "aantal plaatsen", null=True, blank=True, help_text="Leeg betekent: geen grens."
    )
    has_waiting_list = models.BooleanField("Wachtlijst als het vol is", default=True)
    registration_closes_at = models.DateTimeField(
        "aanmelden kan tot",
        null=True,
        blank=True,
        help_text="Leeg? Dan sluit de aanmelding twee werkdagen voor de bijeenkomst.",
    )
    contact = models.ForeignKey(
        ContactRole,
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Bij wie kan een bezoeker terecht met vragen?",
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    base_form_class = EventPageForm
    copy_form_class = EventCopyForm
    may_have_alias = False
    exclude_fields_in_copy = [*ThemedPage.exclude_fields_in_copy, "registration_closes_at"]
    card_facts = "events/card_facts.html"
    row_heading = "Komende bijeenkomsten"
    row_place = 1
    read_along = ("listing_image", "contact", "cancellation")
    is_reviewed = False  # it is over after its day
    fields_with_secret_links = ("online_url",)
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        RegistrationsPanel(heading="Aanmeldingen", icon="clipboard-list"),
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("region"),
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldPanel("access"),
                FieldPanel("price"),
                FieldPanel("is_online"),
                FieldPanel("online_url"),
            ],
            "Soort, tijd en plaats",
            help_text="De kaart in elke lijst toont de dag, de tijd, de regio en de locatie.",
            icon="calendar",
        ),
        MultiFieldPanel(
            [
                FieldPanel("register_by"),
                FieldPanel(
                    "external_url", help_text="Alleen als aanmelden via een andere website gaat."
                ),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("registration_closes_at")]),
                FieldPanel("has_waiting_list"),
            ],
            "Aanmelden",
            help_text="Bezoekers zien zelf of er nog plaats is. Vol met een wachtlijst? Dan krijgt "
            "de eerste op de lijst bericht zodra er een plaats vrijkomt.",
            icon="user",
        ),
        listing_panel(),
        *terms_panels(),
        FieldPanel("body"),
        FieldPanel("programme", help_text="Wat gebeurt er wanneer? In de volgorde van de dag."),
        InlinePanel(
            "introductions",
            heading="Wie wordt voorgesteld",
            label="Koploper",
            help_text="Bezoekers zien alleen Koplopers waarvan de pagina online staat.",
        ),
        FieldPanel("contact", icon="mail"),
    ]
    search_fields = [
        *ThemedPage.search_fields,
        index.SearchField("body"),
        index.SearchField("programme"),
        index.SearchField("when_and_where", boost=2),
        index.SearchField("access"),
        index.SearchField("why_not"),
        index.FilterField("kind"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at", "starts_at"], name="eventpage_coming")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="eventpage_ends_after_it_starts"
            ),
        ]

    def lacking(self) -> dict[str, str]:
        values = {name: getattr(self, name) for name in publication.FIELDS}
        return super().lacking() | publication.lacking(values)

    def pictures(self) -> list[tuple[AbstractImage, str]]:
        return [*super().pictures(), *figures(self.body)]

    @classmethod
    def listed(cls) -> EventQuerySet:
        """Return what is coming and not cancelled, soonest first."""
        return cls.objects.published().filter(cancellation=None).coming()

    def get_listed_on(self) -> datetime.date:
        return timezone.localdate(self.starts_at)

    def get_kicker(self) -> str:
        return self.get_kind_display()

    @property
    def when_and_where(self) -> list[str]:
        """Return the day in words, the region and the place: what people look for a meeting by."""
        day = date_format(timezone.localdate(self.starts_at), "l j F Y")
        online = "online" if self.is_online else ""
        region = self.get_region_display()
        return list(filter(None, [day, region, self.venue, self.address, online]))

    @property
    def why_not(self) -> str:
        """Return that the meeting does not go on, and why, as visitors look for it."""
        return f"Afgelast. {self.cancellation.message}" if self.is_cancelled else ""

    def get_admin_display_title(self) -> str:
        """Tell meetings with one title apart by their day, wherever staff see or choose one."""
        day = date_format(timezone.localdate(self.starts_at), "j F Y")
        return f"{super().get_admin_display_title()} ({day})"

    @property
    def closes_at(self) -> datetime.datetime:
        """Return the moment from which nobody can register any more; never after the start."""
        if self.registration_closes_at:
            return min(self.registration_closes_at, self.starts_at)
        last_day = add_workdays(timezone.localdate(self.starts_at), -CLOSES_WORKDAYS_BEFORE)
        midnight = datetime.datetime.combine(
            last_day + datetime.timedelta(days=1), datetime.time.min
        )
        return min(timezone.make_aware(midnight), self.starts_at)

    @cached_property
    def places_taken(self) -> int:
        """Return how many seats are held; a query set with `with_places_taken` fills it in."""
        return self.registrations.holding_a_place().count()

    @property
    def places_left(self) -> int | None:
        """Return how many seats are free; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.places_taken)

    @property
    def is_overfull(self) -> bool:
        """Tell whether more places are taken than there are: the number was lowered."""
        return self.capacity is not None and self.places_taken > self.capacity

    @property
    def few_places_left(self) -> int | None:
        """Return the number of free seats when it is worth saying: from one to nine."""
        left = (
            self.places_left if self.registration_status == self.RegistrationStatus.OPEN else None
        )
        return left if left is not None and left < FEW_SEATS else None

    @property
    def is_cancelled(self) -> bool:
        try:
            return bool(self.cancellation)
        except Cancellation.DoesNotExist:
            return False

    @property
    def public_online_url(self) -> str:
        """Return the link to take part when anybody may have it: nobody has to register."""
        return self.online_url if self.register_by == self.RegisterBy.NOT_NEEDED else ""

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def registration_status(self) -> RegistrationStatus:
        """Return what somebody who wants to come can do at this moment."""
        now = timezone.now()
        if self.is_cancelled:
            return self.RegistrationStatus.CANCELLED
        if self.starts_at <= now:
            return self.RegistrationStatus.PAST
        if self.register_by == self.RegisterBy.NOT_NEEDED:
            return self.RegistrationStatus.NOT_NEEDED
        if self.closes_at <= now or not self.live:
            return self.RegistrationStatus.CLOSED
        if self.register_by == self.RegisterBy.ELSEWHERE:
            return self.RegistrationStatus.ELSEWHERE
        if self.places_left != 0:
            return self.RegistrationStatus.OPEN
        return (
            self.RegistrationStatus.WAITING_LIST
            if self.has_waiting_list
            else self.RegistrationStatus.FULL
        )

    @property
    def place(self) -> str:
        """Return where it is, in a few words for a list; nothing when it was who knows where."""
        if self.is_online:
            return f"{self.venue} en online" if self.venue else "Online"
        return self.venue or ("" if self.is_past else "Locatie volgt")

    @property
    def day_and_region(self) -> str:
        """Return what tells this meeting from another in the text of a link."""
        day = date_format(timezone.localdate(self.starts_at), "j F")
        return f"{day}, {self.get_region_display()}"

    @property
    def link_words(self) -> str:
        """Return what a link to the registration says besides what it does."""
        return f"voor {self.day_and_region}"

    @property
    def lasts_days(self) -> bool:
        return last_day(self.starts_at, self.ends_at) > timezone.localdate(self.starts_at)

    @property
    def external_host(self) -> str:
        return urlsplit(self.external_url).hostname or ""

    @property
    def online_host(self) -> str:
        return urlsplit(self.online_url).hostname or ""

    def introduced(self) -> list[InitiativePage]:
        """Return the Koplopers that are introduced here, those that anybody may read about."""
        keys = [row.initiative_id for row in self.introductions.all()]
        found = InitiativePage.objects.published().in_bulk(keys) if keys else {}
        return [found[key] for key in keys if key in found]

    @cached_property
    def index_page(self) -> Page:
        """Return the list this meeting stands in."""
        return self.breadcrumbs[-1]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        prepare_cards([self])
        context = super().get_context(request, *args, **kwargs)
        return {**context, "introduced": self.introduced()}

    def lock_row(self) -> "EventPage":
        """Return this meeting as it is in the database, locked until the transaction ends.

        Whoever gives or takes a place holds this lock, so that places are never counted twice.
        """
        events = EventPage.objects.select_related("cancellation", "contact")
        return events.select_for_update(of=("self",)).get(pk=self.pk)

    @path("aanmelden/", name="register")
    def register(self, request: HttpRequest) -> HttpResponse:
        return import_string(f"{VIEWS}.register")(request, self)

    @path("aanmelden/verstuurd/", name="registered")
    def registered(self, request: HttpRequest) -> HttpResponse:
        return import_string(f"{VIEWS}.registered")(request, self)

    @property
    def register_url(self) -> str:
        return f"{self.get_url()}aanmelden/"


class Introduction(Orderable):
    """A Koploper that is introduced to the network at a meeting."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="introductions")
    initiative = models.ForeignKey(
        InitiativePage,
        verbose_name="Koploper",
        on_delete=models.CASCADE,
        related_name="introductions",
    )

    panels = [FieldPanel("initiative")]

    class Meta(Orderable.Meta):
        verbose_name = "introductie"
        verbose_name_plural = "introducties"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("event", "initiative", name="introduction_once_per_event"),
        ]

    def __str__(self) -> str:
        return str(self.initiative)
