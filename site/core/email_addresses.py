"""E-mail addresses: taken only if a mail server can be found for them, and kept in one form."""

import re

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.text import code_on_one_line

LONGEST = 254  # RFC 5321, paragraph 4.5.3.1.3, without the brackets
LONGEST_LOCAL = 64
UNSENDABLE = "Naar dit e-mailadres kan geen mail. Kijk of het klopt"


def canonical(typed: str) -> str:
    """Return an address as we keep and compare it: "Jan@Pflegestraße.example" ends in
    "@xn--pflegestrae-2cb.example".

    The domain is that of IDNA 2008 (RFC 5891), in which ß is a letter of its own; Django's mail
    would make ss of it, which is somebody else's domain. Capitals before the @ stay; who compares
    leaves them out. Raises ValueError for what no mail can be sent to.
    """
    typed = code_on_one_line(typed).strip()
    try:
        validate_email(typed)
        local, _, domain = typed.rpartition("@")
        ascii_domain = idna.encode(domain, uts46=True).decode()
    except (ValidationError, idna.IDNAError) as error:
        raise ValueError("No mail can be sent to this.") from error
    address = f"{local}@{ascii_domain}"
    top = ascii_domain.rpartition(".")[2]
    if (
        not local.isascii()
        or len(local) > LONGEST_LOCAL
        or len(address) > LONGEST
        or re.fullmatch(r"[0-9]*", top)
        or "." not in ascii_domain
    ):
        raise ValueError("No mail can be sent to this.")
    return address


def sendable(kept: str) -> str:
    """Return an address as a mail needs it; one that was kept before there were rules as it is."""
    try:
        return canonical(kept)
    except ValueError:
        return kept
