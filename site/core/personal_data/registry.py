"""What the site keeps of people: each app declares it, and this is where it comes together.

The page of privacy requests, the privacy statement, the command `retention` and the tests all read
these declarations, so none of them can say something else than another. An app has a module
`personal_data` with its declarations, and registers it in `ready` (docs/personal-data.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet


class Ground(StrEnum):
    """Why we may keep it (GDPR, article 6(1); domain guide, paragraph 10)."""

    PUBLIC_TASK = "Algemeen belang (artikel 6 lid 1 onder e van de AVG)"
    CONSENT = "Jouw toestemming (artikel 6 lid 1 onder a van de AVG)"
    OBLIGATION = "Wettelijke plicht (artikel 6 lid 1 onder c van de AVG)"


@dataclass(frozen=True)
class Part:
    """Rows of another model that belong to a declared row: `path` leads from them to it."""

    model: type[Model]
    path: str
    fields: Sequence[str]


@dataclass(frozen=True)
class Rule:
    """When data go by themselves: `name` stands in the log of deletions, `due` finds the rows."""

    name: str
    due: Callable[[datetime], QuerySet]


def nothing_is_kept(row: Any) -> str:
    return ""


@dataclass(frozen=True)
class Declaration:
    """What the site keeps of people in the rows of one model, or in some of those.

    `name`, `whom`, `purpose`, `term` and `receivers` are Dutch, for the privacy statement; the term
    is asked for each time, for it is made of the settings. `find` returns the rows of one address.
    `erase` empties or deletes one row at once, in the transaction of its caller; `keeps` says why a
    row may not be erased, empty when it may. Without `erase` no row is, and `keeps` says why.
    `fields` are those of a person; `parts` belong to the row and go with it.
    """

    model: type[Model]
    name: str
    whom: str
    purpose: str
    ground: Ground
    term: Callable[[], str]
    fields: Sequence[str]
    find: Callable[[str], QuerySet]
    erase: Callable[[Any], None] | None = None
    keeps: Callable[[Any], str] = nothing_is_kept
    parts: Sequence[Part] = ()
    rules: Sequence[Rule] = ()
    receivers: str = ""
    # What erasing one row does, for the preview.
    effect: str = "wordt gewist"
    is_of_visitors: bool = True
    order: int = 100

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return what the privacy statement says of it, as names with their words."""
        return [
            ("Van wie", self.whom),
            ("Waarvoor", self.purpose),
            ("Grond", self.ground.value),
            ("Wie het krijgt", self.receivers or "Alleen wij"),
            ("Hoelang", self.term()),
        ]


@dataclass
class _Registry:
    declarations: list[Declaration] = field(default_factory=list)
    without: dict[str, str] = field(default_factory=dict)


_registry = _Registry()


def declare(*declarations: Declaration) -> None:
    """Add to what the site is known to keep of people."""
    _registry.declarations += declarations


def needs_none(why: str, *labels: str) -> None:
    """Say of these models ("news.NewsPage") why they need no declaration.

    They hold nobody, or their rows go with those of a model that is declared.
    """
    _registry.without |= dict.fromkeys((label.lower() for label in labels), why)


def declarations() -> list[Declaration]:
    """Return all of them, in the order in which people read them."""
    return sorted(_registry.declarations, key=lambda one: one.order)


def undeclared() -> dict[str, str]:
    """Return the labels of the models that need no declaration, each with why."""
    return dict(_registry.without)


def declared_fields() -> dict[str, set[str]]:
    """Return for the label of each declared model which of its fields are of a person."""
    found: dict[str, set[str]] = {}
    for one in _registry.declarations:
        for model, fields in [(one.model, one.fields), *((p.model, p.fields) for p in one.parts)]:
            found.setdefault(model._meta.label_lower, set()).update(fields)
    return found


def rules() -> list[tuple[Declaration, Rule]]:
    return [(one, rule) for one in declarations() for rule in one.rules]
