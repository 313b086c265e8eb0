"""One view for each deed of the table: what it means, the exact mails, and then it happens.

A POST with step "bekijken" shows the mails as they would be; with step "doen" it happens, exactly
as it was shown: when a mail would read otherwise by now, it is shown again first.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from wagtail.admin import messages

from initiatives.applications import foreseeing, history, performing, transitions
from initiatives.applications.deeds import Deed
from initiatives.applications.desk.deed_forms import FORMS, DeedForm
from initiatives.applications.desk.pages import (
    ApplicationView,
    sent_number,
    sentences_of,
    typed_in,
)
from initiatives.applications.desk.wording import WORDS, effects_of
from initiatives.applications.locking import under_lock
from initiatives.applications.posts import Post
from initiatives.applications.refusals import NotAllowed, NotYours, Refused
from initiatives.applications.rules import no_letters
from initiatives.applications.transitions import Transition

DO = "doen"
OTHERWISE = "De mail is nu anders dan toen je hem bekeek. Lees hem nog een keer, en verstuur dan."


class _ReadsOtherwise(Exception):  # noqa: N818 - an answer, not a fault
    """What would be mailed is not what was shown."""


class DeedView(ApplicationView):
    """Asks whether it is meant, shows the mails, and does it."""

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
    def mails(self) -> bool:
        return self.transition.letters is not no_letters

    def get_page_title(self) -> str:
        return self.transition.label

    def get_template_names(self) -> list[str]:
        return ["applications/admin/deed.html"]

    def form(self, data: Any = None) -> DeedForm:
        return FORMS[self.deed](self.instance, self.actor, data, mails=self.mails)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if obstacles := performing.obstacles(self.instance, self.deed, self.actor):
            return self.show(obstacles=obstacles, status=200 if self.is_adviser else 403)
        form = self.form()
        as_shown = self.form(form.as_first_shown())
        return self.show(form=form, posts=self.foresee(as_shown) if as_shown.is_valid() else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        try:
            if not form.is_valid():
                return self.mend(form)
            if request.POST.get("step") != DO:
                return self.show(form=form, posts=self.foresee(form))
            self.perform(form)
        except _ReadsOtherwise:
            return self.show(form=form, posts=self.foresee(form), notice=OTHERWISE)
        except Refused as refused:
            return self.refuse(form, refused)
        messages.success(request, WORDS[self.deed].done)
        return redirect(self.own_url)

    def foresee(self, form: DeedForm) -> list[Post]:
        """Return the mails that this would send. Raises NotYours and NotAllowed."""
        seen = foreseeing.foresee(
            self.instance,
            self.deed,
            self.actor,
            paragraph=form.cleaned_data.get("paragraph", ""),
            **form.details,
        )
        if seen.obstacles and self.actor.role not in transitions.roles_of(self.deed):
            raise NotYours(" ".join(seen.obstacles))
        if seen.obstacles:
            raise NotAllowed(seen.obstacles)
        return seen.posts

    def perform(self, form: DeedForm) -> None:
        """Do it as it was shown. Raises Refused, and _ReadsOtherwise."""
        no_mail = form.cleaned_data.get("no_mail", False)
        with under_lock(self.instance):
            shown = self.request.POST.get("shown", "")
            if self.mails and not no_mail and fingerprint(self.foresee(form)) != shown:
                raise _ReadsOtherwise
            performing.perform(
                self.instance,
                self.deed,
                self.actor,
                paragraph=form.cleaned_data.get("paragraph", ""),
                no_mail=no_mail,
                seen=sent_number(self.request, "seen"),
                **form.details,
            )

    def mend(self, form: DeedForm) -> HttpResponseBase:
        """Show what to mend; but who may not do this, or not now, hears that instead."""
        if obstacles := performing.obstacles(self.instance, self.deed, self.actor):
            may = self.actor.role in transitions.roles_of(self.deed)
            refused = NotAllowed(obstacles) if may else NotYours(" ".join(obstacles))
            return self.refuse(form, refused)
        return self.show(form=form)

    def refuse(self, form: DeedForm, refused: Refused) -> HttpResponseBase:
        """Say why nothing was done, and keep what was typed."""
        self.instance.refresh_from_db()
        sentences = sentences_of(refused, self.instance)
        if performing.obstacles(self.instance, self.deed, self.actor):
            return self.show(refusal=sentences, typed=typed_in(form), status=refused.status)
        return self.show(form=form, refusal=sentences, status=refused.status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says; `posts` are the mails, None while those are not known yet."""
        posts = kwargs.get("posts")
        return super().get_context_data(
            **kwargs,
            words=WORDS[self.deed],
            transition=self.transition,
            effects=effects_of(self.transition),
            mails_somebody=self.mails,
            fingerprint=fingerprint(posts) if posts else "",
            mark=history.mark(self.instance),
        )


def fingerprint(posts: Sequence[Post]) -> str:
    """Return what tells whether mails read the same as before: to whom, and every word."""
    words = "\0".join(f"{post.to}\0{post.letter.title}\0{post.letter.text()}" for post in posts)
    return salted_hmac("applications.deed", words, algorithm="sha256").hexdigest()
