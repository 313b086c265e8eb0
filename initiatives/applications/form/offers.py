"""What can be chosen in the form: fixed lists, and lists that editors keep.

An answer holds values, never words: the slug of a theme, the value of a choice. A slug that a term
had before leads to that term, and what is no more shows as it was stored, so that an old
application stays readable.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from core.models import Branch, Theme
from initiatives.models import EmployerOrganisation, LabourMarketRegion

EVERYTHING = "alle"
NATIONAL = "landelijk"
UNKNOWN = "weet-ik-niet"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Offer:
    """What can be chosen at one question.

    `known` reads every value that ever was an answer, with its label and whether it is in use;
    `before` and `after` are choices of the form itself around them. `today` tells what a value is
    called now.
    """

    known: Callable[[], Mapping[str, tuple[str, bool]]]
    before: Sequence[Pair] = ()
    after: Sequence[Pair] = ()
    today: Callable[[str], str | None] = str

    def pairs(self, chosen: Collection[str] = ()) -> list[Pair]:
        """Return values and labels, in order: what is in use, and what was `chosen` before."""
        current = {self.today(value) for value in chosen}
        rows = [
            (value, label)
            for value, (label, is_in_use) in self.known().items()
            if is_in_use or value in current
        ]
        return [*self.before, *rows, *self.after]

    def current(self, value: str) -> str:
        """Return what a stored value is called now; itself when nobody knows it."""
        return self.today(value) or value

    def label_of(self, value: str) -> str:
        """Return what people read for a stored value."""
        fixed = dict([*self.before, *self.after])
        if value in fixed:
            return fixed[value]
        return self.known().get(self.current(value), (value, False))[0]


def fixed(choices: type[TextChoices]) -> Offer:
    return Offer(lambda: {value: (label, True) for value, label in choices.choices})


def _terms(model: type[Theme] | type[Branch]) -> Callable[[], Mapping[str, tuple[str, bool]]]:
    return lambda: {slug: (term.name, term.active) for slug, term in model.all_by_slug().items()}


def _regions() -> Mapping[str, tuple[str, bool]]:
    return {slug: (region.name, True) for slug, region in LabourMarketRegion.all_by_slug().items()}


def _employers() -> Mapping[str, tuple[str, bool]]:
    rows = EmployerOrganisation.all_by_slug().items()
    return {slug: (row.name, row.is_active) for slug, row in rows}


DO_NOT_KNOW = (UNKNOWN, "Weet ik niet")
THEMES = Offer(_terms(Theme), today=Theme.current_slug)
BRANCHES = Offer(_terms(Branch), before=[(EVERYTHING, "Alle branches")], today=Branch.current_slug)
REGIONS = Offer(_regions, after=[(NATIONAL, "Landelijk"), DO_NOT_KNOW])
ONE_REGION = Offer(_regions, after=[DO_NOT_KNOW])
EMPLOYERS = Offer(_employers, after=[DO_NOT_KNOW])
