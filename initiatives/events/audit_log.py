"""What the history of a registration can say; it names no people."""

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from initiatives.events.models.registrations import Registration

ACTIONS = {
    "register": ("Aanmelden", "Aangemeld"),
    "wait": ("Op de wachtlijst", "Op de wachtlijst gezet"),
    "again": ("Opnieuw aanmelden", "Opnieuw aangemeld met hetzelfde adres"),
    "confirm": ("Bevestigen", "Bevestigd"),
    "offer": ("Plek aanbieden", "Een plek aangeboden"),
    "cancel": ("Afmelden", "Afgemeld"),
    "lapse": ("Vervallen", "Vervallen: niet op tijd bevestigd"),
    "remind": ("Herinneren", "Herinnerd aan de bijeenkomst"),
}


@hooks.register("register_log_actions")
def register_actions(registry: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"events.registration.{name}", label, message)


def record(registration: Registration, name: str, user: AbstractBaseUser | None = None) -> None:
    """Write in the history what happened; `name` is one of ACTIONS, `user` who did it, if staff."""
    title = f"Aanmelding {registration.pk}"
    log(instance=registration, action=f"events.registration.{name}", user=user, title=title)
