"""One view for each deed of the table: what it means, the exact mails, and then it happens."""

from collections.abc import Sequence
from typing import Any

from initiatives.applications import introducing, transitions
from initiatives.applications.desk.confirming import ConfirmView
from initiatives.applications.desk.deed_forms import FORMS, DeedForm
from initiatives.applications.desk.wording import WORDS, Words, effects_of
from initiatives.applications.transitions import Transition
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.errors import NotAllowed, PermissionDenied
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import no_mails


class DeedView(ConfirmView):
    deed: Action = Action.TAKE_UP

    def __init__(self, model_admin: Any, instance_pk: str, deed: Action) -> None:
        super().__init__(model_admin, instance_pk)
        self.deed = deed

    @property
    def transition(self) -> Transition:
        """Return the row of the table for the state as it is, or any row of this deed."""
        row = transitions.row_of(self.deed, self.instance.state)
        return row or next(row for row in transitions.TRANSITIONS if row.deed == self.deed)

    @property
    def mails(self) -> bool:  # type: ignore[override]
        if self.deed == Action.REOPEN:  # who was not asked to come anywhere gets none
            return introducing.is_awaited(self.instance.introduction)
        return self.transition.letters is not no_mails

    @property
    def is_serious(self) -> bool:  # type: ignore[override]
        return self.transition.serious

    @property
    def words(self) -> Words:
        return WORDS[self.deed]

    @property
    def effects(self) -> Sequence[str]:
        return effects_of(self.transition, self.instance)

    @property
    def is_theirs(self) -> bool:
        return self.actor.role in transitions.roles_of(self.deed)

    def get_page_title(self) -> str:
        return self.transition.label

    def form(self, data: Any = None) -> DeedForm:
        return FORMS[self.deed](self.instance, self.actor, data, mails=self.mails)

    def obstacles(self) -> list[str]:
        return engine.obstacles(self.instance, self.deed, self.actor)

    def foresee(self, form: DeedForm) -> list[Post]:
        seen = engine.preview(
            self.instance,
            self.deed,
            self.actor,
            paragraph=form.cleaned_data.get("paragraph", ""),
            **form.details,
        )
        if seen.obstacles and not self.is_theirs:
            raise PermissionDenied(" ".join(seen.obstacles))
        if seen.obstacles:
            raise NotAllowed(seen.obstacles)
        return seen.posts

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        engine.apply(
            self.instance,
            self.deed,
            self.actor,
            paragraph=paragraph,
            no_mail=no_mail,
            seen=seen,
            **form.details,
        )
