"""What is kept of whoever comes to a meeting (core.personal_data)."""

from django.conf import settings
from django.db.models import QuerySet

from core import times
from core.personal_data.registry import Declaration, Ground, Part, Rule, declare, needs_none
from initiatives.events import retention, services
from initiatives.events.models import Announcement, NewDetails, Registration
from initiatives.events.retention import PERSONAL


def _registrations(address: str) -> QuerySet[Registration]:
    return Registration.objects.filter(email__iexact=address)


def _nobody(address: str) -> QuerySet[Announcement]:
    return Announcement.objects.none()


def _term() -> str:
    return (
        f"Tot {times.term(settings.KEEP_PEOPLE_AFTER_MEETING)} na de bijeenkomst. "
        f"Wat je nodig hebt om te komen: {times.term(settings.KEEP_NEEDS_AFTER_MEETING)} erna. "
        "Meldde je je af of bevestigde je niet: "
        f"{times.term(settings.KEEP_REGISTRATION_AFTER_END)} daarna, als dat eerder is."
    )


def _term_of_announcements() -> str:
    return f"Tot {times.term(settings.KEEP_PEOPLE_AFTER_MEETING)} na de bijeenkomst."


declare(
    Declaration(
        model=Registration,
        name="Aanmeldingen voor bijeenkomsten",
        whom="Wie zich aanmeldt voor een bijeenkomst",
        purpose="De bijeenkomst organiseren en je goed ontvangen.",
        ground=Ground.PUBLIC_TASK,
        term=_term,
        fields=(*PERSONAL, "role", "state", "created_at"),
        parts=(Part(NewDetails, "registration", Registration.DETAILS),),
        find=_registrations,
        erase=services.erase,
        effect="wordt afgemeld en gewist; een vrije plek gaat naar de wachtlijst",
        rules=(
            Rule("wensen na de bijeenkomst", retention.due_needs),
            Rule(retention.OVER, retention.due_people),
        ),
        order=10,
    ),
    Declaration(
        model=Announcement,
        name="Mededelingen aan deelnemers",
        whom="Wie zich aanmeldde voor een bijeenkomst",
        purpose="Iedereen laten weten wat er verandert.",
        ground=Ground.PUBLIC_TASK,
        term=_term_of_announcements,
        fields=("subject", "text"),
        find=_nobody,
        rules=(Rule(retention.OVER, retention.due_announcements),),
        order=15,
    ),
)
needs_none("Wat op de pagina van een bijeenkomst staat, voor iedereen.", "events.Cancellation")
needs_none(
    "Teksten van redacteuren, voor iedereen.",
    "events.EventPage",
    "events.EventIndexPage",
    "events.CalendarEntry",
)
