"""What the history of a registration can say; it names no people."""

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from initiatives.events.models import EventPage, Registration

ACTIONS = {
    "register": ("Aanmelden", "Aangemeld"),
    "wait": ("Op de wachtlijst", "Op de wachtlijst gezet"),
    "again": ("Opnieuw aanmelden", "Opnieuw aangemeld met hetzelfde adres"),
    "change": ("Gegevens veranderen", "Gegevens veranderd"),
    "leave_out": ("Nieuwe antwoorden weglaten", "Opnieuw ingevulde antwoorden weggelaten"),
    "confirm": ("Bevestigen", "Bevestigd"),
    "offer": ("Plek aanbieden", "Een plek aangeboden"),
    "cancel": ("Afmelden", "Afgemeld"),
    "lapse": ("Vervallen", "Vervallen: niet op tijd bevestigd"),
    "remind": ("Herinneren", "Herinnerd aan de bijeenkomst"),
}


REFUSED = "events.meeting.too_late"


@hooks.register("register_log_actions")
def register_actions(registry: LogActionRegistry) -> None:
    registry.register_action(REFUSED, "Te laat aangemeld", "Een aanmelding kwam te laat")
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"events.registration.{name}", label, message)


def record(registration: Registration, name: str, user: AbstractBaseUser | None = None) -> None:
    """Write in the history what happened; `name` is one of ACTIONS, `user` who did it, if staff."""
    title = f"Aanmelding {registration.pk}"
    log(instance=registration, action=f"events.registration.{name}", user=user, title=title)


def record_refusal(meeting: EventPage) -> None:
    """Write at a meeting that somebody tried to register when nobody could."""
    log(instance=meeting, action=REFUSED)
