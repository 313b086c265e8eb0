"""Applications as tests need them: in any state, judged in any way, with somebody to act."""

import itertools
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from core.groups import ADVISERS
from core.models import OutgoingMail
from core.workdays import add_workdays
from initiatives.applications.models import Advice, AdviceParty, Application, Judgement, Version
from initiatives.applications.models.choices import Role, Verdict
from initiatives.applications.models.states import BEFORE_SUBMISSION, State
from initiatives.applications.workflow.actions import Actor
from initiatives.choices import Criterion
from tests.factories import UserFactory

EMAIL = "indiener@voorbeeld.example"
MOTIVATION = "De organisaties werken aantoonbaar samen en delen hun resultaten."
VERDICTS = {"V": Verdict.MET, "N": Verdict.NOT_MET, "?": Verdict.UNCLEAR}
_number = itertools.count(9000)


def adviser(name: str = "") -> Actor:
    """Return somebody who tests applications, with an account of their own."""
    user: Any = UserFactory(**({"first_name": name} if name else {}))
    user.groups.add(Group.objects.get(name=ADVISERS))
    return Actor(Role.ADVISER, user.pk)


def application(state: State = State.SUBMITTED, **fields: Any) -> Application:
    """Return one in this state, with what every row in that state has."""
    now = timezone.now()
    if state not in BEFORE_SUBMISSION:
        fields = {"reference": f"KL-2018-{next(_number)}", "submitted_at": now, **fields}
    made = Application.objects.create(
        state=state,
        **{"name": "Leerlijn", "first_name": "Noor", "last_name": "Test", "email": EMAIL, **fields},
    )
    if made.submitted_at:
        Version.objects.create(
            application=made, number=1, answers=made.answers, form_version=made.form_version
        )
    return made


def judged(made: Application, verdicts: str, by: Actor | None = None) -> Application:
    """Give an application verdicts for the four criteria in order, such as "VVN?"."""
    for criterion, letter in zip(Criterion, verdicts, strict=False):
        if letter != "-":
            Judgement.objects.update_or_create(
                application=made,
                criterion=criterion,
                defaults={
                    "verdict": VERDICTS[letter],
                    "motivation": MOTIVATION,
                    "version": made.versions.latest("number"),
                    "judged_by_id": by.user_id if by else None,
                },
            )
    return made


def advised(made: Application, *values: str, **fields: Any) -> list[Advice]:
    """Ask as many ministries for advice, and let them give these values."""
    asked = []
    for number, value in enumerate(values):
        party, _ = AdviceParty.objects.get_or_create(
            name=f"Ministerie {number}",
            defaults={"kind": AdviceParty.Kind.MINISTRY, "email": f"m{number}@voorbeeld.example"},
        )
        said: dict[str, Any] = {"value": value, "text": "Te duur." if value == "negatief" else ""}
        due_on = add_workdays(timezone.localdate(), 10)
        asked.append(
            Advice.objects.create(
                application=made, party=party, **{"due_on": due_on, **said, **fields}
            )
        )
    return asked


def fresh(made: Application) -> Application:
    return Application.objects.get(pk=made.pk)


def user_of(actor: Actor) -> Any:
    return get_user_model().objects.get(pk=actor.user_id or 0)


def mails(kind: str = "") -> list[OutgoingMail]:
    """Return the mails that were written, the oldest first; of one kind if one is named."""
    found = OutgoingMail.objects.order_by("pk")
    return list(found.filter(kind=kind) if kind else found)
