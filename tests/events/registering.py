"""What tests of registrations say again and again."""

from typing import Any

from core.models.mail import OutgoingMail
from initiatives.events.models import EventPage, Registration
from initiatives.events.services import Attendee, register

State = Registration.State


def attendee(email: str = "anna@voorbeeld.example", **answers: Any) -> Attendee:
    """Return somebody who wants to come."""
    return Attendee(
        **{
            "first_name": "Anna",
            "infix": "van der",
            "last_name": "Test",
            "organisation": "Zorgorganisatie Voorbeeld",
            "job_title": "",
            "email": email,
            "role": Registration.Role.CARE,
            "needs": "",
            **answers,
        }
    )


def signed_up(event: EventPage, email: str = "anna@voorbeeld.example") -> Registration:
    """Register an address and return its newest registration."""
    register(event, attendee(email))
    return registration_of(event, email)


def registration_of(event: EventPage, email: str) -> Registration:
    found = Registration.objects.filter(event=event, email__iexact=email).order_by("-pk").first()
    assert found, f"{email} is not registered"
    return found


def state_of(registration: Registration) -> str:
    return Registration.objects.values_list("state", flat=True).get(pk=registration.pk)


def mails_to(email: str) -> list[OutgoingMail]:
    """Return the mail to an address, in the order in which it was written."""
    return list(OutgoingMail.objects.filter(recipient__iexact=email).order_by("pk"))


def subjects_to(email: str) -> list[str]:
    return [mail.subject for mail in mails_to(email)]


def link_in(mail: OutgoingMail, part: str) -> str:
    """Return the path of the only link of a mail with this word in it."""
    words = [word for word in mail.text.split() if word.startswith("http") and part in word]
    assert len(words) == 1, mail.text
    return "/" + words[0].split("/", 3)[3]
