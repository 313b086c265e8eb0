"""Mends one typing error in a word that stands on no page."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists

from search.dictionary import named
from search.dutch import Word
from search.models import Entry, KnownWord
from search.queries import Query
from search.spelling_variants import is_one_slip, slips_of

# A shorter word is one slip away from too many others.
SHORTEST = 4
# Domain guide, paragraph 12, rule 6.
ALIKE = 0.6


def mended(text: str, question: Query) -> str:
    """Return the text with the words mended that stand on no page; "" when there is no way to.

    At most two queries, and one for each word that no single slip explains.
    """
    changes = {word: better for word in _strange(question) if (better := _better(word))}
    if not changes:
        return ""
    result, passed = "", 0
    for word in question.words:
        if word in changes:
            result += text[passed : word.start] + changes[word]
            passed = word.end
    return result + text[passed:]


def _strange(question: Query) -> list[Word]:
    """Return the words of the question that stand on no page at all, in any form."""
    alone = [Query((word,), question.dictionary) for word in question.words]
    exist = [Exists(Entry.objects.answering(one.tsquery)) for one in alone]
    known = Entry.objects.order_by().values_list(*exist).first() or ()
    return [word for word, is_known in zip(question.words, known, strict=False) if not is_known]


def _better(word: Word) -> str:
    """Return the likeliest word: one slip away and on most pages, or else the most alike."""
    typed = word.joined
    if len(typed) < SHORTEST or typed.isdigit():
        return ""
    if name := next((shown for other, shown in named().items() if is_one_slip(typed, other)), ""):
        return name
    known = KnownWord.objects.filter(pages__gt=0).order_by("-pages", "word")
    near = known.filter(slips__overlap=slips_of(typed)).values_list("word", "shown")
    if one := next((shown for other, shown in near if is_one_slip(typed, other)), ""):
        return one
    alike = known.filter(found_by__trigram_similar=typed)
    alike = alike.annotate(alike=TrigramSimilarity("word", typed)).filter(alike__gte=ALIKE)
    return alike.order_by("-alike", "-pages").values_list("shown", flat=True).first() or ""
