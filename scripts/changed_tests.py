"""Names the tests that a change touches: those of each app with a changed file.

    python scripts/changed_tests.py [REVISION]

Prints the folders and files to give to pytest, on one line; nothing when there is nothing to test.
What counts as changed is all since REVISION (by default HEAD), and files that git does not know.
"""

import subprocess
import sys
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[1]
# Where the tests of a folder are; the longest match counts.
TESTS = {
    "facilitators": "tests/facilitators",
    "home": "tests/home",
    "initiatives": "tests/initiatives",
    "initiatives/applications": "tests/applications",
    "initiatives/events": "tests/events",
    "news": "tests/news",
    "search": "tests/search",
    "site/accounts": "tests/accounts",
    "site/config": "tests/config",
    "site/core": "tests/core",
    "site/static": "tests/browser/test_every_page.py",
    "site/templates": "tests/core tests/browser/test_every_page.py",
    "requirements": "tests",
    "tests": "tests",
}
ALWAYS = "tests/test_architecture.py"


def changed(revision: str) -> list[PurePath]:
    """Return the paths that differ from the revision, those that are new to git included."""
    names = ""
    for command in (
        ("git", "diff", "--name-only", revision),
        ("git", "ls-files", "--others", "--exclude-standard"),
    ):
        names += subprocess.check_output(command, cwd=ROOT, text=True)  # noqa: S603 - as above
    return [PurePath(name) for name in names.splitlines()]


def tests_of(path: PurePath) -> list[str]:
    """Return the tests to run for one changed file."""
    if path.parts[0] == "tests" and len(path.parts) > 2:
        is_test = path.name.startswith("test_") and (ROOT / path).exists()
        return [str(path) if is_test else str(path.parent)]
    if path.parts[0] == "tests" and path.name.startswith("test_"):
        return [str(path)]
    found = next((TESTS[str(above)] for above in path.parents if str(above) in TESTS), "")
    return found.split()


def main(revision: str = "HEAD") -> None:
    found = {name for path in changed(revision) for name in tests_of(path)}
    if "tests" in found:
        found = {"tests"}
    elif found:
        found.add(ALWAYS)
    print(*sorted(found))  # noqa: T201 - this is what the command is for


if __name__ == "__main__":
    main(*sys.argv[1:])
