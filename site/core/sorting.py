"""Alphabetical order as a Dutch index has it, without a collation of the database."""

import re
import unicodedata


def sort_key(name: str) -> str:
    """Return a key that sorts names: accents and capitals do not count, IJ is I and J.

    Domain guide, paragraph 11.4: "IJsselvecht" stands between "ih" and "ik".
    """
    text = unicodedata.normalize("NFKD", name.replace("ĳ", "ij").replace("Ĳ", "IJ"))
    letters = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[^\w\s,]", "", letters).split())


def name_key(infix: str, last_name: str) -> str:
    """Return the key of a person's name: the family name first, the prefix behind it (Aa, van)."""
    return sort_key(", ".join(filter(None, [last_name, infix])))
