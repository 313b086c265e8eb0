"""Makes what tests need, with as little as possible said."""

import datetime
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import Page

from core.models import Branch, ContactRole, OutgoingMail, Theme
from facilitators.models import FacilitatorIndexPage, FacilitatorPage, Profile
from home.models import ContentPage, HomePage
from initiatives.events import calendars
from initiatives.events.models import EventIndexPage, EventPage, Registration
from initiatives.models import (
    InitiativePage,
    KoploperIndexPage,
    LabourMarketRegion,
    NetworkPage,
    TakingPart,
)
from news.models import NewsIndexPage, NewsPage

PASSWORD = "wachtwoord-van-de-test"


class TermFactory(factory.django.DjangoModelFactory):
    description = factory.LazyAttribute(lambda term: f"Over {term.name}.")
    slug = factory.LazyAttribute(lambda term: term.name.lower().replace(" ", "-"))

    class Meta:
        abstract = True


class ThemeFactory(TermFactory):
    name = factory.Sequence(lambda nth: f"Thema {nth}")

    class Meta:
        model = Theme


class BranchFactory(TermFactory):
    name = factory.Sequence(lambda nth: f"Branche {nth}")

    class Meta:
        model = Branch


class ContactRoleFactory(factory.django.DjangoModelFactory):
    role = factory.Sequence(lambda nth: f"Adviseur {nth}")
    text = "Met al je vragen."
    email = "adviseur@actieleernetwerk.example"

    class Meta:
        model = ContactRole


