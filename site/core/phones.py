"""Dutch telephone numbers: as people type them, as we store them, as we show them.

Source: domain guide, paragraph 11.2.
"""

import re

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    parse,
)

from core.text import without_unseen_at_all

DUTCH = 31
DIGITS = 9  # of a Dutch number without its first 0
# What may stand in a number besides digits; other signs are an extension, or no number at all.
TYPED = re.compile(r"\+?[\d\s().\u2010-\u2015\u2212-]+")
LONGEST_TYPED = 40


def stored(typed: str) -> str:
    """Return a number as we keep it, E.164: "06 – 00 000 000" gives "+31600000000".

    Raises ValueError for what is no Dutch number of ten digits.
    """
    typed = without_unseen_at_all(typed).strip()
    if len(typed) > LONGEST_TYPED or not TYPED.fullmatch(typed):
        raise ValueError("This is no telephone number.")
    number = _parsed(typed)
    if number.country_code != DUTCH or len(str(number.national_number)) != DIGITS:
        raise ValueError("This is no Dutch telephone number of ten digits.")
    return format_number(number, PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """Return a stored number for people: "06 – 00 000 000" or "088 – 000 00 00"."""
    area, _, rest = format_number(_parsed(number), PhoneNumberFormat.NATIONAL).partition(" ")
    digits = rest.replace(" ", "")
    lengths = {8: (2, 3, 3), 7: (3, 2, 2), 6: (3, 3)}.get(len(digits), (len(digits),))
    groups = []
    for length in lengths:
        groups.append(digits[:length])
        digits = digits[length:]
    return f"{area} – {' '.join(groups)}"


def _parsed(text: str) -> PhoneNumber:
    try:
        return parse(text, "NL")
    except NumberParseException as error:
        raise ValueError(str(error)) from error
