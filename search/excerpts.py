"""The piece of a text that shows why a page was found, with the found words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.dutch import Word, words

# How many signs of a text a result shows.
LENGTH = 220
BEFORE = 60
# Between two pieces when no sign ends the first one, such as a heading; and how that is shown.
BETWEEN = "\n"
SHOWN_BETWEEN = " · "
ENDS = frozenset(".!?…:;,")
CLOSES = "’”\"')»"


def joined(pieces: Iterable[str]) -> str:
    """Return pieces of a text as one, of which each can still be told from the next."""
    text = ""
    for piece in pieces:
        if text:
            text += " " if text.rstrip(CLOSES)[-1:] in ENDS else BETWEEN
        text += piece
    return text


@dataclass(frozen=True)
class Text:
    """A text of a page with its words and their terms: looked for once and used twice."""

    text: str
    words: tuple[Word, ...]
    terms: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text: str) -> "Text":
        found = tuple(words(text))
        return cls(text, found, tuple(word.terms for word in found))

    def marked(self, stems: frozenset[str]) -> SafeString:
        """Return the text as HTML with the words marked that have one of these stems."""
        return _mark(self.text, 0, len(self.text), self._hits(stems))

    def excerpt(self, stems: frozenset[str]) -> SafeString:
        """Return the piece of the text with most different words of the question, as HTML.

        It begins with a sentence where one begins nearby. Of a text without any of the words, such
        as a page that was found by its branch, it is the beginning.
        """
        text, hits = self.text, self._hits(stems)
        start = _best_start(hits, stems)
        is_sentence = True
        if start:
            start, is_sentence = _start_before(text, start)
        end = start + LENGTH
        if end < len(text):
            end = text.rfind(" ", start, end) if " " in text[start:end] else end
        piece = _mark(text, start, min(end, len(text)), hits)
        before = "… " if start and not is_sentence else ""
        return format_html("{}{}{}", before, piece, " …" if end < len(text) else "")

    def _hits(self, stems: frozenset[str]) -> list[Word]:
        return [
            word
            for word, terms in zip(self.words, self.terms, strict=True)
            if not terms.isdisjoint(stems) and not word.says_nothing
        ]


def _best_start(hits: Sequence[Word], stems: frozenset[str]) -> int:
    """Return where the hit stands from which on most different words are near."""
    best, most = 0, 0
    for nth, first in enumerate(hits):
        near = (hit for hit in hits[nth : nth + 12] if hit.end - first.start < LENGTH - BEFORE)
        different = len(frozenset().union(*(hit.terms & stems for hit in near)))
        if different > most:
            best, most = first.start, different
    # What stands near the beginning is best read from there.
    return best if best > LENGTH - BEFORE else 0


def _start_before(text: str, hit: int) -> tuple[int, bool]:
    """Return where to begin so that the hit is shown, and whether a sentence begins there."""
    earliest = max(0, hit - LENGTH // 2)
    for place in range(hit - 1, earliest, -1):
        if text[place] == BETWEEN:
            return place + 1, True
        if text[place] == " " and text[:place].rstrip(CLOSES)[-1:] in (".", "!", "?"):
            return place + 1, True
    place = max(0, hit - BEFORE)
    return (0 if place == 0 else text.find(" ", place) + 1), False


def _mark(text: str, start: int, end: int, hits: Iterable[Word]) -> SafeString:
    pieces: list[tuple[str, str]] = []
    passed = start
    for hit in hits:
        if hit.start >= start and hit.end <= end:
            pieces.append((_shown(text[passed : hit.start]), _shown(text[hit.start : hit.end])))
            passed = hit.end
    rest = _shown(text[passed:end])
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), rest)


def _shown(text: str) -> str:
    return text.replace(BETWEEN, SHOWN_BETWEEN)
