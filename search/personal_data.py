"""What is kept of whoever searches: nothing that says who (core.personal_data)."""

from django.conf import settings
from django.db.models import QuerySet

from core import times
from core.personal_data.registry import Declaration, Ground, Rule, declare, needs_none
from search import zero_results
from search.models import FruitlessSearch


def _nobody(address: str) -> QuerySet[FruitlessSearch]:
    return FruitlessSearch.objects.none()


def _term() -> str:
    return f"{times.term(settings.KEEP_FRUITLESS_SEARCHES)}."


declare(
    Declaration(
        model=FruitlessSearch,
        name="Zoekvragen zonder resultaat",
        whom="Wie op de website zoekt; we weten niet wie",
        purpose="Zien wat bezoekers missen. We schrijven woorden pas op als er "
        f"{zero_results.SEEN_FROM} keer in een week naar is gezocht.",
        ground=Ground.PUBLIC_TASK,
        term=_term,
        fields=("words",),
        find=_nobody,
        rules=(Rule(zero_results.OLD, zero_results.due),),
        order=70,
    )
)
needs_none("Kopie van wat online staat; gaat daarmee weg.", "search.Entry", "search.KnownWord")
needs_none(
    "Woorden die redacteuren kozen.",
    "search.Synonym",
    "wagtailsearchpromotions.Query",
    "wagtailsearchpromotions.SearchPromotion",
)
