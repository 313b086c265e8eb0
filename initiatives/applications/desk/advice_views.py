"""What an adviser does about advice that was asked: react, remind, renew a link, take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages

from core.questions import Lines
from initiatives.applications import consulting, party_letters
from initiatives.applications.actors import Actor
from initiatives.applications.desk.advice_lines import REACT, REMIND, RENEW, REVOKE
from initiatives.applications.desk.pages import (
    ONLY_ADVISERS,
    ApplicationView,
    sentences_of,
    typed_in,
)
from initiatives.applications.models import Advice
from initiatives.applications.posts import Post
from initiatives.applications.refusals import NotYours, Refused

LONGEST_KEY = 18  # digits


class PlainForm(forms.Form):
    """Nothing to fill in."""

    use_required_attribute = False


class ReactionForm(PlainForm):
    said = Lines(
        label="Wat doe je met dit advies?",
        help_text="Dit blijft bij de aanmelding bewaard. De adviespartij krijgt er geen mail over.",
        missing="Schrijf op wat je met dit advies doet.",
        longest=consulting.LONGEST,
        rows=6,
    )


class RevokeForm(PlainForm):
    said = Lines(
        label="Waarom trek je de vraag in?",
        help_text="Dit komt in de tijdlijn te staan.",
        longest=consulting.LONGEST,
        rows=3,
    )


@dataclass(frozen=True)
class Act:
    """One thing to do about an advice; `letter` is what it mails, if anything."""

    label: str
    effects: tuple[str, ...]
    do: str
    done: str
    act: Callable[[Advice, Actor, str], None]
    form: type[forms.Form] = PlainForm
    letter: Callable[[Advice], Post] | None = None


ACTS = {
    REACT: Act(
        "Reageren op een advies",
        ("Zonder reactie op een negatief advies kan niemand het initiatief toelaten.",),
        "Sla de reactie op",
        "Je reactie is opgeslagen.",
        lambda advice, actor, said: consulting.react(advice, actor, said),
        form=ReactionForm,
    ),
    REVOKE: Act(
        "Vraag om advies intrekken",
        (
            "De link werkt meteen niet meer.",
            "We wachten niet langer op dit advies. Er gaat geen mail weg.",
        ),
        "Ja, trek de vraag in",
        "De vraag is ingetrokken.",
        lambda advice, actor, said: consulting.revoke(advice, actor, said),
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
        lambda advice, actor, said: consulting.renew(advice, actor),
        letter=party_letters.invitation,
    ),
    REMIND: Act(
        "Herinneren aan het advies",
        ("De link die er al was, blijft werken.",),
        "Ja, stuur een herinnering",
        "De herinnering is onderweg.",
        lambda advice, actor, said: consulting.remind(advice, actor),
        letter=party_letters.reminder,
    ),
}


class AdviceView(ApplicationView):
    """Asks whether it is meant, shows the mail if there is one, and does it on a POST."""

    name = ""

    def __init__(self, model_admin: Any, instance_pk: str, name: str) -> None:
        super().__init__(model_admin, instance_pk)
        self.name = name

    @property
    def act(self) -> Act:
        return ACTS[self.name]

    def get_page_title(self) -> str:
        return self.act.label

    def get_template_names(self) -> list[str]:
        return ["applications/admin/advice.html"]

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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        advice = self.advice()
        if not self.is_adviser:
            return self.show(advice=advice, refusal=[ONLY_ADVISERS], status=403)
        form = self.act.form(initial={"said": advice.reaction})
        return self.show(advice=advice, form=form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        advice = self.advice()
        form = self.act.form(request.POST)
        try:
            if not self.is_adviser:
                raise NotYours(ONLY_ADVISERS)
            if not form.is_valid():
                return self.show(advice=advice, form=form)
            self.act.act(advice, self.actor, form.cleaned_data.get("said", ""))
        except Refused as refused:
            return self.show(
                advice=advice,
                refusal=sentences_of(refused, self.instance),
                typed=typed_in(form),
                status=refused.status,
            )
        messages.success(request, self.act.done)
        return redirect(f"{self.own_url}#advies")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.act.letter
        advice = kwargs["advice"]
        posts = [letter(advice).for_other_eyes()] if letter and kwargs.get("form") else []
        return super().get_context_data(**kwargs, act=self.act, posts=posts)
