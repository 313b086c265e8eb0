"""Welke facilitator past bij jou? A few questions, and how well each profile fits the answers.

A question that is answered is worth its weight to a profile that fits it; one that is skipped is
worth nothing. The list is ordered by the sum. Each question says the same thing twice, for the
database (which orders thousands) and for one page (which the card explains); a test holds both
together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add, attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Expression, IntegerField, Q, Value, When
from django.http import QueryDict

from core.models import MeetingRegion
from facilitators.availability import NOW, available, available_later, in_words, is_available
from facilitators.choices import GroupSize, HelpQuestion, Level
from facilitators.models.pages import FacilitatorPage, FacilitatorQuerySet
from facilitators.wording import DOES, SIZES, WORKS_AT, lower_first


@dataclass(frozen=True)
class GuideQuestion:
    """One question of the guide. `topic` names it where a profile does not fit the answer."""

    parameter: str
    text: str
    topic: str
    answers: Mapping[str, str]
    condition: Callable[[str], Q]
    fits: Callable[[FacilitatorPage, str], bool]
    reason: Callable[[FacilitatorPage, str], str]
    weight: int = 1


def _has(column: str, *everywhere: str) -> tuple[Callable[[str], Q], Callable[[Any, str], bool]]:
    """Return the test of a column of choices, for the database and for one page."""
    return (
        lambda answer: Q(**{f"{column}__overlap": [answer, *everywhere]}),
        lambda page, answer: not {answer, *everywhere}.isdisjoint(attrgetter(column)(page)),
    )


def _region(page: FacilitatorPage, answer: str) -> str:
    if answer in page.regions and answer != MeetingRegion.NATIONAL:
        return str(MeetingRegion(answer).label)
    return "werkt landelijk"


def _is_on_time(page: FacilitatorPage, answer: str) -> bool:
    if answer == "nu":
        return is_available(page.profile)
    return page.profile.availability in NOW or page.profile.available_from is not None


def _when(page: FacilitatorPage, answer: str) -> str:
    return lower_first(in_words(page.profile)).removeprefix("weer ")


QUESTIONS = (
    GuideQuestion(
        "doel",
        "Wat wil je bereiken?",
        "wat je wilt bereiken",
        dict(HelpQuestion.choices),
        *_has("help_questions"),
        lambda page, answer: DOES[HelpQuestion(answer)],
        # What it is for weighs more than all that is about how.
        weight=2,
    ),
    GuideQuestion(
        "groep",
        "Hoe groot is de groep?",
        "groepsgrootte",
        dict(GroupSize.choices),
        *_has("group_sizes"),
        lambda page, answer: f"begeleidt {SIZES[GroupSize(answer)]} groepen",
    ),
    GuideQuestion(
        "laag",
        "Op welk niveau speelt je vraag?",
        "niveau",
        dict(Level.choices),
        *_has("levels"),
        lambda page, answer: WORKS_AT[Level(answer)],
    ),
    GuideQuestion(
        "waar",
        "Waar is het?",
        "regio",
        {
            slug: "In het hele land" if slug == MeetingRegion.NATIONAL else f"In {label}"
            for slug, label in MeetingRegion.choices
        },
        *_has("regions", MeetingRegion.NATIONAL.value),
        _region,
    ),
    GuideQuestion(
        "wanneer",
        "Wanneer wil je beginnen?",
        "beschikbaarheid",
        {"nu": "Zo snel mogelijk", "later": "Later, over een paar maanden"},
        lambda answer: available() if answer == "nu" else available_later(),
        _is_on_time,
        _when,
    ),
)


@dataclass(frozen=True)
class Fit:
    """How one profile meets the answers: why, and what not."""

    reasons: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        return not self.misses


@dataclass(frozen=True)
class FitGroup:
    """Profiles on one page of the list that fit the answers alike."""

    is_full: bool
    is_partial: bool
    cards: list[tuple[FacilitatorPage, Fit]]


@dataclass(frozen=True)
class Answers:
    """What a visitor answered; `given` has the answered questions by parameter."""

    given: Mapping[str, str]
    # Whether the address had an answer that is none.
    left_out: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Answers":
        asked = {question.parameter: query.get(question.parameter, "") for question in QUESTIONS}
        given = {
            question.parameter: asked[question.parameter]
            for question in QUESTIONS
            if asked[question.parameter] in question.answers
        }
        return cls(given, left_out=any(asked[name] for name in asked.keys() - given.keys()))

    def __bool__(self) -> bool:
        return bool(self.given)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address must carry to keep the answers."""
        return list(self.given.items())

    @property
    def query_string(self) -> str:
        return urlencode(self.pairs)

    @property
    def questions(self) -> list[tuple[GuideQuestion, str]]:
        """The answered questions, each with its answer."""
        return [
            (question, self.given[question.parameter])
            for question in QUESTIONS
            if question.parameter in self.given
        ]

    @property
    def labels(self) -> list[str]:
        return [question.answers[answer] for question, answer in self.questions]

    @property
    def most(self) -> int:
        """The score of a profile that fits every answer."""
        return sum(question.weight for question, _ in self.questions)

    def score(self) -> Expression:
        """Return the sum of the weights that a profile earns, for the database."""
        return reduce(
            add,
            (
                Case(
                    When(question.condition(answer), then=Value(question.weight)),
                    default=Value(0),
                    output_field=IntegerField(),
                )
                for question, answer in self.questions
            ),
        )

    def best_first(self, pages: FacilitatorQuerySet) -> FacilitatorQuerySet:
        """Return the profiles that fit any answer, the best first; if none does, all of them."""
        scored = pages.alias(fit=self.score())
        fitting = scored.filter(fit__gt=0)
        return (fitting if fitting.exists() else scored).order_by("-fit", "sort_name", "pk")

    def fit_of(self, page: FacilitatorPage) -> Fit:
        fits = [
            (question, answer) for question, answer in self.questions if question.fits(page, answer)
        ]
        fitting = {question.parameter for question, _ in fits}
        return Fit(
            tuple(question.reason(page, answer) for question, answer in fits),
            tuple(q.topic for q, _ in self.questions if q.parameter not in fitting),
        )

    def groups(self, pages: Sequence[FacilitatorPage]) -> list[FitGroup]:
        """Return these pages, which are in order of fit, by whether they fit all, some or none."""
        fits = [(page, self.fit_of(page)) for page in pages]
        return [
            FitGroup(is_full, is_partial, list(cards))
            for (is_full, is_partial), cards in groupby(fits, key=_how_well)
        ]


def _how_well(card: tuple[FacilitatorPage, Fit]) -> tuple[bool, bool]:
    _, fit = card
    return fit.is_full, bool(fit.reasons) and not fit.is_full
