"""What somebody who registered for a meeting gets to read (domain guide, paragraph 9)."""

from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core import letters, links, times
from core.letters import NAME, Answers, Button, Facts, Letter, Paragraph, Part
from initiatives.events import wording
from initiatives.events.models import EventPage, NewDetails, Registration
from initiatives.events.models.registrations import TIME_TO_ANSWER

State = Registration.State

# Longer than this is no name to repeat in somebody's mail.
LONGEST_OTHER = 80
# What a link is for (core.links).
MANAGE = "aanmelding"
ANSWER = "bevestigen"

IN_CALENDAR = (
    "In de bijlage zit de bijeenkomst voor je agenda. Verandert de tijd of de plaats? Dan krijg je "
    "een nieuwe bijlage, en verandert je agenda mee."
)
OUT_OF_CALENDAR = "Staat de bijeenkomst in je agenda? De bijlage haalt de afspraak daaruit."
OVER = "De bijeenkomst is begonnen of geweest."
Status = EventPage.RegistrationStatus
# What is said of a form that came when nobody could register.
WHY_REFUSED: dict[str, str] = {
    Status.FULL: "De bijeenkomst is vol en er is geen wachtlijst.",
    Status.CLOSED: "De tijd om je aan te melden is voorbij.",
    Status.PAST: OVER,
    Status.CANCELLED: "De bijeenkomst gaat niet door.",
    Status.ELSEWHERE: "Voor deze bijeenkomst meld je je aan op een andere website.",
    Status.NOT_NEEDED: "Aanmelden is niet nodig: je kunt gewoon komen.",
}
NO_LINK_NEEDED = "Heb je dit niet gevraagd? Dan hoef je niets te doen."


def manage_url(registration: Registration) -> str:
    """Return the full address where somebody sees the registration and signs off."""
    return _address("registration", links.make_token(MANAGE, registration.key))


def answer_url(registration: Registration) -> str:
    """Return the full address for saying yes; it works as long as the state is what it is now."""
    token = links.make_token(ANSWER, registration.key, registration.state)
    return _address("registration-confirm", token)


def take_over_url(registration: Registration, new: NewDetails) -> str:
    """Return the full address where somebody sees what was filled in again, and takes it over."""
    token = links.make_token(MANAGE, registration.key)
    return settings.SITE_URL + reverse("registration-take-over", args=[token, new.pk])


def change_url(registration: Registration) -> str:
    return _address("registration-change", links.make_token(MANAGE, registration.key))


def sign_off_url(registration: Registration) -> str:
    return _address("registration-sign-off", links.make_token(MANAGE, registration.key))


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def reference(registration: Registration) -> str:
    """Return the number to name when somebody has a question."""
    return f"BK-{registration.pk:05}"


def please_confirm(event: EventPage, registration: Registration) -> Letter:
    """M16."""
    return Letter(
        f"Bevestig je aanmelding voor {wording.day_of(event)}",
        registration.first_name,
        [
            Paragraph(
                "Leuk dat je wilt komen. We houden een plek voor je vast. Bevestig je aanmelding "
                f"vóór {_limit(registration)}. Anders gaat je plek naar iemand anders."
            ),
            Button("Bevestig je aanmelding", answer_url(registration)),
            _facts(event, registration),
            Paragraph("Heb je bevestigd? Dan krijg je een mail met alles wat je moet weten."),
            Paragraph(NO_LINK_NEEDED),
            *_contact(event),
        ],
    )


def confirmed(event: EventPage, registration: Registration, calendar: str) -> Letter:
    """M17; `calendar` is the text that puts the meeting in the reader's calendar, if any."""
    return Letter(
        f"Je bent aangemeld voor {wording.day_and_region_of(event)}",
        registration.first_name,
        [
            Paragraph("Je aanmelding is bevestigd. We zien je graag op de bijeenkomst."),
            _facts(event, registration, for_participants=True),
            *_joining(event),
            Paragraph(
                " ".join(
                    [
                        "Een paar dagen van tevoren krijg je een herinnering.",
                        *([IN_CALENDAR] if calendar else []),
                    ]
                )
            ),
            Paragraph("Kun je toch niet? Meld je dan af. Dan maak je iemand anders blij."),
            Button("Bekijk je aanmelding of meld je af", manage_url(registration)),
            *_contact(event),
        ],
        calendar=calendar,
    )


def waiting(event: EventPage, registration: Registration) -> Letter:
    """M18, when it is full."""
    return Letter(
        f"Je staat op de wachtlijst voor {wording.day_of(event)}",
        registration.first_name,
        [
            Paragraph(
                "De bijeenkomst is vol. Je staat nu op de wachtlijst. Komt er een plek vrij, dan "
                f"krijg je een mail. Je hebt dan {times.term(TIME_TO_ANSWER)} om te laten weten of "
                "je komt. We volgen de volgorde van aanmelden."
            ),
            _facts(event, registration),
            Paragraph("Wil je niet meer wachten? Haal jezelf dan van de wachtlijst."),
            Button("Bekijk je plek op de wachtlijst of meld je af", manage_url(registration)),
            Paragraph(NO_LINK_NEEDED),
            *_contact(event),
        ],
    )


