"""Lets the demo have a past: what services write while it is made happened some days ago."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_save

from core.models import OutgoingMail
from initiatives.applications.models import (
    Advice,
    Application,
    ApplicationEvent,
    Judgement,
    Nomination,
    Supplement,
    Version,
)


class Past:
    """Within it every new row is dated with the moment of `at`, before it is saved.

    The log of applications cannot be changed afterwards, not even by us.
    """

    DATED: ClassVar[dict[type[Any], str]] = {
        ApplicationEvent: "at",
        Version: "created_at",
        Judgement: "judged_at",
        Advice: "asked_at",
        Supplement: "asked_at",
        Nomination: "created_at",
    }

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __enter__(self) -> Self:
        for model in self.DATED:
            pre_save.connect(self._date, sender=model)
        return self

    def __exit__(self, *error: object) -> None:
        for model in self.DATED:
            pre_save.disconnect(self._date, sender=model)

    def _date(self, sender: type[Any], instance: Any, **more: Any) -> None:
        if instance._state.adding:
            setattr(instance, self.DATED[sender], self.moment)

    def settle(self, application: Application, **columns: Any) -> Application:
        """Let what was done to an application just now have been done at the moment."""
        dates = {"state_since": self.moment, "touched_at": self.moment, **columns}
        Application.objects.filter(pk=application.pk).update(**dates)
        self.deliver(application)
        return Application.objects.get(pk=application.pk)

    def deliver(self, application: Application) -> None:
        """Take the mails of it as delivered: those that are private are wiped, as always."""
        kind = ContentType.objects.get_for_model(Application)
        mails = OutgoingMail.objects.filter(
            about_type=kind, about_key=application.pk, state=OutgoingMail.State.WAITING
        )
        dates = {"created_at": self.moment, "due_at": self.moment, "sent_at": self.moment}
        for mail in mails:
            wiped = mail.wipe() if mail.is_private else []
            mail.state = OutgoingMail.State.SENT
            for name, value in dates.items():
                setattr(mail, name, value)
            mail.save(update_fields=["state", *dates, *wiped])
