"""Makes what tests need, with as little as possible said."""

from typing import Any

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Page

from core.models import Branch, ContactRole, Theme
from home.models import ContentPage, HomePage
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


class PageFactory(wagtail_factories.PageFactory):
    """A published page, with a revision, as an editor would leave it; `live=False` for a draft.

    Refreshes the parent first, so that one parent object can be given again and again.
    """

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, values: Any) -> Page:
        parent.refresh_from_db()
        live = values.pop("live", True)
        page: Page = super()._create_instance(model_class, parent, {**values, "live": False})
        revision = page.save_revision()
        if live:
            revision.publish()
            page.refresh_from_db()
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


class NewsPageFactory(PageFactory):
    """An article about all themes, for all branches, unless themes or branches are given."""

    parent = factory.LazyFunction(news_index)
    title = factory.Sequence(lambda nth: f"Bericht {nth}")
    lead = "Een korte inleiding."
    body = factory.LazyFunction(lambda: [("paragraph", "<p>De tekst van het bericht.</p>")])
    themes = ()
    branches = ()
    all_themes = factory.LazyAttribute(lambda page: not page.themes)
    all_branches = factory.LazyAttribute(lambda page: not page.branches)

    class Meta:
        model = NewsPage

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page, values: Any) -> Page:
        values = {name: list(v) if name in TERMS else v for name, v in values.items()}
        return super()._create_instance(model_class, parent, values)


TERMS = ("themes", "branches")