def offered(event: EventPage, registration: Registration) -> Letter:
    """M18, when a place is free."""
    return Letter(
        f"Er is een plek vrij op {wording.day_of(event)}",
        registration.first_name,
        [
            Paragraph(
                "Goed nieuws: er is een plek vrij en die is voor jou. Laat vóór "
                f"{_limit(registration)} weten of je komt. Daarna gaat de plek naar de volgende op "
                "de wachtlijst."
            ),
            Button("Ja, ik kom", answer_url(registration)),
            _facts(event, registration),
            Paragraph("Kun je niet meer? Laat het weten, dan kan iemand anders komen."),
            Button("Bekijk je aanmelding of meld je af", manage_url(registration)),
            *_contact(event),
        ],
    )


def registered_before(
    event: EventPage,
    registration: Registration,
    new: NewDetails | None = None,
    other: str = "",
) -> Letter:
    """What somebody gets who fills in the form while the address is known: the right link.

    `new` is what was filled in now, if it is something else: it waits behind a link, for anybody
    can have typed it. `other` is the name of somebody else who was filled in, and is not
    registered.
    """
    must_answer = registration.state in Registration.MUST_ANSWER
    if event.is_cancelled or event.starts_at <= timezone.now():
        said = "De bijeenkomst gaat niet door." if event.is_cancelled else OVER
        action = Button("Bekijk je aanmelding", manage_url(registration))
    elif must_answer:
        said = f"We hadden je aanmelding al. Bevestig die nog vóór {_limit(registration)}."
        action = Button("Bevestig dat je komt", answer_url(registration))
    elif registration.state == State.WAITING:
        said = "Je staat al op de wachtlijst. Komt er een plek vrij, dan krijg je een mail."
        action = Button("Bekijk je plek op de wachtlijst of meld je af", manage_url(registration))
    else:
        said = "Je bent al aangemeld, en je aanmelding is bevestigd. Je hoeft niets meer te doen."
        action = Button("Bekijk je aanmelding of meld je af", manage_url(registration))
    return Letter(
        f"Je aanmelding voor {wording.day_of(event)}",
        registration.first_name,
        [
            Paragraph("Iemand heeft het aanmeldformulier opnieuw ingevuld met dit e-mailadres."),
            *_not_registered(registration, other),
            *_new_answers(registration, new),
            Paragraph(said),
            action,
            _facts(event, registration),
            Paragraph(NO_LINK_NEEDED),
            *_contact(event),
        ],
    )


def _new_answers(registration: Registration, new: NewDetails | None) -> list[Part]:
    if new is None:
        return []
    return [
        Paragraph(
            "Er staan nu andere antwoorden in het formulier dan we van je hebben. We hebben ze nog "
            "niet overgenomen. Bekijk ze en laat weten of ze kloppen."
        ),
        Button("Bekijk de nieuwe antwoorden", take_over_url(registration, new)),
    ]


def changed(event: EventPage, registration: Registration) -> Letter:
    """M17b, for whoever changed what they told of themselves."""
    given = [(question, answer) for question, answer in registration.answers if answer]
    return Letter(
        f"Je gegevens voor {wording.day_of(event)} zijn veranderd",
        registration.first_name,
        [
            Paragraph("We hebben je gegevens veranderd. Je aanmelding blijft verder zoals die is."),
            Answers("Dit weten we nu van je", given),
            _facts(event, registration),
            Button("Bekijk je aanmelding of verander iets", manage_url(registration)),
            *_contact(event),
        ],
    )


def send_refusal(event: EventPage, first_name: str, email: str, status: str, key: UUID) -> None:
    """Answer a form that came when nobody could register; `key` names the form.

    It is about nobody that we know, so nothing of it is kept once it is delivered.
    """
    letters.queue(
        refused(event, first_name, status),
        to=email,
        kind="M16",
        key=f"refused:{event.pk}:{uuid5(key, email)}:{timezone.now():%Y-%m-%dT%H:%M}",
        reply_to=event.contact.email if event.contact else "",
        is_private=True,
    )


def refused(event: EventPage, first_name: str, status: str) -> Letter:
    """What somebody gets who sent the form when nobody could register; `status` says why."""
    return Letter(
        f"Je bent niet aangemeld voor {wording.day_of(event)}",
        first_name,
        [
            Paragraph(f"Je hebt je aangemeld, maar dat is niet gelukt. {WHY_REFUSED[status]}"),
            Facts([("Bijeenkomst", event.title), *wording.facts_of(event)]),
            *([Button("Bekijk de bijeenkomst", event.canonical_url)] if event.live else []),
            Paragraph(NO_LINK_NEEDED),
            *_contact(event),
        ],
    )


