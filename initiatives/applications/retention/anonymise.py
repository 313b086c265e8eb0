"""Removes personal data from applications once the promised terms are over (domain guide, §10).

What stays can be counted and names nobody. `core.models.Deletion` keeps what was deleted: what,
which, when and by which rule. Decisions may be records under the Archiefwet, so the terms are
settings.
"""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import scheduled_jobs
from core.models import Deletion, OutgoingMail
from initiatives.applications.models import Application, ApplicationEvent, EventWords, Nomination
from initiatives.applications.models.states import ENDED, MEMBERS, State
from initiatives.applications.retention import inactivity
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import SYSTEM
from initiatives.applications.workflow.locking import under_lock

WIPED = "Gewist"
OF_CONTACT = ("first_name", "infix", "last_name", "job_title", "email", "phone")
# The mails to whoever nominated an initiative.
TO_NOMINATOR = ("M1", "M1b")
OF_NOMINATOR = ("reason", "place", "contact", "first_name", "infix", "last_name", "organisation")


def anonymise(application: Application) -> None:
    """Wipe the answers in every version, who wrote them, and every text about them.

    Of what was never sent nothing stays but that there was something. A mail that has yet to go
    out goes, and is wiped when it has gone. The caller holds the lock.
    """
    for name in OF_CONTACT:
        setattr(application, name, "")
    application.name, application.answers = "", {}
    application.key, application.forgotten_at = uuid.uuid4(), timezone.now()
    if application.submitted_at is None:
        application.phase, application.claimed = "", []
        application.employer_organisation = None
        for terms in (application.themes, application.branches, application.regions):
            terms.clear()
    application.save()
    application.set_aside.all().delete()
    application.versions.update(answers={})
    application.judgements.update(motivation=WIPED)
    application.supplements.update(question=WIPED, reply="", draft={})
    application.advices.exclude(text="").update(text=WIPED)
    application.advices.exclude(reaction="").update(reaction=WIPED)
    for nomination in Nomination.objects.filter(application=application):
        anonymise_nomination(nomination)
    audit_log.forget_words(application)
    mails_about(application).exclude(state=OutgoingMail.State.WAITING).delete()


def anonymise_nomination(nomination: Nomination) -> None:
    """Wipe who told us of an initiative, whom to speak to there, and our mails to the former."""
    if nomination.email:
        of_application = mails_about(nomination.application)
        of_application.filter(kind__in=TO_NOMINATOR, recipient__iexact=nomination.email).delete()
    wiped: dict[str, Any] = dict.fromkeys((*OF_NOMINATOR, "email"), "")
    rows = Nomination.objects.filter(pk=nomination.pk)
    rows.update(**wiped, forgotten_at=nomination.forgotten_at or timezone.now())


def wipe_contact(application: Application) -> None:
    """Wipe whom we approached, and what was written about them; the initiative stays."""
    for name in OF_CONTACT:
        setattr(application, name, "")
    application.save(update_fields=OF_CONTACT)
    audit_log.forget_words(application)
    mails_about(application).exclude(state=OutgoingMail.State.WAITING).delete()


def mails_about(application: Application) -> QuerySet[OutgoingMail]:
    kind = ContentType.objects.get_for_model(Application)
    return OutgoingMail.objects.filter(about_type=kind, about_key=application.pk)


NEVER_SENT = "aanmelding nooit verstuurd"
OVER = "aanmelding afgerond"
NO_RESULT = "voordracht zonder vervolg"
NOT_GONE_ON = "benaderde contactpersoon zonder vervolg"
OLD_LOG = "logboek van gewiste aanmelding"


def due_applications(now: datetime) -> QuerySet[Application]:
    """Return the applications of which everything personal has to go."""
    ended_before = now - settings.KEEP_APPLICATION_AFTER_END
    never_sent = Q(state=State.WITHDRAWN, submitted_at=None)
    over = Q(state__in=[State.REJECTED, State.WITHDRAWN, State.LEFT], state_since__lte=ended_before)
    return Application.objects.filter(never_sent | over, forgotten_at=None)


