"""What the index says of a page: its words by weight, its text for excerpts, copies for the list.

A kind of page needs nothing of its own for this: what it has to say, it says in `search_fields`, as
any page of Wagtail does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Value
from django.db.models.expressions import Func
from wagtail.models import Page

from core.facets import EVERYTHING
from core.models import Branch, Theme, ThemedPage
from search import pieces
from search.dictionary import term_of
from search.dutch import SENTENCE_ENDS, parted_verbs, words
from search.excerpts import joined
from search.models import Entry
from search.pieces import Piece, one_line, pieces_of
from search.queries import NEAR, TITLE, telling

# Goes up with every change of what the index says of a page; the worker then mends older ones.
VERSION = 3
# PostgreSQL keeps no more places of a term than this, and none beyond the last.
MOST_PLACES = 255
LAST_PLACE = 16_383
# How much of a page can be found: some forty sheets.
LONGEST_TEXT = 150_000
# A page under more themes and branches than this is not about each of them.
FEW = 4
# What a page without a kicker of its own is called.
PAGE = "Pagina"


class Vector(Func):
    """Words and their places in the notation of PostgreSQL."""

    template = "%(expressions)s::tsvector"


def entry_of(page: Page) -> Entry:
    """Return what the index says of a page of its own class, as the database has it."""
    said = pieces_of(page)
    title = one_line(page.title)
    entry = Entry(
        page_id=page.pk,
        title=page.title,
        expire_at=page.expire_at,
        kicker=PAGE,
        version=VERSION,
    )
    tokens: list[str] = []
    if isinstance(page, ThemedPage):
        tokens = _copy(page, entry)
    read = [piece for piece in said if piece.weight == pieces.LEAD]
    read += [piece for piece in said if piece.weight != pieces.LEAD and not piece.is_fact]
    facts = [piece for piece in said if piece.is_fact]
    entry.text = joined(piece.text for piece in [*read, *facts])[:LONGEST_TEXT]
    first = [Piece(title, pieces.TITLE), Piece(entry.kicker, pieces.LEAD)]
    first += [Piece(str(page._meta.verbose_name), pieces.BODY)] if tokens else []
    entry.terms = Vector(Value(vector_of([*first, *facts, *read], tokens)))
    return entry


def _copy(page: ThemedPage, entry: Entry) -> list[str]:
    """Copy what cards and facets say of the page; return its themes and branches as terms."""
    entry.kind = page._meta.label_lower
    entry.kicker = page.kicker
    entry.listed_on = page.listed_on
    entry.year = page.listed_on.year
    tokens = []
    for model, terms, has_all in (
        (Theme, page.theme_list, page.all_themes),
        (Branch, page.branch_list, page.all_branches),
    ):
        keys = [EVERYTHING] if has_all else [str(term.pk) for term in terms]
        setattr(entry, model.page_field, ",".join(keys))
        tokens += [term_of(model, key) for key in keys]
    return tokens


def vector_of(said: Iterable[Piece], tokens: Sequence[str] = ()) -> str:
    """Return all terms with their places. Those of the title stand there a second time, marked.

    Behind a sentence the places go on so far that no words of two sentences are near. Of a title in
    which no word says anything, all words stand there; marked only, so that nobody finds the page
    who looks for something else.
    """
    places: dict[str, list[str]] = defaultdict(list)
    place = length = 0
    for text, weight, _ in said:
        end, place, length = 0, place + NEAR, length + len(text)
        if length > LONGEST_TEXT:
            break
        row = list(words(text))
        verbs = dict(parted_verbs(text, row))
        for nth, word in enumerate(row):
            if not SENTENCE_ENDS.isdisjoint(text[end : word.start]):
                place += NEAR
            end, place = word.end, min(place + 1, LAST_PLACE)
            if nth in verbs:
                places[verbs[nth]].append(f"{place}{weight}")
            if word.says_nothing:
                if weight == pieces.TITLE and not telling(text):
                    for term in word.terms:
                        places[TITLE + term].append(f"{place}A")
                continue
            for term in word.terms:
                places[term].append(f"{place}{weight}")
                if weight == pieces.TITLE:
                    places[TITLE + term].append(f"{place}A")
    for token in tokens:
        places[token].append(f"1{pieces.HEADING if len(tokens) <= FEW else pieces.BODY}")
    return " ".join(f"'{term}':{','.join(at[:MOST_PLACES])}" for term, at in places.items())
