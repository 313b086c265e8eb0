"""The table of transitions as docs/koplopers.md shows it: a drawing, and the table itself."""

from collections.abc import Iterator

from initiatives.applications.models.states import State
from initiatives.applications.transitions import TRANSITIONS, Transition

HEAD = "| Nr | Deed | From | To | Label | Who | When |"
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
        f"`{row.deed}`",
        ", ".join(sources),
        row.target.value if row.target else "stays",
        row.label,
        ", ".join(role.label for role in row.roles),
        ONLY_WITH_VWS[row.vws_appoints],
    ]
    return f"| {' | '.join(cells)} |"