def due_nominations(now: datetime) -> QuerySet[Nomination]:
    """Return the nominations that led to nothing, and those of which the outcome is known.

    As long as somebody is working on it, we may still have word for whoever nominated it.
    """
    before = now - settings.KEEP_NOMINATION
    silent = inactivity.silent_since(before).values("pk")
    is_idle = Q(application__state=State.POTENTIAL, application__in=silent)
    is_over = Q(application__state__in=[*MEMBERS, *ENDED], application__state_since__lte=before)
    return Nomination.objects.filter(is_idle | is_over, created_at__lte=before, forgotten_at=None)


def due_contacts(now: datetime) -> QuerySet[Application]:
    """Return the initiatives of which we approached somebody, and nothing came of it.

    Who was invited and does not answer lapses first (`lapsing`).
    """
    silent = inactivity.silent_since(now - settings.KEEP_APPROACHED_CONTACT)
    nobody = Q(**dict.fromkeys(OF_CONTACT, ""))
    return silent.filter(state=State.POTENTIAL, forgotten_at=None).exclude(nobody)


def due_log(now: datetime) -> QuerySet[ApplicationEvent]:
    """Return the lines of the log of what was wiped, and who looked at the rest, that are too old.

    The decision about a Koploper stays for as long as it is one.
    """
    before = now - settings.KEEP_LOG_OF_APPLICATIONS
    is_wiped = Q(application__forgotten_at__isnull=False)
    return ApplicationEvent.objects.filter(is_wiped | Q(kind__in=audit_log.READING), at__lt=before)


def forget() -> int:
    """Wipe what is due, one application at a time."""
    now = timezone.now()
    failed = scheduled_jobs.each(due_applications(now), partial(_forget_application, now=now))
    nominations = due_nominations(now).select_related("application")
    failed += scheduled_jobs.each(nominations, partial(_forget_nomination, now=now))
    failed += scheduled_jobs.each(due_contacts(now), partial(_forget_contact, now=now))
    _forget_log(now)
    return failed


def _forget_application(found: Application, now: datetime) -> None:
    with under_lock(found) as mine:
        wiped_at = inactivity.wiped_at(mine)
        if mine.forgotten_at is None and wiped_at is not None and wiped_at <= now:
            rule = OVER if mine.submitted_at else NEVER_SENT
            anonymise(mine)
            audit_log.record(mine, audit_log.FORGOTTEN, SYSTEM)
            Deletion.note(mine, rule)


def _forget_nomination(nomination: Nomination, now: datetime) -> None:
    with under_lock(nomination.application) as mine:
        if due_nominations(now).filter(pk=nomination.pk).exists():
            anonymise_nomination(nomination)
            audit_log.record(mine, audit_log.FORGOTTEN, SYSTEM)
            Deletion.note(nomination, NO_RESULT)


def _forget_contact(found: Application, now: datetime) -> None:
    with under_lock(found) as mine:
        if due_contacts(now).filter(pk=mine.pk).exists():
            wipe_contact(mine)
            audit_log.record(mine, audit_log.FORGOTTEN, SYSTEM)
            Deletion.note(mine, NOT_GONE_ON)


@transaction.atomic
def _forget_log(now: datetime) -> None:
    """Delete old lines; the trigger on the table lets through what lies before the moment set."""
    keys = list(due_log(now).values_list("pk", flat=True))
    if not keys:
        return
    before = (now - settings.KEEP_LOG_OF_APPLICATIONS).isoformat()
    table = connection.ops.quote_name(ApplicationEvent._meta.db_table)
    EventWords.objects.filter(event__in=keys).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('applications.forget_before', %s, true)", [before])
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [keys])  # noqa: S608 - our name
        cursor.execute("SELECT set_config('applications.forget_before', '', true)")
    Deletion.objects.create(kind=ApplicationEvent._meta.label_lower, number=len(keys), rule=OLD_LOG)