def _not_registered(registration: Registration, other: str) -> list[Part]:
    if not other:
        return []
    fits = len(other) <= LONGEST_OTHER and NAME.fullmatch(other)
    name = other if fits else "De persoon die is ingevuld"
    return [
        Paragraph(
            f"{name} is niet aangemeld. Op dit adres staat {registration.full_name} al op de "
            "lijst, en een adres kan één keer meedoen. Vul het formulier nog een keer in met een "
            "eigen e-mailadres."
        )
    ]


def signed_off(
    event: EventPage, registration: Registration, *, was_waiting: bool, calendar: str = ""
) -> Letter:
    """Say that somebody is off the list; `calendar` takes the meeting out of their calendar."""
    return Letter(
        f"Je bent afgemeld voor {wording.day_of(event)}",
        registration.first_name,
        [
            Paragraph(
                "Je staat niet meer op de wachtlijst."
                if was_waiting
                else "Je bent afgemeld. Jammer dat je er niet bij bent, en fijn dat je het liet "
                "weten. Je plek gaat naar iemand anders."
            ),
            _facts(event, registration),
            *([Paragraph(OUT_OF_CALENDAR)] if calendar else []),
            *_way_back(event, "Ging dit per ongeluk? Meld je dan opnieuw aan."),
            *_contact(event),
        ],
        calendar=calendar,
    )


def lapsed(event: EventPage, registration: Registration, *, was_offered: bool) -> Letter:
    """What somebody gets who did not confirm in time."""
    return Letter(
        f"Je aanmelding voor {wording.day_of(event)} is vervallen",
        registration.first_name,
        [
            Paragraph(
                "We boden je een plek aan, maar hoorden niet op tijd of je komt. De plek is "
                "doorgegaan naar iemand anders."
                if was_offered
                else "Je aanmelding is niet op tijd bevestigd. Daarom is je aanmelding vervallen. "
                "Je plek gaat naar iemand anders."
            ),
            _facts(event, registration),
            *_way_back(event, "Wil je toch komen? Meld je dan opnieuw aan."),
            *_contact(event),
        ],
    )


def reminder(event: EventPage, registration: Registration) -> Letter:
    """M19, three working days before."""
    return Letter(
        f"Tot {wording.weekday_of(event)}: {event.title}",
        registration.first_name,
        [
            Paragraph(f"We zien je graag op {wording.day_of(event)}. Dit is handig om te weten:"),
            _facts(event, registration, for_participants=True),
            *_joining(event),
            Paragraph("Kun je toch niet? Meld je dan af. Dan maak je iemand anders blij."),
            Button("Bekijk je aanmelding of meld je af", manage_url(registration)),
            *_contact(event),
        ],
    )


def send(
    event: EventPage, registration: Registration, letter: Letter, kind: str, occasion: str
) -> None:
    """Write a letter to whoever registered; the same occasion never brings a second one."""
    letters.queue(
        letter,
        to=registration.email,
        kind=kind,
        key=f"registration:{registration.pk}:{occasion}",
        about=registration,
        reply_to=event.contact.email if event.contact else "",
    )


def _limit(registration: Registration) -> str:
    assert registration.expires_at  # noqa: S101 - a constraint of the table; tells mypy
    return wording.moment(registration.expires_at)


def _facts(
    event: EventPage, registration: Registration, *, for_participants: bool = False
) -> Facts:
    lines = [("Bijeenkomst", event.title), *wording.facts_of(event)]
    if for_participants and event.is_online and not event.online_url:
        lines.append(("Meedoen", "De link om mee te doen sturen we je nog."))
    if for_participants:
        lines.append(("Toegankelijkheid", event.access))
    return Facts([*lines, ("Kenmerk", reference(registration))])


def _joining(event: EventPage) -> list[Part]:
    if not (event.is_online and event.online_url):
        return []
    return [Button("Doe online mee", event.online_url)]


def _way_back(event: EventPage, invitation: str) -> list[Part]:
    """Return the link to the form, as long as the form is open."""
    if not event.registration_status.has_form:
        return []
    return [Paragraph(invitation), Button("Meld je opnieuw aan", _form_url(event))]


def _form_url(event: EventPage) -> str:
    return settings.SITE_URL + event.register_url


def _contact(event: EventPage) -> list[Part]:
    if not event.contact:
        return []
    ways = filter(None, [event.contact.email, event.contact.phone])
    return [Paragraph(f"Vragen over de bijeenkomst? Je bereikt ons via {' of '.join(ways)}.")]
