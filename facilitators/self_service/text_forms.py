"""The form for what stands on the page of a facilitator (domain guide, paragraph 7.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from core.models import Branch, MeetingRegion, Theme
from core.questions import (
    FirstName,
    Infix,
    LastName,
    Line,
    Lines,
    OneOf,
    OrganisationName,
    QuestionForm,
    SomeOf,
)
from facilitators.choices import Deployment, GroupSize, HelpQuestion, Kind, Level
from facilitators.models.terms import Method, WorkForm
from facilitators.publication import (
    LONGEST_EXPERIENCE,
    MOST_METHODS,
    MOST_WORK_FORMS,
    SHORTEST_EXPERIENCE,
)
from facilitators.texts import Text

EVERYTHING = "alle"
PERSON, BUREAU = "persoon", "bureau"
OF_PERSON = "als je jezelf aanmeldt"


# Headings, what to say below them, and the names of the questions.
Parts = Sequence[tuple[str, str, Sequence[str]]]


@dataclass(frozen=True)
class Part:
    """Questions that belong together, under a heading."""

    heading: str
    text: str
    fields: Sequence[forms.BoundField]


class WithParts(QuestionForm):
    """A long form, of which the template shows the `parts`."""

    PARTS: Parts = ()

    @property
    def parts(self) -> list[Part]:
        return [
            Part(heading, text, [self[name] for name in names])
            for heading, text, names in self.PARTS
        ]


WHO = (
    "Wie ben je?",
    "",
    ("soort", "voornaam", "tussenvoegsel", "achternaam", "bureau", "inleiding"),
)
WHAT = (
    "Wat kun je?",
    "Kies alles wat bij je past.",
    ("begeleider", "hulpvraag", "methodieken", "anders", "werkvormen", "ervaring"),
)
WHOM = (
    "Voor wie en waar?",
    "",
    ("niveau", "groepsgrootte", "inzet", "regio", "themas", "branches"),
)


class TextForm(WithParts):
    """What stands on the page of a facilitator, without the photograph."""

    PARTS: Parts = (WHO, WHAT, WHOM)

    soort = OneOf(
        label="Meld je jezelf aan of een bureau?",
        choices=[(PERSON, "Mezelf"), (BUREAU, "Een bureau of organisatie")],
        missing="Kies of je jezelf aanmeldt of een bureau",
    )
    voornaam = FirstName(needed=OF_PERSON)
    tussenvoegsel = Infix()
    achternaam = LastName(needed=OF_PERSON)
    bureau = OrganisationName(label="Naam van het bureau", needed="als je een bureau aanmeldt")
    inleiding = Lines(
        label="Stel je voor",
        shortest=40,
        longest=400,
        rows=4,
        missing="Stel je voor in minstens 40 tekens",
        help_text="Twee of drie zinnen, hooguit 400 tekens. Dit lezen mensen het eerst.",
    )
    begeleider = SomeOf(
        label="Wat voor begeleider ben je?",
        choices=Kind.choices,
        missing="Kies wat voor begeleider je bent",
    )
    hulpvraag = SomeOf(
        label="Waarbij kun je helpen?",
        choices=HelpQuestion.choices,
        missing="Kies waarbij je kunt helpen",
    )
    niveau = SomeOf(
        label="Op welk niveau werk je?",
        choices=Level.choices,
        missing="Kies op welk niveau je werkt",
    )
    groepsgrootte = SomeOf(
        label="Met welke groepen werk je?",
        choices=GroupSize.choices,
        missing="Kies met welke groepen je werkt",
    )
    inzet = SomeOf(
        label="Hoe kun je worden ingezet?",
        choices=Deployment.choices,
        missing="Kies hoe je kunt worden ingezet",
    )
    methodieken = SomeOf(
        label="Met welke methodieken werk je?",
        most=MOST_METHODS,
        needed="als je geen andere invult",
        help_text="Hooguit acht.",
    )
    anders = Line(label="Een andere methodiek, namelijk", longest=80)
    werkvormen = SomeOf(
        label="Welke werkvormen gebruik je?", most=MOST_WORK_FORMS, help_text="Hooguit zes."
    )
    themas = SomeOf(
        label="Bij welke thema's past je werk?",
        missing="Kies minstens één thema, of alle thema's",
        everything=EVERYTHING,
    )
    branches = SomeOf(
        label="Voor welke branches werk je?",
        missing="Kies minstens één branche, of alle branches",
        everything=EVERYTHING,
    )
    regio = SomeOf(
        label="In welke regio's werk je?",
        choices=[(value, label[0].upper() + label[1:]) for value, label in MeetingRegion.choices],
        missing="Kies minstens één regio",
    )
    ervaring = Lines(
        label="Welke veranderingen in zorg en welzijn heb je begeleid?",
        shortest=SHORTEST_EXPERIENCE,
        longest=LONGEST_EXPERIENCE,
        rows=10,
        missing="Beschrijf je ervaring in minstens 100 tekens",
        help_text="Minstens 100 en hooguit 1.200 tekens. Noem geen namen van cliënten of "
        "medewerkers.",
    )

    def __init__(self, *args: Any, kept: Text | None = None, **kwargs: Any) -> None:
        """`kept` is what the profile says now: what it has chosen stays on offer."""
        super().__init__(*args, **kwargs)
        self._offer("methodieken", _in_use(Method, kept.methods if kept else ()))
        self._offer("werkvormen", _in_use(WorkForm, kept.work_forms if kept else ()))
        themes = _in_use(Theme, kept.themes if kept else ())
        self._offer("themas", [(EVERYTHING, "Alle thema's"), *themes])
        branches = _in_use(Branch, kept.branches if kept else ())
        self._offer("branches", [(EVERYTHING, "Alle branches"), *branches])
        for name, model in (("themas", Theme), ("branches", Branch)):
            self._choice(name).today = model.current_slug

    def _choice(self, name: str) -> SomeOf:
        field = self.fields[name]
        assert isinstance(field, SomeOf)  # noqa: S101 - tells mypy
        return field

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self._choice(name).choices = choices

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("soort") == BUREAU:
            self._ask("bureau", "Vul de naam van het bureau in")
        elif cleaned.get("soort") == PERSON:
            self._ask("voornaam", "Vul je voornaam in")
            self._ask("achternaam", "Vul je achternaam in")
        if "methodieken" not in self.errors and not cleaned.get("anders"):
            self._ask("methodieken", "Kies minstens één methodiek")
        return cleaned

    def _ask(self, name: str, missing: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, missing)

    @property
    def text(self) -> Text:
        """Return what the page is to say, of a valid form."""
        answers = self.cleaned_data
        is_bureau = answers["soort"] == BUREAU
        names = [answers[name] for name in ("voornaam", "tussenvoegsel", "achternaam")]
        first, infix, last = ["", "", ""] if is_bureau else names

        def chosen(name: str) -> tuple[str, ...]:
            return tuple(sorted(set(answers[name]) - {EVERYTHING}))

        return Text(
            is_organisation=is_bureau,
            title=answers["bureau"] if is_bureau else " ".join(filter(None, names)),
            first_name=first,
            infix=infix,
            last_name=last,
            lead=answers["inleiding"],
            kinds=chosen("begeleider"),
            help_questions=chosen("hulpvraag"),
            levels=chosen("niveau"),
            group_sizes=chosen("groepsgrootte"),
            deployments=chosen("inzet"),
            regions=chosen("regio"),
            methods=chosen("methodieken"),
            other_method=answers["anders"],
            work_forms=chosen("werkvormen"),
            themes=chosen("themas"),
            all_themes=EVERYTHING in answers["themas"],
            branches=chosen("branches"),
            all_branches=EVERYTHING in answers["branches"],
            experience=answers["ervaring"],
        )


def answers_of_text(text: Text) -> dict[str, Any]:
    """Return what the form shows of a text."""
    return {
        "soort": BUREAU if text.is_organisation else PERSON,
        "voornaam": text.first_name,
        "tussenvoegsel": text.infix,
        "achternaam": text.last_name,
        "bureau": text.title if text.is_organisation else "",
        "inleiding": text.lead,
        "begeleider": list(text.kinds),
        "hulpvraag": list(text.help_questions),
        "niveau": list(text.levels),
        "groepsgrootte": list(text.group_sizes),
        "inzet": list(text.deployments),
        "methodieken": list(text.methods),
        "anders": text.other_method,
        "werkvormen": list(text.work_forms),
        "themas": [EVERYTHING] if text.all_themes else list(text.themes),
        "branches": [EVERYTHING] if text.all_branches else list(text.branches),
        "regio": list(text.regions),
        "ervaring": text.experience,
    }


def _in_use(model: Any, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Return what can be chosen: what is in use, and what was chosen before."""
    offered = model.objects.filter(active=True) | model.objects.filter(slug__in=list(chosen))
    return [(row.slug, row.name) for row in offered]
