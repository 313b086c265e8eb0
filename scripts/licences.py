"""Lists the licence of each package of the site, and refuses those that bind us.

    python scripts/licences.py [LOCK]

LOCK is a file of requirements/, by default that of production. The site is under the EUPL, so a
package may be free to use in any way, LGPL or MPL, but not GPL, AGPL or without a licence. What a
package says of itself is asked of its installed metadata; nothing is asked of the network.

Exits with 1 when a package is refused or not installed.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))?(?: \\)?$", re.MULTILINE)
REFUSED = re.compile(r"(?<!L)(?:A?GPL|Affero|GNU General Public)", re.IGNORECASE)
# What says nothing of itself that a program can read, and was read by a person.
READ_BY_HAND = {"resvg-py": "MIT"}


def packages(lock: Path) -> Iterator[tuple[str, bool]]:
    """Yield the names in the lock, and whether each is for every machine."""
    for name, _, marker in PINNED.findall(lock.read_text()):
        yield name, not marker


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence, the most exact first; it may say nothing."""
    said: Any = package.metadata  # a message; its type in Python 3.11 does not say so
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rsplit(" :: ", 1)[1]
        for line in said.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    if classifiers:
        return ", ".join(classifiers)
    words = str(said.get("License") or "").strip()
    return words.splitlines()[0] if words else ""


def is_refused(licence: str) -> bool:
    """Tell whether none of the licences that can be chosen from is one that we may take."""
    choices = re.split(r"\bOR\b|, ", licence)
    return not licence or all(REFUSED.search(choice) for choice in choices)


def main(lock: Path) -> int:
    wrong = 0
    for name, is_needed in packages(lock):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            if is_needed:
                print(f"{name:32} is not installed")  # noqa: T201 - this is what the command is for
            wrong += is_needed
            continue
        licence = READ_BY_HAND.get(name) or licence_of(package)
        refused = is_refused(licence)
        wrong += refused
        print(f"{name:32} {package.version:14} {licence}{'  REFUSED' if refused else ''}")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements" / "production.txt"
    sys.exit(main(given))
