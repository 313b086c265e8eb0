"""Prints what docs/apps/applications.md shows of the table of transitions; paste it there."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from initiatives.applications.models.states import State
from initiatives.applications.transitions import TRANSITIONS, Transition


class Command(BaseCommand):
    help = "Print the diagram and the table of docs/apps/applications.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"```mermaid\n{drawing()}\n```\n\n{table()}")


HEAD = "| Nr | Action | From | To | Label | Who | When |"
ONLY_WITH_VWS = {True: "only when VWS appoints", False: "unless VWS appoints", None: ""}


def drawing() -> str:
    """Return a state diagram in the language of Mermaid."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in State]
    for row in TRANSITIONS:
        lines += [f"    {arrow} : {row.number} {row.label}" for arrow in _arrows(row)]
    return "\n".join(lines)


def table() -> str:
    """Return the table in Markdown, a row for each transition."""
    return "\n".join([HEAD, "|---" * HEAD.count(" | ") + "|---|", *map(_line, TRANSITIONS)])


def _arrows(row: Transition) -> Iterator[str]:
    if row.begins:
        yield f"[*] --> {row.target}"
    for source in row.sources:
        yield f"{source} --> {row.target or source}"


def _line(row: Transition) -> str:
    sources = ["–"] * row.begins + [source.value for source in row.sources]
    cells = [
        row.number,
        f"`{row.action}`",
        ", ".join(sources),
        row.target.value if row.target else "stays",
        row.label,
        ", ".join(role.label for role in row.roles),
        ONLY_WITH_VWS[row.vws_appoints],
    ]
    return f"| {' | '.join(cells)} |"
