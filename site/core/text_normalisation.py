"""Text in the form in which it is looked for: capitals, accents and signs do not count."""

import re
import unicodedata

from django.db.models import Func, TextField

from core.text import UNSEEN_IN_SQL, without_unseen, without_unseen_at_all

LONGEST_QUESTION = 100


def plain(text: str) -> str:
    """Return the words of a text, each as letters and digits only: "Coördinator!" is coordinator.

    A hyphen parts words, an apostrophe does not: thema's is themas.
    """
    composed = unicodedata.normalize("NFKD", re.sub("['’‘]", "", without_unseen_at_all(text)))
    letters = "".join(sign for sign in composed if not unicodedata.combining(sign)).casefold()
    return " ".join(re.findall(r"[^\W_]+", letters))


def tidy(question: str) -> str:
    """Return what a visitor typed as it can be shown and sent back: one line, not too long."""
    printable = "".join(
        sign if sign.isprintable() else " " for sign in without_unseen(question[:1000])
    )
    return " ".join(printable.split())[:LONGEST_QUESTION].strip()


class Plain(Func):
    """A text in the database without capitals, accents and apostrophes, its other signs kept.

    Every word of `plain` of a question is in it if the words are in the text.
    """

    template = (
        "regexp_replace(lower(normalize(regexp_replace(%(expressions)s, '[''’‘]', '', 'g'), NFKD)),"
        rf" '[\u0300-\u036f{UNSEEN_IN_SQL}]', '', 'g')"
    )
    output_field = TextField()
