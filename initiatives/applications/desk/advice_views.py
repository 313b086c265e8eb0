"""What an adviser does about advice that was asked: react, remind, renew a link, take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from core.questions import Lines
from core.refusals import typed_in
from initiatives.applications.consultation import advice_requests
from initiatives.applications.desk.action_forms import ActionForm
from initiatives.applications.desk.action_views import ConfirmView
from initiatives.applications.desk.case import REACT, REMIND, RENEW, REVOKE
from initiatives.applications.desk.pages import sentences_of
from initiatives.applications.desk.wording import Words
from initiatives.applications.models import Advice
from initiatives.applications.workflow import engine, errors
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.errors import PermissionDenied, Refused
from initiatives.applications.workflow.outgoing_mail import Post

LONGEST_KEY = 18  # digits


class MailForm(ActionForm):
    """Nothing to fill in; what only mails somebody cannot be done without the mail."""

    may_skip_mail = False


class ReactionForm(ActionForm):
    said = Lines(
        label="Wat doe je met dit advies?",
        help_text="Dit blijft bij de aanmelding bewaard. De adviespartij krijgt er geen mail over.",
        missing="Schrijf op wat je met dit advies doet.",
        longest=advice_requests.LONGEST,
        rows=6,
    )


class RevokeForm(ActionForm):
    said = Lines(
        label="Waarom trek je de vraag in?",
        help_text="Dit komt in de tijdlijn te staan: daarna kan een besluit zonder dit advies.",
        missing="Schrijf op waarom je de vraag intrekt.",
        longest=advice_requests.LONGEST,
        rows=3,
    )


@dataclass(frozen=True)
class Act:
    """One thing to do about an advice; `act` gets what was typed, and returns what it mailed."""

    label: str
    effects: tuple[str, ...]
    do: str
    done: str
    act: Callable[[Advice, Actor, str], list[Post] | None]
    form: type[ActionForm] = MailForm
    mails: bool = False


ACTS = {
    REACT: Act(
        "Reageren op een advies",
        ("Zonder reactie op een negatief advies kan niemand het initiatief toelaten.",),
        "Sla de reactie op",
        "Je reactie is opgeslagen.",
        lambda advice, actor, said: advice_requests.react(advice, actor, said),
        form=ReactionForm,
    ),
    REVOKE: Act(
        "Vraag om advies intrekken",
        (
            "De link werkt meteen niet meer.",
            "We wachten niet langer op dit advies. We versturen geen mail.",
        ),
        "Ja, trek de vraag in",
        "De vraag is ingetrokken.",
        lambda advice, actor, said: advice_requests.revoke(advice, actor, said),
        form=RevokeForm,
    ),
    RENEW: Act(
        "Nieuwe link sturen",
        (
            "De oude link werkt meteen niet meer.",
            "Is de termijn voorbij of was de vraag ingetrokken, dan begint de termijn opnieuw.",
        ),
        "Ja, stuur een nieuwe link",
        "De nieuwe link is onderweg.",
        lambda advice, actor, said: advice_requests.renew(advice, actor, said),
        mails=True,
    ),
    REMIND: Act(
        "Herinneren aan het advies",
        ("De link die er al was, blijft werken.",),
        "Ja, stuur een herinnering",
        "De herinnering is onderweg.",
        lambda advice, actor, said: advice_requests.remind(advice, actor, said),
        mails=True,
    ),
}


class AdviceView(ConfirmView):
    name = ""

    def __init__(self, model_admin: Any, instance_pk: str, name: str) -> None:
        super().__init__(model_admin, instance_pk)
        self.name = name

    @property
    def act(self) -> Act:
        return ACTS[self.name]

    @property
    def mails(self) -> bool:  # type: ignore[override]
        return self.act.mails

    @property
    def words(self) -> Words:
        act = self.act
        return Words(f"{act.label}: {self.advice.party}", act.effects, act.do, act.done)

    @property
    def done_url(self) -> str:
        return f"{self.own_url}#advies"

    def get_page_title(self) -> str:
        return self.act.label

    def get_template_names(self) -> list[str]:
        return ["applications/admin/advice.html"]

    @cached_property
    def advice(self) -> Advice:
        """Return the advice that the address names. Raises Http404 for one of another case."""
        key = self.request.GET.get("advies", "")
        if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY):
            raise Http404
        found = Advice.objects.select_related("party", "application")
        advice = found.filter(application=self.instance, pk=int(key)).first()
        if advice is None:
            raise Http404
        return advice

    def form(self, data: Any = None) -> ActionForm:
        form = self.act.form(self.instance, self.actor, data, mails=self.mails)
        form.initial = {"said": self.advice.reaction}
        return form

    def obstacles(self) -> list[str]:
        return [] if self.is_adviser else [errors.ONLY_ADVISERS]

    def foresee(self, form: ActionForm) -> list[Post]:
        return engine.would_send(lambda: self._do(form)) if self.mails else []

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        self._do(form)

    def _do(self, form: ActionForm) -> list[Post]:
        if not self.is_adviser:
            raise PermissionDenied(errors.ONLY_ADVISERS)
        said = form.cleaned_data.get("said") or form.cleaned_data.get("paragraph", "")
        return self.act.act(self.advice, self.actor, said) or []

    def refuse(self, form: ActionForm, refused: Refused) -> HttpResponseBase:
        """Say why: what was asked or answered meanwhile leaves nothing to do here."""
        return self.show(
            refusal=sentences_of(refused, self.instance),
            typed=typed_in(form),
            status=refused.status,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, advice=self.advice)
