"""Takes what is personal out of an application; what stays can be counted and names nobody."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from core.models import OutgoingMail
from initiatives.applications.models import Application, Nomination

WIPED = "Gewist"
OF_CONTACT = ("first_name", "infix", "last_name", "job_title", "email", "phone")
OF_NOMINATOR = ("reason", "place", "contact", "first_name", "infix", "last_name", "organisation")


def empty(application: Application) -> None:
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
        empty_nomination(nomination)
    _mails_about(application).delete()


def empty_nomination(nomination: Nomination) -> None:
    """Wipe who told us of an initiative, and whom to speak to there."""
    wiped: dict[str, Any] = dict.fromkeys((*OF_NOMINATOR, "email"), "")
    rows = Nomination.objects.filter(pk=nomination.pk)
    rows.update(**wiped, forgotten_at=nomination.forgotten_at or timezone.now())


def _mails_about(application: Application) -> QuerySet[OutgoingMail]:
    kind = ContentType.objects.get_for_model(Application)
    mails = OutgoingMail.objects.filter(about_type=kind, about_key=application.pk)
    return mails.exclude(state=OutgoingMail.State.WAITING)
