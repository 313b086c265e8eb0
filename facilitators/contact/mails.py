"""What facilitators and who asks them something get to read (domain guide, paragraph 9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import letters, phones
from core.letters import Facts, Letter, Paragraph, Quote
from facilitators.choices import GroupSize
from facilitators.models.profiles import FacilitatorRequest

OWN_ARRANGEMENTS = (
    "Bijvoorbeeld over de aanpak, de samenwerking en de vergoeding. Het Actie Leer Netwerk is "
    "daarbij geen partij."
)


@dataclass(frozen=True)
class Enquiry:
    """What the form asks; `phone` as we store it, `group_size` a value of choices.GroupSize."""

    name: str
    organisation: str
    email: str
    phone: str
    text: str
    period: str
    group_size: str


def send(requests: Sequence[FacilitatorRequest], question: Enquiry, key: str) -> None:
    """Write down M21 for each facilitator and M22 for whoever asks; `key` names the question."""
    for request in requests:
        letters.queue(
            to_facilitator(request, question, others=len(requests) - 1),
            to=request.profile.email,
            reply_to=question.email,
            kind="M21",
            key=f"{key}:{request.profile_id}",
            about=request.profile,
            is_private=True,
        )
    letters.queue(
        to_asker(requests, question),
        to=question.email,
        kind="M22",
        key=key_of_copy(key),
        is_private=True,
    )


def key_of_copy(key: str) -> str:
    return f"{key}:copy"


def reference(request: FacilitatorRequest) -> str:
    """Return the number to name when somebody has a question."""
    return f"FP-{request.pk:05}"


def to_facilitator(request: FacilitatorRequest, question: Enquiry, *, others: int) -> Letter:
    """M21."""
    return Letter(
        "Vraag via de Facilitators Pool",
        request.profile.page.first_name,
        [
            Paragraph(
                " ".join(["Iemand heeft je iets gevraagd via de Facilitators Pool.", _also(others)])
            ),
            Facts(
                [
                    ("Naam", question.name),
                    ("Organisatie", question.organisation),
                    ("E-mailadres", question.email),
                    ("Telefoonnummer", question.phone and phones.shown(question.phone)),
                    *_wishes(question),
                    ("Kenmerk", reference(request)),
                ]
            ),
            Paragraph("Dit is de vraag:"),
            Quote(question.text),
            Paragraph(
                f"Beantwoord deze mail, dan gaat je antwoord rechtstreeks naar {question.email}. "
                "Laat liefst binnen een week iets horen, ook als je niet kunt."
            ),
            Paragraph(f"Je maakt zelf afspraken met wie dit vraagt. {OWN_ARRANGEMENTS}"),
            Paragraph(
                "Wij hebben niet gecontroleerd wie dit stuurt, en we bewaren het bericht niet."
            ),
        ],
    )


def to_asker(requests: Sequence[FacilitatorRequest], question: Enquiry) -> Letter:
    """M22: to whom it went, never at which address."""
    several = len(requests) > 1
    return Letter(
        "Je vraag is verstuurd",
        question.name,
        [
            Paragraph(
                "Je vraag is onderweg naar "
                + ("deze facilitators." if several else "deze facilitator.")
            ),
            Facts(
                [
                    ("Facilitator", f"{request.profile.page.title}, kenmerk {reference(request)}")
                    for request in requests
                ]
            ),
            Paragraph(
                f"{'Zij antwoorden' if several else 'De facilitator antwoordt'} je zelf, op dit "
                "e-mailadres. Hoor je na een week niets? Stel je vraag dan aan iemand anders uit "
                "de Facilitators Pool."
            ),
            Paragraph(
                f"Je maakt zelf afspraken met de facilitator. {OWN_ARRANGEMENTS} Wij krijgen geen "
                "kopie van je bericht en bewaren het niet."
            ),
            Paragraph("Dit heb je geschreven:"),
            Quote(question.text),
            *([Facts(_wishes(question))] if _wishes(question) else []),
            Paragraph(
                "Heb jij dit niet gestuurd? Dan vulde iemand anders jouw adres in. Laat het "
                "ons weten."
            ),
        ],
    )


def _also(others: int) -> str:
    if not others:
        return ""
    whom = "één andere facilitator" if others == 1 else f"{others} andere facilitators"
    return f"De vraag is ook aan {whom} gesteld."


def _wishes(question: Enquiry) -> list[tuple[str, str]]:
    size = str(GroupSize(question.group_size).label) if question.group_size else ""
    wishes = [("Gewenste periode", question.period), ("Groepsgrootte", size)]
    return [(name, value) for name, value in wishes if value]
