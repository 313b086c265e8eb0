"""The few facilitators that a visitor keeps aside. It lives in the address: no cookie, no account.

`lijst=12&lijst=15` or `lijst=12,15`, so that a colleague who gets the link sees the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from core.models import ThemedPage
from core.models.pages import ThemedPageQuerySet

PARAMETER = "lijst"
# Who was put on it or taken off by the link that leads here; no other link carries that on.
ADDED, REMOVED = "erbij", "eraf"
MOST = 5
# Of an address with more than this the rest is not even looked up.
MOST_READ = 20
# Nobody has more pages than nine digits can number, and the database takes no more than ten.
LONGEST_KEY = 9


@dataclass(frozen=True)
class Shortlist:
    """The shortlist as an address has it: `pages` that visitors can see, in its order."""

    pages: list[ThemedPage]
    # Whether the address named somebody who is not in the Pool (any more).
    has_missing: bool = False
    # Whether it named more than there is room for; the last ones are left out.
    was_too_long: bool = False
    # What the addresses of the Pool keep besides: the answers of the guide.
    along: Sequence[tuple[str, str]] = ()
    # What the link just did that led here, in a sentence.
    done: str = ""

    @classmethod
    def of(
        cls, query: QueryDict, seen: ThemedPageQuerySet, along: Sequence[tuple[str, str]] = ()
    ) -> "Shortlist":
        """Read it from an address, whatever somebody made of that; at most two queries."""
        asked = _asked(query)
        keys = keys_in(query)
        if not keys:
            return cls([], has_missing=bool(asked), along=along, done=_done(query, {}, seen))
        found = seen.filter(pk__in=keys).in_bulk()
        pages = [found[key] for key in keys if key in found]
        known = {_key(part) for part in asked[:MOST_READ]}
        return cls(
            pages[:MOST],
            has_missing=len(pages) < len(known),
            was_too_long=len(pages) > MOST or len(asked) > MOST_READ,
            along=along,
            done=_done(query, found, seen),
        )

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= MOST

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address must carry to keep the list."""
        return _pairs([page.pk for page in self.pages])

    @property
    def query_string(self) -> str:
        return urlencode(self.pairs)

    @property
    def query(self) -> str:
        """Return what every address within the Pool ends in: the list and what goes along."""
        pairs = [*self.pairs, *self.along]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def along_query(self) -> str:
        """Return what goes along, to put behind another query string."""
        return f"&{urlencode(self.along)}" if self.along else ""

    def __contains__(self, page: ThemedPage) -> bool:
        return page.pk in {listed.pk for listed in self.pages}

    def query_with(self, page: ThemedPage) -> str:
        keys = [*(listed.pk for listed in self.pages), page.pk]
        return urlencode([*_pairs(keys), (ADDED, str(page.pk))])

    def query_without(self, page: ThemedPage) -> str:
        keys = [listed.pk for listed in self.pages if listed.pk != page.pk]
        return urlencode([*_pairs(keys), (REMOVED, str(page.pk))])


def _done(query: QueryDict, listed: dict[int, ThemedPage], seen: ThemedPageQuerySet) -> str:
    """Return what the link did by which somebody came here; nothing for what it did not do."""
    added, removed = _key(query.get(ADDED, "")), _key(query.get(REMOVED, ""))
    if added in listed:
        return f"{listed[added].title} staat nu op je lijstje."
    if removed and removed not in listed and (page := seen.filter(pk=removed).first()):
        return f"{page.title} staat niet meer op je lijstje."
    return ""


def keys_in(query: QueryDict) -> list[int]:
    """Return the keys of pages that an address names, in its order; anybody can have written it."""
    return list(dict.fromkeys(filter(None, map(_key, _asked(query)[:MOST_READ]))))


def listed_keys(query: QueryDict) -> list[int]:
    """Return the keys of a shortlist, whether visitors can see those pages or not."""
    return keys_in(query)[:MOST]


def _asked(query: QueryDict) -> list[str]:
    return [part for value in query.getlist(PARAMETER) for part in value.split(",") if part]


def _pairs(keys: Sequence[int]) -> list[tuple[str, str]]:
    return [(PARAMETER, str(key)) for key in keys]


def _key(part: str) -> int | None:
    """Return the key of a page that somebody wrote in an address, if it can be one."""
    text = part.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None