class ImageFactory(wagtail_factories.ImageFactory):
    title = factory.Sequence(lambda nth: f"Afbeelding {nth}")


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with an account, in the groups named; the password is PASSWORD.

    `UserFactory(groups=["Redacteur"])` or `UserFactory(is_superuser=True)`.
    """

    username = factory.Sequence(lambda nth: f"gebruiker-{nth}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@actieleernetwerk.example")
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    @factory.post_generation
    def groups(self, create: bool, names: list[str] | None, **_: Any) -> None:
        if create and names:
            self.groups.set([Group.objects.get(name=name) for name in names])


def home_page() -> HomePage:
    """Return the home page, which the migrations make."""
    return HomePage.objects.get()


def news_index() -> NewsIndexPage:
    """Return the list of articles, at /nieuws/; the first call makes it."""
    found = NewsIndexPage.objects.first()
    return found or NewsIndexPageFactory()


def event_index() -> EventIndexPage:
    """Return the list of meetings, at /bijeenkomsten/; the first call makes it."""
    found = EventIndexPage.objects.first()
    return found or EventIndexPageFactory()


def koploper_index() -> KoploperIndexPage:
    """Return the list of Koplopers, at /koplopers/; the first call makes it."""
    found = KoploperIndexPage.objects.first()
    return found or KoploperIndexPageFactory()


class PageFactory(wagtail_factories.PageFactory):
    """A published page, `live=False` for a draft: the rows that visitors see, and no more.

    A test about versions, the log, pictures or our index takes the fixture `real_publishing`: then
    a page comes as an editor would leave it, which takes ten times as long. Refreshes the parent
    first, so that one parent object can be given again and again.
    """

    _is_published_for_real = False

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, values: Any) -> Page:
        live = values.pop("live", True)
        if not PageFactory._is_published_for_real:
            return _inserted(model_class(**{"live": live, **_moments(live), **values}), parent)
        parent.refresh_from_db()
        page: Page = super()._create_instance(model_class, parent, {**values, "live": False})
        revision = page.save_revision()
        if live:
            revision.publish()
            page.refresh_from_db()
        return page


def _moments(live: bool) -> dict[str, Any]:
    if not live:
        return {"has_unpublished_changes": True}
    now = timezone.now()
    return {"first_published_at": now, "last_published_at": now}


def _inserted(page: Page, parent: Page) -> Page:
    """Store a page as the last one below its parent: unchecked, and without a line in the log."""
    parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
    last = parent.get_last_child()
    page.depth = parent.depth + 1
    page.path = last._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page.locale_id, page.draft_title = parent.locale_id, page.title
    page.set_url_path(parent)
    with patch.object(Page, "save", ClusterableModel.save):
        page.save()
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1
    return page


class NewsIndexPageFactory(PageFactory):
    parent = factory.LazyFunction(home_page)
    title = "Nieuws"
    slug = "nieuws"

    class Meta:
        model = NewsIndexPage


class ContentPageFactory(PageFactory):
    parent = factory.LazyFunction(home_page)
    title = factory.Sequence(lambda nth: f"Pagina {nth}")
    lead = "Een korte inleiding."

    class Meta:
        model = ContentPage


class ThemedPageFactory(PageFactory):
    """A page about all themes, for all branches, unless themes or branches are given."""

    lead = "Een korte inleiding."
    themes = ()
    branches = ()
    all_themes = factory.LazyAttribute(lambda page: not page.themes)
    all_branches = factory.LazyAttribute(lambda page: not page.branches)

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, values: Any) -> Page:
        values = {name: list(v) if name in CHOSEN else v for name, v in values.items()}
        return super()._create_instance(model_class, parent, values)


CHOSEN = ("themes", "branches", "regions")


class NewsPageFactory(ThemedPageFactory):
    parent = factory.LazyFunction(news_index)
    title = factory.Sequence(lambda nth: f"Bericht {nth}")
    body = factory.LazyFunction(lambda: [("paragraph", "<p>De tekst van het bericht.</p>")])

    class Meta:
        model = NewsPage


class EventIndexPageFactory(PageFactory):
    parent = factory.LazyFunction(home_page)
    title = "Bijeenkomsten"
    slug = "bijeenkomsten"

    class Meta:
        model = EventIndexPage


class EventPageFactory(ThemedPageFactory):
    """A meeting of three and a half hours, four weeks from now, without a limit of places."""

    parent = factory.LazyFunction(event_index)
    title = factory.Sequence(lambda nth: f"Bijeenkomst {nth}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=28))
    ends_at = factory.LazyAttribute(lambda page: page.starts_at + timedelta(hours=3, minutes=30))
    region = "midden"

    class Meta:
        model = EventPage

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, values: Any) -> Page:
        event = super()._create_instance(model_class, parent, values)
        if event.live:
            calendars.record(event)  # every meeting that was published once has an entry
        return event


class KoploperIndexPageFactory(PageFactory):
    parent = factory.LazyFunction(home_page)
    title = "Koplopers"
    slug = "koplopers"

    class Meta:
        model = KoploperIndexPage


class NetworkPageFactory(PageFactory):
    """The page that explains the Koplopernetwerk, with the text that a new one starts with."""

    parent = factory.LazyFunction(koploper_index)
    title = "Het Koplopernetwerk"
    slug = "netwerk"

    class Meta:
        model = NetworkPage


def region(name: str) -> LabourMarketRegion:
    """Return one of the labour-market regions, which the migrations make."""
    return LabourMarketRegion.objects.get(name=name)


class InitiativePageFactory(ThemedPageFactory):
    """A Koploper of three criteria, in the whole country unless regions are given."""

    parent = factory.LazyFunction(koploper_index)
    title = factory.Sequence(lambda nth: f"Initiatief {nth}")
    joined_on = datetime.date(2019, 2, 7)
    criteria = factory.LazyFunction(lambda: ["samenwerken", "innoveren", "veranderen"])
    regions: tuple[LabourMarketRegion, ...] = ()
    is_national = factory.LazyAttribute(lambda page: not page.regions)
    organisations = factory.LazyFunction(lambda: [TakingPart(name="Zorg Voorbeeld", kind="zorg")])

    class Meta:
        model = InitiativePage


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody who is coming for certain; `state` says otherwise. No mail, no log."""

    event = factory.SubFactory(EventPageFactory)
    first_name = "Deelnemer"
    last_name = factory.Sequence(lambda nth: f"Nummer {nth}")
    organisation = "Zorgorganisatie Voorbeeld"
    email = factory.Sequence(lambda nth: f"deelnemer-{nth}@voorbeeld.example")
    role = Registration.Role.CARE
    state = Registration.State.CONFIRMED
    expires_at = factory.LazyAttribute(
        lambda registration: (
            timezone.now() + timedelta(hours=48)
            if registration.state in Registration.MUST_ANSWER
            else None
        )
    )

    class Meta:
        model = Registration


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    """A mail that the worker would send now."""

    key = factory.Sequence(lambda nth: f"test:{nth}")
    kind = "M17"
    recipient = factory.Sequence(lambda nth: f"deelnemer-{nth}@voorbeeld.example")
    subject = factory.Sequence(lambda nth: f"Mail {nth}")
    text = "De tekst van de mail."
    html = "<p>De tekst van de mail.</p>"

    class Meta:
        model = OutgoingMail


def facilitator_index() -> FacilitatorIndexPage:
    """Return the Facilitators Pool, at /facilitators/; the first call makes it."""
    found = FacilitatorIndexPage.objects.first()
    return found or FacilitatorIndexPageFactory()


class FacilitatorIndexPageFactory(PageFactory):
    parent = factory.LazyFunction(home_page)
    title = "Facilitators Pool"
    slug = "facilitators"

    class Meta:
        model = FacilitatorIndexPage


class FacilitatorPageFactory(ThemedPageFactory):
    """A published facilitator with a profile; `profile__availability="niet"` fills in the latter.

    Give every choice that a test needs: none is made.
    """

    parent = factory.LazyFunction(facilitator_index)
    title = factory.Sequence(lambda nth: f"Voorbeeldprofiel {nth}")

    class Meta:
        model = FacilitatorPage
        skip_postgeneration_save = True

    @factory.post_generation
    def profile(self, create: bool, extracted: Any, **values: Any) -> None:
        if create:
            state = Profile.State.PUBLISHED if self.live else Profile.State.APPLIED
            number = Profile.objects.count()
            defaults = {"state": state, "email": f"facilitator-{number}@voorbeeld.example"}
            Profile.objects.create(page=self, **{**defaults, **values})
