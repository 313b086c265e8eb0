"""Addresses and telephone numbers in a text that can be pressed, whoever typed it."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

TAG = re.compile(r"(<[^>]*>)")
# An address; a Dutch number of ten digits, also with +31; or one such as 0800 1234.
FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w+/.-])(?P<phone>(?:\+31[ -]?(?:\(0\))?|0)(?:[ -]?\d){9}|0[89]00[ -]?\d{4})"
    r"(?![\w-]*\d)"
)


def dial(number: str) -> str:
    """Return a telephone number as a tel: link needs it: digits and a leading plus only."""
    return "".join(sign for sign in number.replace("(0)", "") if sign.isdigit() or sign == "+")


def pressable(text: object) -> SafeString:
    """Return this HTML with a link around each address and number that is in no link yet.

    What comes in is, or prints as, HTML: plain text must be escaped before.
    """
    html = str(text)
    if not FOUND.search(html):
        return mark_safe(html)
    depth = 0
    parts = TAG.split(html)
    for nth, part in enumerate(parts):
        if nth % 2:
            depth += (part[:3].lower() in ("<a ", "<a>")) - (part.lower() == "</a>")
        elif not depth:
            parts[nth] = FOUND.sub(_link, part)
    return mark_safe("".join(parts))


def _link(found: re.Match[str]) -> str:
    text = found[0]
    to = f"mailto:{text}" if found["email"] else f"tel:{dial(text)}"
    return format_html('<a href="{}">{}</a>', to, mark_safe(text))
