"""What facilitators are compared on, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.models.pages import prepare_cards
from facilitators import availability
from facilitators.models.pages import FacilitatorPage, prepare_methods


@dataclass(frozen=True)
class Row:
    """One thing to compare; a cell has the name of its facilitator and what they say."""

    name: str
    cells: list[tuple[str, list[str]]]


def _themes(page: FacilitatorPage) -> list[str]:
    return ["Alle thema’s"] if page.all_themes else [str(theme) for theme in page.theme_list]


def _branches(page: FacilitatorPage) -> list[str]:
    return ["Alle branches"] if page.all_branches else [str(branch) for branch in page.branch_list]


COMPARED: tuple[tuple[str, Callable[[FacilitatorPage], list[str]]], ...] = (
    ("Beschikbaarheid", lambda page: [availability.in_words(page.profile)]),
    ("Wat voor begeleider", lambda page: page.kind_labels),
    ("Helpt bij", lambda page: page.help_question_labels),
    ("Niveau", lambda page: page.level_labels),
    ("Groepsgrootte", lambda page: page.group_size_labels),
    ("Inzet", lambda page: page.deployment_labels),
    ("Methodieken", lambda page: page.method_names),
    ("Werkvormen", lambda page: page.work_form_names),
    ("Regio", lambda page: page.region_labels),
    ("Thema’s", _themes),
    ("Branches", _branches),
)


def rows(pages: Sequence[FacilitatorPage]) -> list[Row]:
    """Return everything these facilitators are compared on, read in a few queries."""
    prepare_cards(pages)
    prepare_methods(pages)
    return [Row(name, [(page.title, values(page)) for page in pages]) for name, values in COMPARED]
