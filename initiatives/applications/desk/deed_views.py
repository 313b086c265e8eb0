"""One view for each deed of the table: what it means, the exact mails, and then it happens."""

from collections.abc import Sequence
from typing import Any

from initiatives.applications import foreseeing, introducing, performing, transitions
from initiatives.applications.deeds import Deed
from initiatives.applications.desk.confirming import ConfirmView
from initiatives.applications.desk.deed_forms import FORMS, DeedForm
from initiatives.applications.desk.wording import WORDS, Words, effects_of
from initiatives.applications.posts import Post
from initiatives.applications.refusals import NotAllowed, NotYours
from initiatives.applications.rules import no_letters
from initiatives.applications.transitions import Transition


class DeedView(ConfirmView):
    deed: Deed = Deed.TAKE_UP

    def __init__(self, model_admin: Any, instance_pk: str, deed: Deed) -> None:
        super().__init__(model_admin, instance_pk)
        self.deed = deed

    @property
    def transition(self) -> Transition:
        """Return the row of the table for the state as it is, or any row of this deed."""
        row = transitions.row_of(self.deed, self.instance.state)
        return row or next(row for row in transitions.TRANSITIONS if row.deed == self.deed)

    @property
    def mails(self) -> bool:  # type: ignore[override]
        if self.deed == Deed.REOPEN:  # who was not asked to come anywhere gets none
            return introducing.is_awaited(self.instance.introduction)
        return self.transition.letters is not no_letters

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
        return performing.obstacles(self.instance, self.deed, self.actor)

    def foresee(self, form: DeedForm) -> list[Post]:
        seen = foreseeing.foresee(
            self.instance,
            self.deed,
            self.actor,
            paragraph=form.cleaned_data.get("paragraph", ""),
            **form.details,
        )
        if seen.obstacles and not self.is_theirs:
            raise NotYours(" ".join(seen.obstacles))
        if seen.obstacles:
            raise NotAllowed(seen.obstacles)
        return seen.posts

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        performing.perform(
            self.instance,
            self.deed,
            self.actor,
            paragraph=paragraph,
            no_mail=no_mail,
            seen=seen,
            **form.details,
        )
