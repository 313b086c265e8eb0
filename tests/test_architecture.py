"""The rules of docs/architecture.md that a machine can hold."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What each of our packages may import of the others; functions included. An upward reference is
# a string, such as "home.HomePage".
MAY_IMPORT = {
    "core": set(),
    "accounts": {"core"},
    "news": {"core"},
    "facilitators": {"core"},
    "initiatives": {"core"},
    "initiatives.events": {"initiatives", "core"},
    "search": {"core"},
    "initiatives.applications": {"initiatives.events", "initiatives", "core"},
    "home": {
        "news",
        "facilitators",
        "initiatives",
        "initiatives.events",
        "initiatives.applications",
        "search",
        "core",
    },
    "config": {"accounts", "core"},
}
OF_SITE = ("accounts", "config", "core")
FOLDERS = {name: ROOT / "site" / name for name in OF_SITE} | {
    name: ROOT / name.replace(".", "/") for name in MAY_IMPORT.keys() - set(OF_SITE)
}


def package_of(module: str) -> str:
    """Return the package of ours that a module is in, a nested one before what is around it."""
    inside = (name for name in MAY_IMPORT if f"{module}.".startswith(f"{name}."))
    return max(inside, key=len, default=module.split(".")[0])


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of every import in a file, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imported_packages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and package of every import in a file."""
    yield from ((line, package_of(name)) for line, name in imports(path))


def files_of(package: str) -> Iterator[Path]:
    """Yield the files of a package, without those of the packages of ours inside it."""
    for path in FOLDERS[package].rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("site.")
        if package_of(module) == package:
            yield path


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package):
    allowed = MAY_IMPORT[package] | {package}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files_of(package)
        for line, name in imported_packages(path)
        if name in MAY_IMPORT and name not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def module_of(path: Path) -> str:
    """Return the name by which a file of ours is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("site.")


def circles_in(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the largest groups of modules in which each leads to every other (Tarjan, 1972)."""
    place: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        place[module] = lowest[module] = len(place)
        stack.append(module)
        for other in graph[module]:
            if other not in place:
                visit(other)
            if other in stack:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == place[module]:
            cut = stack.index(module)
            found.append(set(stack[cut:]))
            del stack[cut:]

    for module in graph:
        if module not in place:
            visit(module)
    return [group for group in found if len(group) > 1]


def test_modules_do_not_import_in_a_circle():
    # Imports in functions and behind TYPE_CHECKING count.
    files = {module_of(path): path for folder in MAY_IMPORT for path in files_of(folder)}
    names = {module.removesuffix(".__init__"): module for module in files}
    graph = {
        module: {
            names[found]
            for _, name in imports(path)
            for found in [name if name in names else name.rpartition(".")[0]]
            if found in names and names[found] != module
        }
        for module, path in files.items()
    }
    assert not circles_in(graph)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_migrations_use_no_code_that_may_change(package):
    # Columns and blocks are what makemigrations writes down itself. The modules of other migrations
    # begin with a digit, so only importlib brings them in.
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files_of(package)
        if path.parent.name == "migrations"
        for line, name in imports(path)
        if name.startswith("importlib")
        or (package_of(name) in MAY_IMPORT and not {"fields", "blocks"} & set(name.split(".")))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_app_has_its_place_in_these_rules():
    apps = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (*ROOT.glob("[!.]*/apps.py"), *ROOT.glob("[!.]*/*/apps.py"))
        if path.parent.parent.name != "site"
    }
    assert apps <= MAY_IMPORT.keys()


def test_nothing_imports_site_which_is_a_module_of_python_itself():
    assert not (ROOT / "site" / "__init__.py").exists()
    importing = [
        str(path)
        for folder in FOLDERS.values()
        for path in folder.rglob("*.py")
        if "site" in {name for _, name in imported_packages(path)}
    ]
    assert not importing


def test_git_does_not_ignore_the_site():
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "site/config/urls.py", "site/core/models/new.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.mark.parametrize("lock", ["production.txt", "development.txt"])
def test_the_lock_pins_hashes_and_names_no_package_index(lock):
    lines = (ROOT / "requirements" / lock).read_text().splitlines()
    assert not [line for line in lines if "://" in line or "--index" in line or "-i " in line]
    pinned = [line for line in lines if "==" in line]
    assert pinned
    assert all(line.endswith("\\") for line in pinned)


def test_development_locks_the_versions_of_production():
    def versions(lock: str) -> set[str]:
        lines = (ROOT / "requirements" / lock).read_text().splitlines()
        return {line for line in lines if "==" in line}

    assert versions("production.txt") <= versions("development.txt")
