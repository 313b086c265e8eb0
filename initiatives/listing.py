"""What visitors can narrow the list of Koplopers down by, and how many there are in each region."""

from collections import Counter
from dataclasses import dataclass, field

from core.facets import BRANCHES, THEMES, ArrayFacet, RelatedFacet
from core.listing import Noun
from initiatives.choices import Criterion
from initiatives.models.pages import InitiativePage, InitiativeQuerySet
from initiatives.models.regions import PARTS_OF_THE_COUNTRY, LabourMarketRegion

KOPLOPERS = Noun("Koploper", "Koplopers")

REGIONS = RelatedFacet(
    "regio",
    "Regio",
    " in {}",
    LabourMarketRegion,
    InitiativePage.regions.through,
    page="initiativepage",
    everywhere="is_national",
    place_in_sentence=2,
)
CRITERIA = ArrayFacet(
    "criterium",
    "Criterium",
    " met criterium {}",
    "criteria",
    dict(Criterion.choices),
    place_in_sentence=3,
)
FACETS = (THEMES, BRANCHES, REGIONS, CRITERIA)


@dataclass(frozen=True)
class RegionOnShelf:
    """A labour-market region, with how many Koplopers its list holds and where that list is."""

    name: str
    number: int
    url: str


@dataclass
class PartOfTheCountry:
    """A meeting region with its labour-market regions, in alphabetical order."""

    name: str
    regions: list[RegionOnShelf] = field(default_factory=list)


def by_region(initiatives: InitiativeQuerySet, path: str) -> list[PartOfTheCountry]:
    """Return every region in its part of the country; two queries, however many Koplopers."""
    tally: Counter[str] = Counter()
    for rows in REGIONS.tallies(initiatives.order_by()):
        tally.update(dict(rows.values_list("key", "number")))
    numbers = REGIONS.counts(tally)
    parts = {key: PartOfTheCountry(label) for key, label in PARTS_OF_THE_COUNTRY}
    for slug, region in LabourMarketRegion.all_by_slug().items():
        url = f"{path}?{REGIONS.parameter}={slug}"
        shown = RegionOnShelf(region.name, numbers[slug], url)
        parts[region.meeting_region].regions.append(shown)
    return list(parts.values())
