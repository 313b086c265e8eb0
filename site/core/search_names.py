"""Names that visitors look for, such as regions and towns: search completes them as they are typed.

An app registers its own when it is ready. Names of themes and branches are there already.
"""

from collections.abc import Callable, Iterable

Names = Callable[[], Iterable[str]]

_names: dict[str, list[Names]] = {}


def register(kind: str, names: Names) -> None:
    """Have search suggest these names; `kind` is what visitors call such a thing."""
    _names.setdefault(kind, []).append(names)


def by_kind() -> dict[str, set[str]]:
    """Return all names of today, by what they are names of."""
    return {
        kind: {name for names in found for name in names() if name}
        for kind, found in _names.items()
    }
