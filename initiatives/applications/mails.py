"""What applicants and advisers get to read about an application (domain guide, paragraph 9).

M2, M6, M7 and M9 to M15. A letter says where it stands, what happens next and by when; how to reach
us stands below every mail. It never repeats answers about people.
"""

from datetime import date

from django.conf import settings
from django.utils import timezone

from core.letters import Button, Facts, Letter, Paragraph, Part, Quote
from core.workdays import add_workdays
from initiatives.applications import handovers
from initiatives.applications.models import Application, Judgement
from initiatives.applications.models.choices import Role, Verdict
from initiatives.applications.models.states import State
from initiatives.applications.retention import inactivity
from initiatives.applications.workflow import outgoing_mail, personal_links
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.outgoing_mail import (
    SEE,
    Post,
    advisers_of,
    applicant_post,
    day_in_words,
    desk_url,
    reference_facts,
    to_applicant,
)
from initiatives.applications.workflow.types import Details
from initiatives.choices import Criterion
from initiatives.events import calendars, wording
from initiatives.events.models import EventPage

IN_WORDS = {3: "drie van de vier", 4: "alle vier de"}


def invited(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M2. The name may be somebody else's words, so it stands in a quote."""
    last = day_in_words(inactivity.lapses_at(application))
    return to_applicant(
        "M2",
        application,
        "Doe je mee met het Koplopernetwerk?",
        Paragraph(
            "We denken dat jullie initiatief anderen in zorg en welzijn kan helpen. Daarom nodigen "
            "we je uit om Koploper te worden. Het gaat om:"
        ),
        Quote(application.name),
        Paragraph(
            "Koplopers laten zien hoe het anders kan. Je deelt wat jullie leren, en je leert van "
            "de andere Koplopers op onze bijeenkomsten. Een Koploper voldoet aan minstens drie van "
            "onze vier criteria."
        ),
        Paragraph(
            "Meedoen begint met een formulier. Dat kost ongeveer 20 minuten, en je kunt tussendoor "
            f"stoppen. De link werkt {settings.APPLICATION_LAPSES_AFTER.days} dagen, tot {last}."
        ),
        Button("Begin met de aanmelding", personal_links.resume_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        Paragraph(
            "Wil je liever eerst iets vragen, of doe je niet mee? Mail of bel ons. Als we niets "
            "horen, wissen we je gegevens."
        ),
    )


def asked_more(application: Application, question: str, deadline: date, url: str) -> Post:
    """M6: the question of the adviser, the last day, and the link to answer by."""
    return applicant_post(
        "M6",
        application,
        "We hebben een vraag over je aanmelding",
        Paragraph(
            "We zijn bezig met je aanmelding. Voordat we verder kunnen, willen we dit weten:"
        ),
        Quote(question),
        Paragraph(
            f"Wil je uiterlijk {day_in_words(deadline)} antwoorden? Tot die tijd ligt je "
            "aanmelding stil. Met de link hieronder pas je de antwoorden aan waar het om gaat."
        ),
        Button("Beantwoord de vraag", url),
        Paragraph(outgoing_mail.OWN_LINK),
        Paragraph(
            "Heb je geantwoord? Dan gaan we verder met de toets. Lukt het niet op tijd? Laat het "
            "ons dan weten."
        ),
        *reference_facts(application),
    )


def day_moved(application: Application, question: str, deadline: date, url: str) -> Post:
    """M6c: the question once more, with the day until which there is time now."""
    return applicant_post(
        "M6c",
        application,
        "Nieuwe datum voor je antwoord op onze vraag",
        Paragraph("We stelden je een vraag over je aanmelding. Dit is de vraag:"),
        Quote(question),
        Paragraph(f"Je kunt nu antwoorden tot en met {day_in_words(deadline)}."),
        Button("Beantwoord de vraag", url),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )


def question_dropped(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M6d. Why stays with staff."""
    return to_applicant(
        "M6d",
        application,
        "Je hoeft onze vraag niet meer te beantwoorden",
        Paragraph(
            "We stelden je een vraag over je aanmelding. Die trekken we in: je hoeft niet meer te "
            "antwoorden. We gaan verder met de antwoorden die we al hadden."
        ),
        Button(SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )


def supplement_came(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M7, to the adviser of the application or else to all of them, and M6b to the applicant."""
    parts: list[Part] = [
        Paragraph(
            f"De aanvulling voor {application.reference} is binnen. De aanmelding is weer in "
            "toetsing en de termijn loopt verder."
        ),
        Button("Bekijk de aanvulling", desk_url(application)),
    ]
    subject = f"Aanvulling binnen: {application.reference}"
    thanks = applicant_post(
        "M6b",
        application,
        "We hebben je antwoord ontvangen",
        Paragraph(
            "Bedankt voor je aanvulling. We gaan verder met de toets van je aanmelding. "
            "Je hoeft nu niets te doen."
        ),
        Button(SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )
    return [
        thanks,
        *(
            Post("M7", address, Letter(subject, name, parts), key=address, is_private=False)
            for address, name in advisers_of(application)
        ),
    ]


def admitted(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M9."""
    met = [row for row in _judged(application) if row.verdict == Verdict.MET]
    names = ", ".join(Criterion(row.criterion).label for row in met)
    return to_applicant(
        "M9",
        application,
        "Welkom in het Koplopernetwerk",
        Paragraph(
            "Goed nieuws: jullie zijn Koploper. Jullie initiatief voldoet aan "
            f"{IN_WORDS[len(met)]} criteria: {names}."
        ),
        Paragraph(
            "Dat betekent dat jullie nu bij het Koplopernetwerk horen. Je deelt wat jullie leren "
            "en krijgt hulp van het netwerk om verder te groeien."
        ),
        Paragraph(_about_page(application)),
        Paragraph(
            "Op een van de volgende Koploperbijeenkomsten stellen we jullie voor aan het netwerk. "
            f"Uiterlijk {day_in_words(_soon())} hoor je op welke."
        ),
        Button(SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )


def rejected(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M10: the decision with its motivation, what we found of each criterion, and what is next."""
    return to_applicant(
        "M10",
        application,
        "Uitkomst van je aanmelding",
        Paragraph(
            "Dank je wel voor je aanmelding voor het Koplopernetwerk. We hebben besloten om het "
            "initiatief niet toe te laten. Dit is de reden:"
        ),
        Quote(details["reason"]),
        Paragraph("Dit vonden we per criterium:"),
        *_by_criterion(application),
        Paragraph(
            "Wat kun je doen? Kijk wat er nog ontbreekt, en kijk op onze website hoe andere "
            "Koplopers dat aanpakken. Verandert er iets? Dan mag je je opnieuw aanmelden. Je "
            "antwoorden staan dan al klaar."
        ),
        Button("Bekijk je aanmelding", personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        Paragraph(
            "Wil je hierover praten? Mail of bel ons binnen zes weken voor een gesprek. We wissen "
            f"je gegevens op {_wipe_day(application)}."
        ),
        *reference_facts(application),
    )


def introduction_planned(application: Application, meeting: EventPage) -> Post:
    """M11, with the meeting as a file for the calendar."""
    return applicant_post(
        "M11",
        application,
        f"Jullie worden voorgesteld op {wording.day_of(meeting)}",
        Paragraph(
            "We willen jullie graag voorstellen aan het Koplopernetwerk. Dat doen we op deze "
            "bijeenkomst:"
        ),
        Facts([("Bijeenkomst", meeting.title), *wording.facts_of(meeting)]),
        Paragraph(
            "Wat vragen we van je? Vertel in vijf minuten wat jullie doen, wat er al is veranderd "
            "en waar je hulp bij zoekt. Neem gerust een collega mee. Meld je wel allebei aan voor "
            "de bijeenkomst."
        ),
        Paragraph(
            "In de bijlage zit de bijeenkomst voor je agenda. Een week van tevoren nemen we "
            "contact op om het door te spreken. Kun je niet? Laat het ons snel weten, dan kiezen "
            "we een andere bijeenkomst."
        ),
        Button(SEE, personal_links.status_url(application)),
        *reference_facts(application),
        calendar=calendars.file_of(meeting),
    )


def introduction_off(application: Application, meeting: EventPage) -> Post:
    """M11b: the decision is looked at again, so what M11 said does not go on."""
    return applicant_post(
        "M11b",
        application,
        f"Jullie introductie op {wording.day_of(meeting)} gaat niet door",
        Paragraph(
            "We kijken opnieuw naar ons besluit over jullie aanmelding. Daarom stellen we jullie "
            "niet voor op deze bijeenkomst:"
        ),
        Facts([("Bijeenkomst", meeting.title), *wording.facts_of(meeting)]),
        Paragraph(
            "Haal de introductie uit je agenda. Je hoort van ons zodra we opnieuw hebben besloten. "
            "Heb je vragen? Mail of bel ons."
        ),
        Button(SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *reference_facts(application),
    )


def introduced(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M12."""
    return to_applicant(
        "M12",
        application,
        "Bedankt voor je bijdrage",
        Paragraph(
            "Dank je wel dat jullie je initiatief hebben voorgesteld. Het netwerk weet nu wie "
            "jullie zijn en wat jullie kunnen delen."
        ),
        Paragraph(
            "Hoe nu verder? Andere organisaties kunnen jullie benaderen om ervan te leren. De "
            "volgende Koploperbijeenkomsten staan op onze website: meld je gerust weer aan. Hebben "
            "jullie nieuws of een resultaat? Laat het ons weten, dan vertellen we het verder."
        ),
        Button(SEE, personal_links.status_url(application)),
        *reference_facts(application),
    )


def withdrawn(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M13, whether the applicant withdrew or nobody answered in time; and M13b for the adviser."""
    subject = "Je aanmelding is ingetrokken"
    why = "Je hebt je aanmelding ingetrokken. We doen er niets meer mee."
    if actor.role == Role.SYSTEM:
        subject = "Je aanmelding is vervallen"
        why = "We hebben lang niets van je gehoord. Daarom is je aanmelding vervallen."
    if application.submitted_at:
        wiped = f"We wissen je gegevens op {_wipe_day(application)}."
    else:
        wiped = "We wissen je antwoorden en je gegevens vandaag nog."
    farewell = applicant_post(
        "M13",
        application,
        subject,
        Paragraph(why),
        Paragraph(
            f"{wiped} Je hoeft niets te doen. Wil je later toch meedoen? Dan mag je een "
            "nieuwe aanmelding beginnen."
        ),
        *reference_facts(application),
    )
    return [farewell, *handovers.closed_by_applicant(application, actor)]


def lapses_soon(application: Application) -> Post:
    """M14: what there is to do, and until when."""
    if application.state == State.SUPPLEMENT_ASKED:
        what, link = "Beantwoord onze vraag", personal_links.status_url(application)
    else:
        what, link = "Ga verder met je aanmelding", personal_links.resume_url(application)
    last = inactivity.lapses_at(application)
    return applicant_post(
        "M14",
        application,
        f"Je aanmelding vervalt over {settings.APPLICATION_WARNED_BEFORE.days} dagen",
        Paragraph(
            "We wachten op jou. Horen we niets, dan vervalt je aanmelding voor het Koplopernetwerk "
            f"op {day_in_words(last)}."
        ),
        Paragraph(
            "Wil je meedoen? Ga dan voor die dag verder. Ook als je alleen iets kleins aanpast, "
            "heb je weer tijd."
        ),
        Button(what, link),
        Paragraph(outgoing_mail.OWN_LINK),
        Paragraph("Doe je niet meer mee? Dan hoef je niets te doen. We wissen je gegevens."),
        *reference_facts(application),
    )


def ended(application: Application, actor: Actor, details: Details) -> list[Post]:
    """M15."""
    had_page = application.page_id is not None
    page = "Jullie pagina staat niet meer op onze website. " if had_page else ""
    return to_applicant(
        "M15",
        application,
        "Jullie deelname is beëindigd",
        Paragraph("Jullie initiatief hoort niet meer bij het Koplopernetwerk. Dit is de reden:"),
        Quote(details["reason"]),
        Paragraph(f"{page}We wissen je gegevens op {_wipe_day(application)}."),
        Paragraph(
            "Dank je wel voor alles wat jullie hebben gedeeld. Klopt er iets niet, of wil je later "
            "weer meedoen? Mail of bel ons."
        ),
        *reference_facts(application),
    )


def _about_page(application: Application) -> str:
    if application.may_publish:
        return (
            "We maken een pagina over jullie initiatief op onze website. Je kunt de tekst eerst "
            "bekijken, en goedkeuren of verbeteren. Dat doe je met de link hieronder. We wachten "
            "liefst op je antwoord, maar een redacteur mag de pagina ook zonder antwoord online "
            "zetten."
        )
    return (
        "Je wilde geen pagina op onze website. Dat laten we zo. Wil je het toch? Laat het ons "
        "weten."
    )


def _judged(application: Application) -> list[Judgement]:
    found = {row.criterion: row for row in application.judgements.all()}
    return [found[criterion] for criterion in Criterion if criterion in found]


def _by_criterion(application: Application) -> list[Part]:
    return [
        Paragraph(
            f"{Criterion(row.criterion).label}: {Verdict(row.verdict).label.lower()}. "
            f"{' '.join(row.motivation.split())}"
        )
        for row in _judged(application)
    ]


def _soon() -> date:
    return add_workdays(timezone.localdate(), outgoing_mail.WORKDAYS_TO_HEAR)


def _wipe_day(application: Application) -> str:
    """Return the day on which a closed application is wiped."""
    at = inactivity.wiped_at(application)
    return day_in_words(at) if at else ""
