"""How far the advice about an application is: the round that counts, and what still lacks."""

from collections.abc import Iterable

from django.db.models import Max, QuerySet
from django.utils import timezone

from initiatives.applications.models import Advice, Application
from initiatives.applications.models.choices import AdviceValue


def of_this_round(application: Application) -> QuerySet[Advice]:
    """Return what was asked in the last round of consultation.

    Without what was taken back, and without who declared an interest: those give no advice.
    """
    last = application.advices.aggregate(last=Max("round"))["last"]
    rows = application.advices.filter(round=last, revoked_at=None, conflict_at=None)
    return rows.select_related("party")


def still_open(application: Application) -> list[Advice]:
    """Return the advice that is not in and of which the term is not over."""
    today = timezone.localdate()
    rows = of_this_round(application).filter(value=AdviceValue.OPEN, due_on__gte=today)
    return list(rows)


def without_reaction(application: Application) -> list[Advice]:
    """Return the negative advice that an adviser has to answer before admitting."""
    return unanswered(application.advices.select_related("party"))


def unanswered(rows: Iterable[Advice]) -> list[Advice]:
    """Return which of these, all that were asked about an application, need a reaction.

    Of each party its newest answer counts, in whatever round that was: to begin another one does
    not take away what was said before (domain guide, paragraph 6.3). What was taken back does not
    count, nor what a party with an interest said.
    """
    newest: dict[int, Advice] = {}
    for row in sorted(rows, key=lambda row: (row.round, row.pk)):
        if row.value != AdviceValue.OPEN and not (row.revoked_at or row.conflict_at):
            newest[row.party_id] = row
    return [
        row for row in newest.values() if row.value == AdviceValue.NEGATIVE and not row.reaction
    ]


def names(advices: Iterable[Advice]) -> str:
    """Return the parties in one line: VWS, OCW en Transvorm."""
    *first, last = [str(row.party) for row in advices]
    return f"{', '.join(first)} en {last}" if first else last


def snapshot(application: Application) -> list[dict[str, str]]:
    """Return who advised what, as the log keeps it with a decision."""
    return [
        {"party": str(row.party), "value": row.value, "text": row.text, "reaction": row.reaction}
        for row in of_this_round(application)
    ]
