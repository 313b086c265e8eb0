"""The page that confirms an action: shows the exact mails, and then carries it out.

A POST with step "bekijken" shows the mails as they would be sent; with step "doen" the action
happens exactly as shown: if a mail would read otherwise by now, it is shown again first.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from wagtail.admin import messages

from core.refusals import typed_in
from initiatives.applications import transitions
from initiatives.applications.desk.action_forms import FORMS, ActionForm
from initiatives.applications.desk.pages import ApplicationView, sent_number, sentences_of
from initiatives.applications.desk.wording import WORDS, Words, effects_of
from initiatives.applications.transitions import Transition
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.errors import NotAllowed, PermissionDenied, Refused
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import no_mails

DO = "doen"
OTHERWISE = "De mail is nu anders dan toen je die bekeek. Lees die nog een keer, en verstuur dan."


class _ReadsOtherwise(Exception):  # noqa: N818 - an answer, not a fault
    """What would be mailed is not what was shown."""


class ConfirmView(ApplicationView):
    """Each kind of page says what it asks and does; how that goes is the same for all."""

    is_serious = False
    # Whether somebody gets a mail of it.
    mails = False

    @property
    def words(self) -> Words:
        """Return what the page says."""
        raise NotImplementedError

    @property
    def effects(self) -> Sequence[str]:
        """Return what follows, as sentences."""
        return self.words.effects

    @property
    def is_theirs(self) -> bool:
        """Tell whether this is for somebody in this role, whatever the state."""
        return self.is_adviser

    @property
    def done_url(self) -> str:
        """Return where to go when it is done."""
        return self.own_url

    def form(self, data: Any = None) -> ActionForm:
        raise NotImplementedError

    def obstacles(self) -> list[str]:
        """Return why this cannot be done now, whatever is filled in."""
        raise NotImplementedError

    def foresee(self, form: ActionForm) -> list[Post]:
        """Return the mails that a valid form would send, and change nothing. Raises Refused."""
        return []

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        """Do it. Raises Refused."""
        raise NotImplementedError

    def get_page_title(self) -> str:
        raise NotImplementedError

    def get_template_names(self) -> list[str]:
        return ["applications/admin/action.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if obstacles := self.obstacles():
            return self.show(obstacles=obstacles, status=200 if self.is_adviser else 403)
        form = self.form()
        as_shown = self.form(form.as_first_shown())
        try:
            posts = self.foresee(as_shown) if as_shown.is_valid() else None
        except Refused as refused:
            return self.refuse(form, refused)
        return self.show(form=form, posts=posts)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        try:
            if not form.is_valid():
                return self.mend(form)
            if request.POST.get("step") != DO:
                return self.show(form=form, posts=self.foresee(form))
            self.do_as_shown(form)
        except _ReadsOtherwise:
            return self.show(form=form, posts=self.foresee(form), notice=OTHERWISE)
        except Refused as refused:
            return self.refuse(form, refused)
        messages.success(request, self.words.done)
        return redirect(self.done_url)

    def do_as_shown(self, form: ActionForm) -> None:
        """Do it as it was shown. Raises Refused, and _ReadsOtherwise."""
        no_mail = form.cleaned_data.get("no_mail", False)
        with under_lock(self.instance):
            shown = self.request.POST.get("shown", "")
            if self.mails and not no_mail and fingerprint(self.foresee(form)) != shown:
                raise _ReadsOtherwise
            self.carry_out(
                form,
                paragraph=form.cleaned_data.get("paragraph", ""),
                no_mail=no_mail,
                seen=sent_number(self.request, "seen"),
            )

    def mend(self, form: ActionForm) -> HttpResponseBase:
        """Show what to mend; but who may not do this, or not now, hears that instead."""
        if not (obstacles := self.obstacles()):
            return self.show(form=form)
        return self.refuse(
            form, NotAllowed(obstacles) if self.is_theirs else PermissionDenied(" ".join(obstacles))
        )

    def refuse(self, form: ActionForm, refused: Refused) -> HttpResponseBase:
        """Say why nothing was done, and keep what was typed."""
        self.instance.refresh_from_db()
        sentences = sentences_of(refused, self.instance)
        if self.obstacles():
            return self.show(refusal=sentences, typed=typed_in(form), status=refused.status)
        return self.show(form=form, refusal=sentences, status=refused.status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says; `posts` are the mails, None while those are not known yet."""
        posts = kwargs.get("posts")
        return super().get_context_data(
            **kwargs,
            words=self.words,
            is_serious=self.is_serious,
            effects=self.effects,
            mails_somebody=self.mails,
            fingerprint=fingerprint(posts) if posts else "",
            mark=audit_log.version(self.instance),
        )


def fingerprint(posts: Sequence[Post]) -> str:
    """Return what tells whether mails read the same as before: to whom, and every word."""
    words = "\0".join(f"{post.to}\0{post.letter.title}\0{post.letter.text()}" for post in posts)
    return salted_hmac("applications.action", words, algorithm="sha256").hexdigest()


class ActionView(ConfirmView):
    action: Action = Action.TAKE_UP

    def __init__(self, model_admin: Any, instance_pk: str, action: Action) -> None:
        super().__init__(model_admin, instance_pk)
        self.action = action

    @property
    def transition(self) -> Transition:
        """Return the row of the table for the state as it is, or any row of this action."""
        row = transitions.row_of(self.action, self.instance.state)
        return row or next(row for row in transitions.TRANSITIONS if row.action == self.action)

    @property
    def mails(self) -> bool:  # type: ignore[override]
        if self.action == Action.TAKE_UP:  # but for a word to the colleague who was chosen
            return False
        return self.transition.mails is not no_mails

    @property
    def is_serious(self) -> bool:  # type: ignore[override]
        return self.transition.serious

    @property
    def words(self) -> Words:
        return WORDS[self.action]

    @property
    def effects(self) -> Sequence[str]:
        return effects_of(self.transition, self.instance)

    @property
    def is_theirs(self) -> bool:
        return self.actor.role in transitions.roles_of(self.action)

    def get_page_title(self) -> str:
        return self.transition.label

    def form(self, data: Any = None) -> ActionForm:
        return FORMS[self.action](self.instance, self.actor, data, mails=self.mails)

    def obstacles(self) -> list[str]:
        return engine.obstacles(self.instance, self.action, self.actor)

    def foresee(self, form: ActionForm) -> list[Post]:
        seen = engine.preview(
            self.instance,
            self.action,
            self.actor,
            paragraph=form.cleaned_data.get("paragraph", ""),
            **form.details,
        )
        if seen.obstacles and not self.is_theirs:
            raise PermissionDenied(" ".join(seen.obstacles))
        if seen.obstacles:
            raise NotAllowed(seen.obstacles)
        return seen.posts

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        engine.apply(
            self.instance,
            self.action,
            self.actor,
            paragraph=paragraph,
            no_mail=no_mail,
            seen=seen,
            **form.details,
        )
