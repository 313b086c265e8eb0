"""One search for staff who have somebody on the telephone: cases and people, by name or address.

An app registers where it has people (`register`): who may look there, and in what. What was typed
is a name or an address, which stands in no address bar and no log: the form is sent by POST.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.questions import Line
from core.records import NotesAccess
from core.text_normalisation import Plain, plain

NAME = "people_search"
SHOWN = 10
SHORTEST = 3  # signs of the longest word: fewer find everybody
TOO_SHORT = f"Typ een woord van minstens {SHORTEST} letters of cijfers."
NO_ANSWER = 422


@dataclass(frozen=True)
class Place:
    """Where an app has people: `permission` is who may look, `fields` are what is searched.

    `note` says of a row what somebody needs to tell it from others, `page_of` gives the record that
    has the page to open, when that is another.
    """

    model: type[Model]
    heading: str
    permission: str
    fields: Sequence[str]
    note: Callable[[Any], str]
    page_of: Callable[[Any], Model] = lambda row: row
    along: Sequence[str] = ()

    def find(self, words: Sequence[str]) -> QuerySet:
        """Return the rows in which every one of these words stands somewhere, the newest first."""
        parts: list[Any] = []
        for field in self.fields:
            parts += [Coalesce(F(field), Value("")), Value(" ")]
        text = Plain(Concat(*parts, output_field=TextField()))
        rows = self.model._default_manager.alias(people_text=text).order_by("-pk")
        for word in words:
            rows = rows.filter(people_text__contains=word)
        return rows.select_related(*self.along)


@dataclass(frozen=True)
class Found:
    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Group:
    heading: str
    rows: Sequence[Found]
    has_more: bool


_places: list[Place] = []


def register(*places: Place) -> None:
    _places.extend(places)


def places_for(user: Any) -> list[Place]:
    return [place for place in _places if user.has_perm(place.permission)]


class SearchForm(forms.Form):
    woorden = Line(label="Naam, e-mailadres of kenmerk", longest=100, missing=TOO_SHORT)

    def clean_woorden(self) -> list[str]:
        words = plain(self.cleaned_data["woorden"]).split()
        if max(map(len, words), default=0) < SHORTEST:
            raise forms.ValidationError(TOO_SHORT)
        return words


class PeopleSearchView(NotesAccess, WagtailAdminTemplateMixin, TemplateView):
    """Says where somebody is known, with the way to each page; who was shown stands in the log."""

    page_title = "Zoek een persoon of zaak"
    header_icon = "search"
    template_name = "core/admin/people_search.html"
    rows: Sequence[Model] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not places_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=NO_ANSWER)
        groups = list(self._groups(form.cleaned_data["woorden"]))
        return self.render_to_response(self.get_context_data(form=form, groups=groups, asked=True))

    def _groups(self, words: list[str]) -> Iterator[Group]:
        finder, seen = AdminURLFinder(self.request.user), list(self.rows)
        for place in places_for(self.request.user):
            rows = list(place.find(words)[: SHOWN + 1])
            seen += rows[:SHOWN]
            found = [
                Found(str(row), finder.get_edit_url(place.page_of(row)) or "", place.note(row))
                for row in rows[:SHOWN]
            ]
            if found:
                yield Group(place.heading, found, len(rows) > SHOWN)
        self.rows = seen

    def seen(self) -> Sequence[Model]:
        return self.rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        headings = [place.heading for place in places_for(self.request.user)]
        where = [heading[:1].lower() + heading[1:] for heading in headings]
        return super().get_context_data(**{"form": SearchForm(), **kwargs}, where=where)


class SearchMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(places_for(request.user))


@hooks.register("register_admin_urls")
def address_of_search() -> list[URLPattern]:
    return [path("personen/", PeopleSearchView.as_view(), name=NAME)]


@hooks.register("register_admin_menu_item")
def search_in_menu() -> MenuItem:
    return SearchMenuItem(
        "Zoek een persoon", reverse(NAME), name="people-search", icon_name="user", order=115
    )
