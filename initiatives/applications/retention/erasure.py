"""Erases an application or a nomination at the request of whom it is about, and says when not.

What may not go: a decision that we must be able to account for, and the contact of a Koploper
(GDPR, article 17(3)(b)).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from core.times import DAY
from initiatives.applications.models import AdviceParty, Application, Nomination
from initiatives.applications.models.states import MEMBERS, UNDER_WAY, State
from initiatives.applications.retention import anonymise, inactivity
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import APPLICANT, SYSTEM, Action
from initiatives.applications.workflow.locking import under_lock

MEMBER = (
    "Dit initiatief is Koploper. Zolang het meedoet, hebben we een contactpersoon nodig voor onze "
    "taak van algemeen belang (artikel 17 lid 3 onder b van de AVG). Wijzig de contactpersoon, of "
    "beëindig eerst de deelname."
)
DECIDED = (
    "Over deze aanmelding is besloten. We moeten dat besluit kunnen verantwoorden (artikel 17 "
    "lid 3 onder b van de AVG)."
)


def keeps(application: Application) -> str:
    """Return why an application may not be erased; empty when it may."""
    if application.state in MEMBERS:
        return MEMBER
    if application.state in (State.REJECTED, State.LEFT):
        day = inactivity.wiped_at(application)
        gone = f" We wissen de gegevens op {date_format(timezone.localdate(day), DAY)}."
        return DECIDED + gone if day else DECIDED
    return ""


def erase(application: Application) -> None:
    """Withdraw what is under way, and wipe it. Every mail about it goes, also one that waits."""
    with under_lock(application) as mine:
        if mine.state in (State.DRAFT, *UNDER_WAY):
            engine.apply(mine, Action.WITHDRAW, APPLICANT, no_mail=True)
            mine.refresh_from_db()
        anonymise.anonymise(mine)
        anonymise.mails_about(mine).delete()
        audit_log.record(mine, audit_log.ERASED, SYSTEM)


def erase_nomination(nomination: Nomination) -> None:
    """Wipe who nominated it; as long as nothing came of it, all that they told us of it too."""
    with under_lock(nomination.application) as mine:
        if mine.state == State.POTENTIAL:
            anonymise.anonymise(mine)
            anonymise.mails_about(mine).delete()
        else:
            anonymise.anonymise_nomination(nomination)
        audit_log.record(mine, audit_log.ERASED, SYSTEM)


@transaction.atomic
def erase_address_of_party(party: AdviceParty) -> None:
    """Forget where to write to; the party and what it advised stay."""
    AdviceParty.objects.filter(pk=party.pk).update(email="")
