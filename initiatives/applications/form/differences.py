"""What one version of the answers says otherwise than another."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from initiatives.applications.form.sheets import Line, Sheet, SheetStep

ROW = "organisaties-"


class Change(Enum):
    ADDED = "toegevoegd"
    REMOVED = "weggehaald"
    CHANGED = "veranderd"


@dataclass(frozen=True)
class Difference:
    """A question whose answer changed; a line is None where the question was not on the sheet."""

    step: str  # the title
    before: Line | None
    after: Line | None

    @property
    def line(self) -> Line:
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of them is always there
        return found

    @property
    def question(self) -> str:
        return self.line.full_question

    @property
    def change(self) -> Change:
        if self.before is None or self.before.is_empty:
            return Change.ADDED
        if self.after is None or self.after.is_empty:
            return Change.REMOVED
        return Change.CHANGED


def between(older: Sheet, newer: Sheet) -> list[Difference]:
    """Return every question that is answered otherwise, in the order of the newer sheet.

    An organisation is compared with the one of the same name, wherever in the list it stands now;
    one whose name changed with the one in its place.
    """
    before = {step.slug: step for step in older.steps}
    after = {step.slug: step for step in newer.steps}
    slugs = [*after, *(slug for slug in before if slug not in after)]
    return [
        difference for slug in slugs for difference in _in_step(before.get(slug), after.get(slug))
    ]


def _in_step(older: SheetStep | None, newer: SheetStep | None) -> Iterator[Difference]:
    title = newer.title if newer else older.title if older else ""
    after = _by_key(newer.lines if newer else ())
    before = _by_key(older.lines if older else ())
    _pair_renamed(before, after)
    for key, line in after.items():
        former = before.pop(key, None)
        if (former.answer if former else None) != line.answer and not (
            former is None and line.is_empty
        ):
            yield Difference(title, former, line)
    for former in before.values():
        if not former.is_empty:
            yield Difference(title, former, None)


Key = tuple[str, ...]


def _by_key(lines: tuple[Line, ...]) -> dict[Key, Line]:
    """Return the lines by what they are about: an organisation by its name, else the question."""
    found: dict[Key, Line] = {}
    seen: Counter[str] = Counter()
    row: Key = ()
    for line in lines:
        if not line.name.startswith(ROW):
            found[(line.name,)] = line
            continue
        _, _, asked = line.name.removeprefix(ROW).partition("-")
        if asked == "naam":
            name = line.text.casefold()
            seen[name] += 1
            row = (name, str(seen[name]))
        found[(*row, asked)] = line
    return found


def _pair_renamed(before: dict[Key, Line], after: dict[Key, Line]) -> None:
    """Give an organisation that has another name now the key of the one that stood in its place."""
    gone = [key[:2] for key in before if key[2:] == ("naam",) and key not in after]
    new = [key[:2] for key in after if key[2:] == ("naam",) and key not in before]
    for former, present in _same_place(gone, new, before, after):
        for key in [key for key in before if key[:2] == former and len(key) == 3]:
            before[(*present, key[2])] = before.pop(key)


def _same_place(
    gone: list[Key], new: list[Key], before: dict[Key, Line], after: dict[Key, Line]
) -> Iterator[tuple[Key, Key]]:
    places = {after[(*key, "naam")].part: key for key in new}
    for key in gone:
        part = before[(*key, "naam")].part
        if part in places:
            yield key, places[part]
