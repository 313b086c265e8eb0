"""Which themes and branches a question is about: their pages are no pages of the tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from core import generation
from core.models import Branch, Theme
from core.term_pages import WORDS, other_names
from search.dutch import Word, stem
from search.queries import asked

# What a word may have behind it that is a part of a name: ouder, ouderen.
ENDINGS = ("", "n", "en", "s")
# A word that is in more names than this, such as "zorg", is about none of them.
MOST = 3


@dataclass(frozen=True)
class NamedTerm:
    """A theme or branch as a page of results shows it, with the words of each of its names."""

    kind: str
    title: str
    url: str
    summary: str
    names: tuple[frozenset[str], ...]
    parts: frozenset[str]


def terms_for(text: str) -> list[NamedTerm]:
    """Return the themes and branches that somebody means who types this.

    Those of which the whole name was typed; or else those of which all that was typed is in the
    name, as in "ouderen" for "Ouderenzorg", unless that are many.
    """
    words = asked(text)
    typed = frozenset().union(*(word.terms for word in words))
    if not typed:
        return []
    named = [term for term in _terms() if any(name <= typed for name in term.names)]
    found = named or [
        term for term in _terms() if all(_is_part(word, term.parts) for word in words)
    ]
    return found if len(found) <= MOST else []


def _is_part(word: Word, parts: frozenset[str]) -> bool:
    is_one = any(f"{part}{end}" == word.joined for part in parts for end in ENDINGS)
    return is_one or stem(word.joined) in parts


@generation.kept
def _terms() -> tuple[NamedTerm, ...]:
    return tuple(_named())


def _named() -> Iterator[NamedTerm]:
    for model in (Theme, Branch):
        for term in model.all_by_slug().values():
            if not term.active:
                continue
            names = [asked(name) for name in (term.name, *other_names(term))]
            yield NamedTerm(
                WORDS[model].kind,
                term.name,
                term.url,
                term.description,
                tuple(frozenset(stem(word.joined) for word in words) for words in names),
                frozenset().union(*(word.terms for words in names for word in words)),
            )
