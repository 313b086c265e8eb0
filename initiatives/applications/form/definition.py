"""The form "Aanmelden als Koploper": every step and question, in order, once.

The form, the page to check the answers, the mail, the copy on paper, the desk and the export are
all made of this. Source: domain guide, paragraph 5; labels, helps and refusals are its words.

An application keeps the version of the form that it was made with. Whoever changes what is asked
adds a version to VERSIONS and leaves the former one as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import TextChoices

from initiatives.applications.form import offers
from initiatives.applications.form.offers import Offer
from initiatives.applications.models.choices import Claim, Route
from initiatives.choices import ActionLine, Criterion, OrganisationKind, Phase, Spread

Answers = Mapping[str, Any]
MOST_ORGANISATIONS = 12
FIRST_YEAR = 2000


class YesNo(TextChoices):
    YES = "ja", "Ja"
    NO = "nee", "Nee"


class WhoseInitiative(TextChoices):
    """The answers to `route`; the values are those of the column."""

    OWN = Route.SELF.value, "Ja, het is ons eigen initiatief"
    OF_OTHERS = Route.NOMINATED.value, "Nee, ik draag een initiatief van anderen voor"


class Kind(Enum):
    """What sort of answer a question has; an answer is a text unless it says otherwise."""

    LINE = "line"
    LINES = "lines"
    MONTH = "month"  # two texts: name_maand (1 to 12) and name_jaar
    ONE_OF = "one of"  # radio buttons
    PICKED = "picked"  # one of many, in a select
    SOME_OF = "some of"  # a list of texts, check boxes
    WEB_ADDRESS = "web address"
    WEB_ADDRESSES = "web addresses"  # one on each line
    KVK = "kvk"
    EMAIL = "email"
    PHONE = "phone"
    ROWS = "rows"  # a list of documents, one for each organisation


@dataclass(frozen=True)
class Condition:
    """That another question of the same step has this answer."""

    name: str
    value: str

    def holds(self, answers: Answers) -> bool:
        return bool(answers.get(self.name) == self.value)

    def is_ruled_out(self, answers: Answers) -> bool:
        """Tell whether the other question has an answer, and another one."""
        return bool(answers.get(self.name)) and not self.holds(answers)


@dataclass(frozen=True)
class Question:
    """One question. `missing` is what to say without a usable answer; empty if none is needed.

    `shown_when` is when it is asked at all, `required_when` when an answer is needed; without the
    latter it is needed whenever the question is asked. `wrong` is what to say of an answer that
    cannot be read. `rows` are the questions about each organisation.
    """

    name: str
    label: str
    kind: Kind
    missing: str = ""
    help: str = ""
    shortest: int = 1
    longest: int = 0
    offer: Offer | None = None
    most: int = 0
    too_many: str = ""
    wrong: str = ""
    in_future: str = ""
    shown_when: Condition | None = None
    required_when: Condition | None = None
    criterion: Criterion | None = None
    is_contact: bool = False
    autocomplete: str = ""
    rows: tuple["Question", ...] = ()

    @property
    def full_label(self) -> str:
        """Return the label so that it can stand alone: "Criterium 1, Samenwerken: Leg uit …"."""
        if self.criterion is None:
            return self.label
        return f"Criterium {self.criterion.number}, {self.criterion.label}: {self.label}"

    def is_asked(self, answers: Answers) -> bool:
        """Tell whether this applies; a condition that nobody answered yet may still come true."""
        return self.shown_when is None or not self.shown_when.is_ruled_out(answers)

    def is_needed(self, answers: Answers) -> bool:
        """Tell whether the application cannot be sent without an answer."""
        conditions = [self.shown_when, self.required_when]
        return bool(self.missing) and all(one.holds(answers) for one in conditions if one)

    @property
    def is_optional(self) -> bool:
        """Tell whether the label says that no answer is needed."""
        return not self.missing

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the answers document that belong to this question."""
        if self.kind is Kind.MONTH:
            return (f"{self.name}_maand", f"{self.name}_jaar")
        return (self.name,)


@dataclass(frozen=True)
class Step:
    """One page of the form; the last one has no questions but shows all answers."""

    slug: str
    title: str
    questions: tuple[Question, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for question in self.questions for key in question.keys)

    def question(self, name: str) -> Question:
        """Return the question of this name. Raises KeyError."""
        return {question.name: question for question in self.questions}[name]


