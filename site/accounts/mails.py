"""Mail about somebody's account, to that person only."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name

from core import times
from core.letters import Button, Letter, Paragraph, queue
from core.outbox import ACCOUNT


def send_reset_link(user: Any, *, address: str, link: str) -> None:
    """Send the link with which somebody chooses a new password; wiped once it is delivered."""
    letter = Letter(
        "Kies een nieuw wachtwoord",
        user.first_name,
        [
            Paragraph(
                "Je hebt gevraagd om een nieuw wachtwoord voor het beheer van het Actie Leer "
                f"Netwerk. Je gebruikersnaam is {user.get_username()}."
            ),
            Button("Kies een nieuw wachtwoord", link),
            Paragraph(
                "De link werkt een dag, en maar één keer. Heb je hier niet om gevraagd? Dan hoef "
                "je niets te doen: je wachtwoord blijft zoals het was."
            ),
        ],
    )
    key = f"account:{uuid.uuid4()}"
    queue(letter, to=address, kind=ACCOUNT, key=key, is_private=True)


def tell_of_loss(user: Any, *, by: Any, at: datetime) -> None:
    """Say that a colleague took away all that somebody logs in with besides a password."""
    if not user.email:
        return
    letter = Letter(
        "Stel opnieuw in hoe je inlogt",
        user.first_name,
        [
            Paragraph(
                f"{get_user_display_name(by)} heeft op {times.moment(at)} je authenticator-app, "
                "passkeys en herstelcodes weggehaald. Je bent overal uitgelogd."
            ),
            Paragraph("Log in met je wachtwoord. Daarna stel je een nieuwe manier in."),
            Button("Log in", settings.SITE_URL + reverse("login")),
            Paragraph(
                f"Heb je hier niet om gevraagd? Bel of mail {get_user_display_name(by)} dan meteen "
                "en kies een nieuw wachtwoord."
            ),
        ],
    )
    queue(letter, to=user.email, kind=ACCOUNT, key=f"account:{uuid.uuid4()}")
