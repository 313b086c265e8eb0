"""What visitors can narrow the lists of meetings down by."""

from collections.abc import Sequence

from core.facets import BRANCHES, THEMES, ChoiceFacet, either
from core.listing import Noun
from core.models import MeetingRegion
from initiatives.events.models.pages import EventPage

MEETINGS = Noun("bijeenkomst", "bijeenkomsten")


class RegionFacet(ChoiceFacet):
    """The part of the country; a national meeting is in none of them."""

    def __init__(self) -> None:
        labels = {slug: label[0].upper() + label[1:] for slug, label in MeetingRegion.choices}
        super().__init__("regio", "Regio", " in {}", "region", labels, place_in_sentence=2)

    def in_words(self, slugs: Sequence[str]) -> str:
        if list(slugs) == [MeetingRegion.NATIONAL]:
            return ", landelijk"
        return self.phrase.format(either([str(MeetingRegion(slug).label) for slug in slugs]))


KINDS = ChoiceFacet(
    "soort", "Soort", " ({})", "kind", dict(EventPage.Kind.choices), place_in_sentence=0
)
REGIONS = RegionFacet()
FACETS = (KINDS, REGIONS, THEMES, BRANCHES)
