"""What happened to an application and who looked at it, as lines that are only ever added.

A line has a role and the number of a user, never a name: names are looked up for as long as there
is such a user (domain guide, paragraph 10). What somebody wrote stands apart from it, for it must
go when the contact details go (`forget_words`).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core import times
from core.records import READ_ONCE_IN, shows
from initiatives.applications.models import Application, ApplicationEvent, EventWords
from initiatives.applications.models.choices import Role
from initiatives.applications.workflow.actions import DONE, Action, Actor
from initiatives.applications.workflow.errors import CHANGED, ChangedMeanwhile
from initiatives.applications.workflow.locking import under_lock

# What can happen besides an action. Whoever needs another one adds it here.
VIEWED, EXPORTED, JUDGED, ASSIGNED = "viewed", "exported", "judged", "assigned"
WARNED, FORGOTTEN, ERASED = "warned", "forgotten", "erased"
PERMITTED, NOT_PERMITTED = "permitted", "not_permitted"
ADVICE_OPENED, CONTACT_CHANGED = "advice_opened", "contact_changed"
NOTED = "noted"
NOTES = {
    VIEWED: "Bekeken",
    EXPORTED: "Meegenomen in een export",
    JUDGED: "Oordeel opgeslagen",
    ASSIGNED: "Adviseur gekozen",
    WARNED: "Gewaarschuwd dat de aanmelding vervalt",
    FORGOTTEN: "Persoonsgegevens gewist: de bewaartermijn was om",
    ERASED: "Persoonsgegevens gewist op verzoek",
    CONTACT_CHANGED: "Contactgegevens gewijzigd",
    NOTED: "Notitie voor collega’s geschreven",
    PERMITTED: "Toestemming gegeven voor een pagina op de website",
    NOT_PERMITTED: "Toestemming voor een pagina op de website ingetrokken",
    "link_sent": "Nieuwe persoonlijke link gestuurd",
    "end_asked": "Indiener vraagt om te stoppen",
    "mail_sent_again": "Mail opnieuw verstuurd",
    ADVICE_OPENED: "Aanmelding bekeken door adviespartij",
    "advice_asked": "Nog een partij om advies gevraagd",
    "advice_renewed": "Nieuwe link gestuurd aan adviespartij",
    "advice_given": "Advies gegeven",
    "advice_conflict": "Belang gemeld: geen advies",
    "advice_revoked": "Vraag om advies ingetrokken",
    "advice_reminded": "Herinnerd aan het advies",
    "advice_reaction": "Reactie op een advies opgeslagen",
    "text_asked": "Tekst van de pagina voorgelegd",
    "text_approved": "Tekst van de pagina goedgekeurd",
    "text_corrected": "Tekst van de pagina verbeterd",
}
# Whoever did it and has no account any more: the line keeps the number.
FORMER = "voormalig medewerker"
# The names in the details of a line under which somebody's own words stand.
WRITTEN = {"paragraph", "motivation", "text", "reaction", "before", "after"}
# What somebody does who only reads; it makes nobody's screen out of date.
READING = (VIEWED, EXPORTED, ADVICE_OPENED)
# Nor does a note: nothing that somebody is about to do has become another thing by it.
CHANGES_NOTHING = (*READING, NOTED)


def record(
    application: Application,
    kind: str,
    actor: Actor,
    *,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    **details: Any,
) -> ApplicationEvent:
    """Add a line to the log, in the transaction of the caller.

    `kind` is a Action or one of NOTES; `details` are values that JSON knows. Raises ValueError for
    a kind that no reader would understand.
    """
    if kind not in NOTES:
        kind = Action(kind).value
    facts = _without_words(details)
    event = ApplicationEvent.objects.create(
        application=application,
        kind=kind,
        role=actor.role,
        user_id=actor.user_id,
        from_state=from_state,
        to_state=to_state,
        details=facts,
    )
    words_in = {name: value for name, value in details.items() if value != facts[name]}
    if reason or words_in:
        EventWords.objects.create(event=event, reason=reason, details=words_in)
    return event


def _without_words(value: Any, name: str = "") -> Any:
    """Return the same with nothing in the place of what somebody wrote, however deep."""
    if isinstance(value, dict):
        return {key: _without_words(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_words(each, name) for each in value]
    return "" if name in WRITTEN and isinstance(value, str) else value


def forget_words(application: Application) -> None:
    """Wipe what was written with the lines of an application; the lines stay."""
    EventWords.objects.filter(event__application=application).delete()


def record_on_all(
    applications: Iterable[Application], kind: str, actor: Actor, **details: Any
) -> None:
    """Add the same line to the log of each; `kind` is one of NOTES. One query for a thousand."""
    ApplicationEvent.objects.bulk_create(
        [
            ApplicationEvent(
                application=application,
                kind=kind,
                role=actor.role,
                user_id=actor.user_id,
                details=details,
            )
            for application in applications
        ],
        batch_size=1_000,
    )


def words(event: ApplicationEvent) -> str:
    """Return what a line says happened."""
    return NOTES.get(event.kind) or DONE[Action(event.kind)]


def names_of(events: Iterable[ApplicationEvent]) -> dict[int, str]:
    """Return the names of whoever did these things or were chosen for them, by number.

    Who has no account any more is left out.
    """
    events = list(events)
    numbers = {event.user_id for event in events if event.user_id}
    numbers |= {event.details["adviser"] for event in events if event.details.get("adviser")}
    users = get_user_model().objects.filter(pk__in=numbers)
    return {user.pk: named(user) for user in users}


def named(user: AbstractUser | None) -> str:
    """Return a name to show; empty for a former member of staff."""
    return (user.get_full_name() or user.get_username()) if user else ""


def who(event: ApplicationEvent, names: dict[int, str]) -> str:
    """Return who did it: a name with a role, or the role alone. Who left is FORMER."""
    role = Role(event.role).label
    name = names.get(event.user_id, FORMER) if event.user_id else ""
    return f"{name} ({role})" if name else role


def version(application: Application) -> int:
    """Return what tells whether something has changed since: the number of the last such line."""
    changes = application.events.exclude(kind__in=CHANGES_NOTHING)
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def check_unchanged(application: Application, seen: int | None) -> None:
    """Raises ChangedMeanwhile if anything changed since this `version`; None asks for no check."""
    if seen is not None and seen != version(application):
        raise ChangedMeanwhile(CHANGED)


def last_move(application: Application) -> str:
    """Say for staff who changed the state last and when; empty when the log knows of nobody."""
    return _told(application.events.exclude(to_state=""))


def last_change(application: Application) -> str:
    """Say for staff who did the last thing and when; empty when nobody did.

    Reading and notes aside.
    """
    return _told(application.events.exclude(kind__in=CHANGES_NOTHING))


def _told(events: QuerySet[ApplicationEvent]) -> str:
    event = events.order_by("-pk").first()
    if event is None:
        return ""
    when = times.moment(timezone.localtime(event.at))
    return f"{words(event)} op {when} door {who(event, names_of([event]))}."


def record_view(
    request: HttpRequest,
    application: Application,
    actor: Actor,
    kind: str = VIEWED,
    **details: Any,
) -> None:
    """Write down that this actor saw the application, unless that is known by now.

    `kind` is one of audit_log.READING. `details` tell apart readers without an account, such as the
    parties that are asked for advice. A request that shows nothing writes nothing.
    """
    if not shows(request):
        return
    recent = _recent(application, actor, kind, details)
    if recent.exists():
        return
    with under_lock(application) as mine:
        if not recent.exists():
            record(mine, kind, actor, **details)


def is_viewed(application: Application, actor: Actor, kind: str = VIEWED, **details: Any) -> bool:
    """Tell whether it is known of late that this actor saw the application (`record_view`)."""
    return _recent(application, actor, kind, details).exists()


def _recent(
    application: Application, actor: Actor, kind: str, details: dict[str, Any]
) -> QuerySet[ApplicationEvent]:
    return application.events.filter(
        kind=kind,
        role=actor.role,
        user_id=actor.user_id,
        details=details,
        at__gt=timezone.now() - READ_ONCE_IN,
    )
