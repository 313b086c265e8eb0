"""What the desk says of each action of an adviser: a question, what follows, and that it was done.

What follows from the table itself (the new state, and how the applicant reads it) is not repeated
here: `effects_of` takes that from the table.
"""

from dataclasses import dataclass

from django.conf import settings

from core import times
from initiatives.applications.consultation import advice_requests
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.transitions import Transition
from initiatives.applications.workflow.actions import Action


@dataclass(frozen=True)
class Words:
    """`do` is on the button that does it; `done` is said afterwards."""

    question: str
    effects: tuple[str, ...]
    do: str
    done: str


WORDS = {
    Action.INVITE: Words(
        "Nodig je dit initiatief uit om zich aan te melden?",
        (
            "De contactpersoon krijgt een mail met een persoonlijke link. Die werkt "
            f"{times.term(settings.APPLICATION_LAPSES_AFTER)}.",
        ),
        "Ja, nodig uit",
        "De uitnodiging is onderweg.",
    ),
    Action.TAKE_UP: Words(
        "Wie neemt deze aanmelding in behandeling?",
        ("De aanmelding komt op naam van de adviseur die je kiest.",),
        "Ja, neem in behandeling",
        "De aanmelding is in behandeling.",
    ),
    Action.ASK_SUPPLEMENT: Words(
        "Wat wil je nog weten?",
        (
            "De indiener kan alleen de vragen aanpassen die je kiest.",
            "De termijn staat stil tot het antwoord er is.",
        ),
        "Ja, stel de vraag",
        "De vraag is onderweg naar de indiener.",
    ),
    Action.MOVE_SUPPLEMENT: Words(
        "Tot wanneer kan de indiener antwoorden?",
        ("De indiener leest de nieuwe datum in de mail en bij de vraag.",),
        "Ja, verzet de dag",
        "De dag is verzet.",
    ),
    Action.DROP_SUPPLEMENT: Words(
        "Trek je de vraag in?",
        (
            "De indiener kan niet meer antwoorden. Wat al getypt was en niet verstuurd, vervalt.",
            "Je toetst verder met de antwoorden die er zijn. De termijn loopt weer.",
        ),
        "Ja, trek de vraag in",
        "De vraag is ingetrokken.",
    ),
    Action.CONSULT: Words(
        "Wie vraag je om advies?",
        (
            "Iedereen die je kiest krijgt een mail met een eigen link naar deze aanmelding, "
            "zonder contactgegevens.",
            f"Zij hebben {times.workdays(advice_requests.TERM)} om te antwoorden.",
        ),
        "Ja, vraag advies",
        "De adviesvragen zijn onderweg.",
    ),
    Action.BACK_TO_REVIEW: Words(
        "Wil je de aanmelding terugzetten naar de toetsing?",
        (
            "Je kunt de oordelen aanpassen of een aanvulling vragen.",
            "Adviezen die nog niet binnen zijn, vervallen. Gegeven adviezen blijven staan.",
        ),
        "Ja, terug naar toetsing",
        "De aanmelding is terug in toetsing.",
    ),
    Action.PROPOSE: Words(
        "Wil je dit initiatief voordragen aan VWS?",
        ("Je toetsing is klaar; het ministerie van VWS benoemt.",),
        "Ja, draag voor",
        "Het initiatief is voorgedragen.",
    ),
    Action.ADMIT: Words(
        "Wil je dit initiatief toelaten tot het Koplopernetwerk?",
        ("De oordelen worden bij het besluit bewaard.",),
        "Ja, toelaten",
        "Het initiatief is toegelaten.",
    ),
    Action.REJECT: Words(
        "Wil je dit initiatief afwijzen?",
        (
            "De oordelen worden bij het besluit bewaard.",
            "De indiener leest je motivering, en per criterium waarom.",
            "De indiener mag zich opnieuw aanmelden. Alleen met een reden kun je dit besluit "
            "later heropenen.",
        ),
        "Ja, niet toelaten",
        "Het besluit is genomen: niet toegelaten.",
    ),
    Action.PLAN_INTRODUCTION: Words(
        "Op welke Koploperbijeenkomst wordt het initiatief voorgesteld?",
        ("De indiener hoort waar en wanneer, met een agenda-afspraak.",),
        "Ja, plan de introductie",
        "De introductie is gepland.",
    ),
    Action.INTRODUCE: Words(
        "Is het initiatief voorgesteld?",
        ("Het initiatief hoort er nu helemaal bij.",),
        "Ja, leg de introductie vast",
        "De introductie is vastgelegd.",
    ),
    Action.END: Words(
        "Wil je de deelname aan het netwerk beëindigen?",
        ("De indiener krijgt een mail met de reden.",),
        "Ja, beëindig de deelname",
        "De deelname is beëindigd.",
    ),
    Action.REOPEN: Words(
        "Wil je dit besluit heropenen?",
        (
            "Alles wat er gebeurde blijft in de tijdlijn staan, ook het eerste besluit.",
            "Een pagina die online staat, gaat offline. Een geplande introductie vervalt.",
        ),
        "Ja, heropen het besluit",
        "Het besluit is heropend.",
    ),
}


PAGE = (
    "Er komt een pagina klaar te staan, nog niet online. De indiener kan de tekst goedkeuren of "
    "verbeteren."
)
NO_PAGE = "Er komt geen pagina: de indiener wil niet op de website."


def effects_of(transition: Transition, application: Application) -> list[str]:
    """Return what will happen to an application, the change of state first."""
    effects = list(WORDS[transition.action].effects)
    if transition.action == Action.ADMIT:
        effects.append(PAGE if application.may_publish else NO_PAGE)
    if transition.target:
        state = State(transition.target)
        effects.insert(
            0,
            f"De status wordt ‘{state.label}’. De indiener ziet ‘{state.in_plain_words}’.",
        )
    return effects