INITIATIVE = Step(
    "initiatief",
    "Het initiatief",
    (
        Question(
            "naam",
            "Hoe heet het initiatief?",
            Kind.LINE,
            missing="Vul de naam van het initiatief in",
            shortest=3,
            longest=100,
        ),
        Question(
            "samenvatting",
            "Waar gaat het initiatief over?",
            Kind.LINES,
            help="Beschrijf in gewone taal welk probleem je aanpakt en hoe. Noem geen namen van "
            "cliënten of medewerkers.",
            missing="Beschrijf het initiatief in minstens 100 tekens",
            shortest=100,
            longest=800,
        ),
        Question(
            "start",
            "Wanneer is het initiatief begonnen?",
            Kind.MONTH,
            help="Bijvoorbeeld: september 2018",
            missing="Kies de maand waarin het initiatief begon",
            wrong="Vul een jaar in, bijvoorbeeld 2018",
            in_future="De start kan niet in de toekomst liggen. Kies een maand die al geweest is",
        ),
        Question(
            "fase",
            "Hoe ver is het initiatief?",
            Kind.ONE_OF,
            offer=offers.fixed(Phase),
            missing="Kies hoe ver het initiatief is",
        ),
        Question(
            "themas",
            "Bij welke thema's past het?",
            Kind.SOME_OF,
            help="Kies er hooguit drie.",
            offer=offers.THEMES,
            missing="Kies minstens één thema",
            most=3,
            too_many="Kies hooguit drie thema's",
        ),
        Question(
            "branches",
            "Voor welke branches is het bedoeld?",
            Kind.SOME_OF,
            offer=offers.BRANCHES,
            missing="Kies minstens één branche",
        ),
        Question(
            "arbeidsmarktregios",
            "In welke regio's loopt het initiatief?",
            Kind.SOME_OF,
            help="Weet je de regio niet? Kies 'Weet ik niet'.",
            offer=offers.REGIONS,
            missing="Kies minstens één regio",
        ),
        Question(
            "website",
            "Webadres",
            Kind.WEB_ADDRESS,
            help="Bijvoorbeeld: www.voorbeeld.example",
            wrong="Vul een webadres in, zoals www.voorbeeld.example",
        ),
    ),
)

ORGANISATION = (
    Question(
        "naam",
        "Naam van de organisatie",
        Kind.LINE,
        missing="Vul de naam van organisatie {number} in",
        shortest=2,
        longest=120,
    ),
    Question(
        "soort",
        "Wat voor organisatie is het?",
        Kind.ONE_OF,
        offer=offers.fixed(OrganisationKind),
        missing="Kies wat voor soort organisatie nummer {number} is",
    ),
    Question(
        "plaats",
        "Plaats",
        Kind.LINE,
        missing="Vul de plaats van organisatie {number} in",
        shortest=2,
        longest=60,
    ),
    Question(
        "kvk",
        "KvK-nummer",
        Kind.KVK,
        help="Een nummer van 8 cijfers.",
        wrong="Een KvK-nummer heeft 8 cijfers. Controleer het nummer",
    ),
    Question(
        "rol",
        "Wat doet deze organisatie in het initiatief?",
        Kind.LINES,
        longest=200,
    ),
)

ORGANISATIONS = Step(
    "organisaties",
    "Wie doen er mee?",
    (
        Question(
            "organisaties",
            "Welke organisaties doen mee?",
            Kind.ROWS,
            missing="Vul de naam van organisatie 1 in",
            most=MOST_ORGANISATIONS,
            too_many=f"Noem hooguit {MOST_ORGANISATIONS} organisaties",
            rows=ORGANISATION,
        ),
    ),
)
ONE_ORGANISATION = (
    "Je hebt één organisatie ingevuld. Voor het criterium Samenwerken zijn er minstens twee nodig."
)


def _claim(criterion: Criterion) -> Question:
    return Question(
        f"c{criterion.number}_claim",
        "Voldoet het initiatief hier volgens jou aan?",
        Kind.ONE_OF,
        offer=offers.fixed(Claim),
        missing=f"Geef aan of het initiatief voldoet aan {criterion.label}",
        criterion=criterion,
    )


def _explanation(criterion: Criterion, missing: str) -> Question:
    return Question(
        f"c{criterion.number}_uitleg",
        "Leg uit waarom",
        Kind.LINES,
        missing=missing,
        shortest=50,
        longest=1500,
        required_when=claims(criterion),
        criterion=criterion,
    )


def claims(criterion: Criterion) -> Condition:
    """Return that the applicant says "Ja" to this criterion."""
    return Condition(f"c{criterion.number}_claim", Claim.YES)


CRITERIA = Step(
    "criteria",
    "De vier criteria",
    (
        _claim(Criterion.COLLABORATE),
        _explanation(
            Criterion.COLLABORATE, "Leg uit hoe jullie samenwerken, in minstens 50 tekens"
        ),
        _claim(Criterion.INNOVATE),
        _explanation(Criterion.INNOVATE, "Leg uit wat jullie vernieuwen, in minstens 50 tekens"),
        Question(
            "c2_actielijnen",
            "Waar helpt het initiatief bij?",
            Kind.SOME_OF,
            offer=offers.fixed(ActionLine),
            missing="Kies minstens één antwoord",
            shown_when=claims(Criterion.INNOVATE),
            criterion=Criterion.INNOVATE,
        ),
        _claim(Criterion.CHANGE),
        _explanation(Criterion.CHANGE, "Leg uit wat er verandert, in minstens 50 tekens"),
        Question(
            "c3_raat",
            "Bij welk regionaal plan (RAAT) sluit het aan?",
            Kind.PICKED,
            offer=offers.ONE_REGION,
            missing="Kies een regio, of kies 'Weet ik niet'",
            shown_when=claims(Criterion.CHANGE),
            criterion=Criterion.CHANGE,
        ),
        Question(
            "c3_resultaat",
            "Wat merken medewerkers er nu al van?",
            Kind.LINES,
            missing="Beschrijf in minstens 50 tekens wat medewerkers ervan merken",
            shortest=50,
            longest=1000,
            shown_when=claims(Criterion.CHANGE),
            criterion=Criterion.CHANGE,
        ),
        _claim(Criterion.SCALE_UP),
        _explanation(
            Criterion.SCALE_UP, "Leg uit hoe anderen het kunnen gebruiken, in minstens 50 tekens"
        ),
        Question(
            "c4_waar",
            "Waar kan het ook werken?",
            Kind.SOME_OF,
            offer=offers.fixed(Spread),
            missing="Kies minstens één antwoord",
            shown_when=claims(Criterion.SCALE_UP),
            criterion=Criterion.SCALE_UP,
        ),
    ),
)

