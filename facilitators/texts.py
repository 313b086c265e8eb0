"""What the page of a facilitator says, as values: to fill in, to compare and to write down.

The photograph is no part of it (facilitators.photographs).
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from django.db.models import Q, QuerySet

from core.fields import ChoicesField
from core.models import Branch, Term, Theme
from facilitators.models.pages import FacilitatorPage
from facilitators.models.terms import Method, WorkForm

Values = tuple[str, ...]
# The choices that are rows, by slug.
ROWS: dict[str, type[Method] | type[WorkForm] | type[Theme] | type[Branch]] = {
    "methods": Method,
    "work_forms": WorkForm,
    "themes": Theme,
    "branches": Branch,
}
EVERYTHING = {"themes": "Alle thema's", "branches": "Alle branches"}
# All that a text says: what is not here would wait for review without anybody seeing why.
LABELS = {
    "is_organisation": "Soort profiel",
    "title": "Naam",
    "first_name": "Voornaam",
    "infix": "Tussenvoegsel",
    "last_name": "Achternaam",
    "lead": "Korte inleiding",
    "kinds": "Wat voor begeleider",
    "help_questions": "Waarbij je helpt",
    "levels": "Niveau",
    "group_sizes": "Groepsgrootte",
    "deployments": "Inzet",
    "regions": "Regio",
    "methods": "Methodieken",
    "other_method": "Andere methodiek",
    "work_forms": "Werkvormen",
    "themes": "Thema's",
    "branches": "Branches",
    "experience": "Ervaring",
}


@dataclass(frozen=True)
class Text:
    """Choices are values or slugs. "Alle" is a choice of its own, and then there are no others."""

    is_organisation: bool
    title: str
    first_name: str
    infix: str
    last_name: str
    lead: str
    kinds: Values
    help_questions: Values
    levels: Values
    group_sizes: Values
    deployments: Values
    regions: Values
    methods: Values
    other_method: str
    work_forms: Values
    themes: Values
    all_themes: bool
    branches: Values
    all_branches: bool
    experience: str


@dataclass(frozen=True)
class Difference:
    """What a part of the page says, and what it would say."""

    label: str
    before: str
    after: str


def text_of(page: FacilitatorPage) -> Text:
    """Return what a page says, of any version of it."""
    values: dict[str, Any] = {}
    for field in fields(Text):
        value = getattr(page, field.name)
        if field.name in ROWS:
            value = tuple(sorted(row.slug for row in value.all()))
        values[field.name] = tuple(sorted(value)) if isinstance(value, list) else value
    return Text(**values)


def write(text: Text, page: FacilitatorPage) -> None:
    """Have the page say this; nothing is saved."""
    for name, value in asdict(text).items():
        if name in ROWS:
            setattr(page, name, list(_rows(name, value)))
        else:
            setattr(page, name, list(value) if isinstance(value, tuple) else value)


def _rows(name: str, slugs: Values) -> QuerySet:
    """Return what is meant by these slugs, those that a theme or branch had before included."""
    model = ROWS[name]
    is_meant = Q(slug__in=slugs)
    if issubclass(model, Term):
        is_meant |= Q(former_slugs__overlap=list(slugs))
    return model._default_manager.filter(is_meant)


def differences(before: Text, after: Text) -> list[Difference]:
    """Return what changes between two texts, as people read it."""
    was, becomes = _in_words(before), _in_words(after)
    return [
        Difference(LABELS[name], was[name], becomes[name])
        for name in LABELS
        if was[name] != becomes[name]
    ]


def lines_of(text: Text) -> list[tuple[str, str]]:
    """Return all that a text says as people read it, each part with its label; no empty parts."""
    words = _in_words(text)
    return [(label, words[name]) for name, label in LABELS.items() if words[name]]


def _in_words(text: Text) -> dict[str, str]:
    return {name: _words_of(text, name) for name in LABELS}


def _words_of(text: Text, name: str) -> str:
    value = asdict(text)[name]
    if name in EVERYTHING and asdict(text)[f"all_{name}"]:
        return EVERYTHING[name]
    if name == "is_organisation":
        return "Bureau of organisatie" if value else "Persoon"
    if name in ROWS:
        return ", ".join(sorted(map(str, _rows(name, value))))
    if isinstance(value, tuple):
        column = cast(ChoicesField, FacilitatorPage._meta.get_field(name))
        return ", ".join(column.labels_of(list(value)))
    return str(value)
