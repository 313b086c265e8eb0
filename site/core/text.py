"""Text that comes in from people: what of it nobody can see goes, before anything is done with it.

Pasted text brings along direction marks (chats, contacts), soft hyphens (PDF), zero-width signs and
control characters (a line break of PowerPoint is U+000B). They make two of one address, a number no
number, and XML no XML. Form fields take them out (core.form_fields, core.questions); what was
stored otherwise is guarded where it goes out (`for_xml`).
"""

import re
import unicodedata

# Control characters but for tab and line end, halves of a pair, and what is no character at all.
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Of those, what breaks a line somewhere: page breaks, the soft return of office programs.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What is neither seen nor takes room. A joiner stays behind signs of the scripts and emoji that
# need it; behind a Latin letter it only hides.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb"
)
JOINERS = "\u200c\u200d"
# The same for the class of a regular expression of PostgreSQL.
UNSEEN_IN_SQL = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_JOINS_NOTHING = re.compile(
    f"(?<![\u0590-\ufffd\U00010000-\U0010ffff])[{JOINERS}]+|[{JOINERS}]+(?=\\s|$)"
)
# In addresses and numbers also what only changes the look of the sign before it.
_UNSEEN_IN_CODE = re.compile(f"[{INVISIBLE}{JOINERS}\ufe00-\ufe0f\U000e0000-\U000e0fff]")


def without_unseen(text: str) -> str:
    """Return the text without what nobody sees; emoji and scripts that need a joiner keep it."""
    return _JOINS_NOTHING.sub("", _UNSEEN.sub("", text))


def without_unseen_at_all(text: str) -> str:
    """Return an address or a number without what nobody sees: nothing in it needs a joiner."""
    return _UNSEEN_IN_CODE.sub("", text)


def line_ends(text: str) -> str:
    """Return the text with "\\n" for each kind of line end; browsers send two characters."""
    return _BREAKS.sub("\n", text)


def composed(text: str) -> str:
    """Return the text with each accent in its letter (NFC)."""
    return unicodedata.normalize("NFC", text)


def on_one_line(text: str) -> str:
    """Return an answer of one line: composed, and without what nobody sees."""
    return CONTROLS.sub("", without_unseen(_BREAKS.sub(" ", composed(text))))


def code_on_one_line(text: str) -> str:
    """Return an address or a number: nothing in it may be unseen."""
    return CONTROLS.sub("", without_unseen_at_all(_BREAKS.sub(" ", composed(text))))


def on_some_lines(text: str) -> str:
    """Return a text of several lines: composed, each line end the same, no control characters.

    Soft hyphens and direction marks stay: in a text they may be meant.
    """
    return CONTROLS.sub("", line_ends(composed(text)))


def for_xml(text: str) -> str:
    """Return a stored text as XML, calendars and spreadsheets can hold it."""
    return CONTROLS.sub("", text)
