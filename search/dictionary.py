"""What words mean on this site today: the synonyms of editors, and the names of their terms."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from core import generation
from core.models import Branch, Term, Theme
from search.dutch import words
from search.models import Synonym
from search.queries import Dictionary, Meaning, Name, Stems, key_of, telling


@generation.kept
def dictionary() -> Dictionary:
    """Return all that a question needs to know; read once per generation."""
    meanings: dict[Stems, list[Meaning]] = defaultdict(list)
    for word, meaning in _pairs():
        meanings[key_of(telling(word))].append(tuple(telling(meaning)))
    terms = chain(Theme.all_by_pk().values(), Branch.all_by_pk().values())
    return Dictionary(dict(meanings), tuple(map(_name, terms)))


@generation.kept
def named() -> dict[str, str]:
    """Return the words of names and synonyms as they are written, by what they are without accents.

    They need stand on no page to be what somebody meant to type.
    """
    names = [term.name for term in chain(Theme.all_by_pk().values(), Branch.all_by_pk().values())]
    written = [*names, *(word for word, _ in _pairs())]
    return {word.joined: text[word.start : word.end] for text in written for word in telling(text)}


def other_names(term: Term) -> list[str]:
    """Return the words that editors made synonyms of the name of this theme or branch."""
    return list(_other_names().get(key_of(telling(term.name)), []))


@generation.kept
def _other_names() -> dict[Stems, list[str]]:
    found: dict[Stems, list[str]] = defaultdict(list)
    for synonym in Synonym.objects.all():
        found[key_of(telling(synonym.meaning))].append(synonym.word)
    return dict(found)


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield every word or words with what they also stand for."""
    for synonym in Synonym.objects.all():
        yield synonym.word, synonym.meaning
        if synonym.both_ways:
            yield synonym.meaning, synonym.word


def term_of(model: type[Term], key: int | str) -> str:
    """Return the term in the index of every page that chose this theme or branch, or all (*)."""
    return f"{model._meta.model_name}:{key}"


def _name(term: Term) -> Name:
    return Name(
        term_of(type(term), term.pk),
        frozenset().union(*(word.terms for word in words(term.name) if not word.says_nothing)),
    )
