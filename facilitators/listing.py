"""What visitors can narrow the Facilitators Pool down by, in the order of the domain guide, 7.3."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast

from core import generation
from core.facets import BRANCHES, THEMES, ArrayFacet, Facet, SearchFacet, either
from core.listing import Noun
from core.models import MeetingRegion
from core.models.pages import ThemedPageQuerySet
from facilitators.availability import available
from facilitators.choices import Deployment, GroupSize, HelpQuestion, Level
from facilitators.models.pages import FacilitatorPage
from facilitators.models.terms import Method
from facilitators.wording import DEPLOYMENTS, LEVELS, SIZES, TO_DO, lower_first

FACILITATORS = Noun("facilitator", "facilitators")
SEARCH_PARAMETER = "q"


class ChoicesFacet(ArrayFacet):
    """A column of fixed choices; `words` says each of them within the heading of the list."""

    def __init__(
        self,
        parameter: str,
        legend: str,
        phrase: str,
        column: str,
        choices: Mapping[str, str],
        words: Mapping[str, str],
    ) -> None:
        super().__init__(parameter, legend, phrase, column, choices)
        self.words = words

    def in_words(self, slugs: Sequence[str]) -> str:
        return self.phrase.format(either([self.words[slug] for slug in slugs]))


class RegionFacet(ArrayFacet):
    """The part of the country; who works everywhere stands under every region."""

    def __init__(self) -> None:
        labels = {slug: label[0].upper() + label[1:] for slug, label in MeetingRegion.choices}
        national = MeetingRegion.NATIONAL.value
        super().__init__("regio", "Regio", " in {}", "regions", labels, everywhere=national)

    def in_words(self, slugs: Sequence[str]) -> str:
        if list(slugs) == [MeetingRegion.NATIONAL]:
            return ", landelijk"
        return self.phrase.format(either([str(MeetingRegion(slug).label) for slug in slugs]))


class MethodFacet(Facet):
    """The methods that editors keep."""

    def labels(self) -> Mapping[str, str]:
        return {method.slug: method.name for method in _methods()}

    def in_words(self, slugs: Sequence[str]) -> str:
        labels = self.labels()
        return self.phrase.format(either([lower_first(labels[slug]) for slug in slugs]))

    def is_offered(self, slug: str) -> bool:
        return next(method.active for method in _methods() if method.slug == slug)

    def condition(self, slugs: Sequence[str]) -> Q:
        through = FacilitatorPage.methods.through.objects
        return Q(pk__in=through.filter(method__slug__in=slugs).values("facilitatorpage"))

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        through = FacilitatorPage.methods.through.objects
        rows = through.filter(facilitatorpage__in=pages.values("pk"))
        by_method = rows.annotate(key=Cast("method", CharField())).values("key")
        return [by_method.annotate(number=Count("*"))]

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        return {method.slug: tally.get(str(method.pk), 0) for method in _methods()}


@generation.kept
def _methods() -> tuple[Method, ...]:
    return tuple(Method.objects.all())


class AvailableFacet(Facet):
    """One box: only whom can be asked now, if only for a little."""

    folds = False
    YES = "ja"

    def labels(self) -> Mapping[str, str]:
        return {self.YES: "Alleen beschikbaar"}

    def in_words(self, slugs: Sequence[str]) -> str:
        return self.phrase

    def condition(self, slugs: Sequence[str]) -> Q:
        return available()

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        found = pages.filter(available()).annotate(key=Value(self.YES)).values("key")
        return [found.annotate(number=Count("pk"))]


HELP_QUESTIONS = ChoicesFacet(
    "hulpvraag", "Hulpvraag", " om {}", "help_questions", dict(HelpQuestion.choices), TO_DO
)
LEVEL = ChoicesFacet("niveau", "Niveau", ", niveau {}", "levels", dict(Level.choices), LEVELS)
GROUP_SIZE = ChoicesFacet(
    "groepsgrootte",
    "Groepsgrootte",
    " voor {} groepen",
    "group_sizes",
    dict(GroupSize.choices),
    SIZES,
)
DEPLOYMENT = ChoicesFacet(
    "inzet", "Inzet", ", voor {}", "deployments", dict(Deployment.choices), DEPLOYMENTS
)
METHODS = MethodFacet("methodiek", "Methodiek", " met {}")
REGIONS = RegionFacet()
AVAILABLE = AvailableFacet("beschikbaar", "Beschikbaarheid", ", nu beschikbaar")
FACETS: tuple[Facet, ...] = (
    HELP_QUESTIONS,
    LEVEL,
    GROUP_SIZE,
    DEPLOYMENT,
    METHODS,
    REGIONS,
    THEMES,
    BRANCHES,
    AVAILABLE,
)


def facets(asked: str) -> list[Facet]:
    """Return the facets of a list in which somebody looked for these words."""
    return [SearchFacet(SEARCH_PARAMETER, "Zoek op naam of ervaring", "found_by", asked), *FACETS]
