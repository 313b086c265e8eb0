"""What words mean on this site today: the synonyms of editors, and the names of their terms."""

from collections import defaultdict
from itertools import chain

from core import generation
from core.models import Branch, Term, Theme
from search.dutch import words
from search.models import Synonym
from search.questions import Dictionary, Meaning, Name, Stems, key_of, telling


@generation.kept
def dictionary() -> Dictionary:
    """Return all that a question needs to know; read once per generation."""
    meanings: dict[Stems, list[Meaning]] = defaultdict(list)
    for synonym in Synonym.objects.all():
        pairs = [(synonym.word, synonym.meaning)]
        if synonym.both_ways:
            pairs.append((synonym.meaning, synonym.word))
        for word, meaning in pairs:
            meanings[key_of(telling(word))].append(tuple(telling(meaning)))
    terms = chain(Theme.all_by_pk().values(), Branch.all_by_pk().values())
    return Dictionary(dict(meanings), tuple(map(_name, terms)))


def term_of(model: type[Term], pk: int) -> str:
    """Return the term in the index of every page that chose this theme or branch."""
    return f"{model._meta.model_name}:{pk}"


def _name(term: Term) -> Name:
    return Name(
        term_of(type(term), term.pk),
        frozenset().union(*(word.terms for word in words(term.name) if not word.says_nothing)),
    )