SHARING = Step(
    "delen",
    "Delen",
    (
        Question(
            "links",
            "Links naar meer informatie",
            Kind.WEB_ADDRESSES,
            help="Zet elk webadres op een nieuwe regel. Hooguit 5.",
            most=5,
            too_many="Zet hier hooguit 5 webadressen",
            wrong="Regel {number} is geen webadres. Schrijf het als www.voorbeeld.nl",
        ),
        Question(
            "delen",
            "Wat willen jullie met anderen delen?",
            Kind.LINES,
            help="Bijvoorbeeld een stappenplan of lesmateriaal.",
            longest=600,
        ),
        Question(
            "publicatie",
            "Mogen we naam en samenvatting op de website zetten als het initiatief wordt "
            "toegelaten?",
            Kind.ONE_OF,
            help="Je kunt dit later veranderen.",
            offer=offers.fixed(YesNo),
            missing="Kies of we het initiatief op de website mogen zetten",
        ),
    ),
)

YOU = Step(
    "gegevens",
    "Jouw gegevens",
    (
        Question(
            "route",
            "Meld je je eigen initiatief aan?",
            Kind.ONE_OF,
            offer=offers.fixed(WhoseInitiative),
            missing="Kies of het je eigen initiatief is",
        ),
        Question(
            "weet_ervan",
            "Weten de initiatiefnemers dat je dit doet?",
            Kind.ONE_OF,
            help="Vraag het eerst aan hen.",
            offer=offers.fixed(YesNo),
            missing="Vraag de initiatiefnemers eerst om toestemming",
            shown_when=Condition("route", WhoseInitiative.OF_OTHERS),
        ),
        Question(
            "voornaam",
            "Voornaam",
            Kind.LINE,
            missing="Vul je voornaam in",
            longest=60,
            is_contact=True,
            autocomplete="given-name",
        ),
        Question(
            "tussenvoegsel",
            "Tussenvoegsel",
            Kind.LINE,
            help="Bijvoorbeeld: van der",
            longest=20,
            is_contact=True,
            autocomplete="additional-name",
        ),
        Question(
            "achternaam",
            "Achternaam",
            Kind.LINE,
            missing="Vul je achternaam in",
            longest=80,
            is_contact=True,
            autocomplete="family-name",
        ),
        Question(
            "functie",
            "Functie",
            Kind.LINE,
            missing="Vul je functie in",
            longest=80,
            is_contact=True,
            autocomplete="organization-title",
        ),
        Question(
            "email",
            "E-mailadres",
            Kind.EMAIL,
            help="Hierop ontvang je bericht over je aanmelding.",
            missing="Vul een e-mailadres in, zoals naam@voorbeeld.nl",
            is_contact=True,
        ),
        Question(
            "telefoon",
            "Telefoonnummer",
            Kind.PHONE,
            help="Alleen als we snel iets willen vragen.",
            wrong="Vul een telefoonnummer van 10 cijfers in",
            is_contact=True,
        ),
        Question(
            "werkgeversorganisatie",
            "Regionale werkgeversorganisatie",
            Kind.PICKED,
            help="Bij welke organisatie hoort jouw regio? Weet je het niet? Kies 'Weet ik niet'.",
            offer=offers.EMPLOYERS,
            missing="Kies een organisatie, of kies 'Weet ik niet'",
        ),
    ),
)

CHECK = Step("controleren", "Controleren en versturen")

STEPS = (INITIATIVE, ORGANISATIONS, CRITERIA, SHARING, YOU, CHECK)
FORM_VERSION = 1
VERSIONS: Mapping[int, tuple[Step, ...]] = {1: STEPS}


def steps_of(form_version: int) -> tuple[Step, ...]:
    """Return the steps of a version of the form. Raises KeyError for one that never was."""
    return VERSIONS[form_version]


def questions_of(form_version: int) -> Iterator[Question]:
    """Yield every question of a version of the form, in order."""
    for step in steps_of(form_version):
        yield from step.questions


# What is known of the person who fills in the form: wiped before the rest is.
CONTACT_KEYS = tuple(
    dict.fromkeys(
        question.name
        for version in VERSIONS
        for question in questions_of(version)
        if question.is_contact
    )
)
