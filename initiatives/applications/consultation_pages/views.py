"""The pages of a party asked for advice: read the application, advise, or declare a conflict."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.link_views import DeadLink, opened_by
from core.questions import Lines, OneOf, QuestionForm
from core.refusals import giving_back, typed_at, typed_in
from initiatives.applications.assessment.criteria import latest_version
from initiatives.applications.consultation import advice_requests, advice_status, invitations
from initiatives.applications.consultation.advice_requests import LONGEST
from initiatives.applications.consultation.invitations import LinkStatus
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.models import Advice
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor

NO_WHY = "Leg uit waarom je advies negatief is"


class AdviceForm(QuestionForm):
    advies = OneOf(
        label="Wat is jullie advies?",
        choices=[choice for choice in AdviceValue.choices if choice[0] != AdviceValue.OPEN],
        missing="Kies een advies, of kies ‘Geen advies’",
    )
    toelichting = Lines(
        label="Toelichting",
        needed="bij een negatief advies",
        help_text="Noem geen namen van cliënten of medewerkers.",
        longest=LONGEST,
        rows=8,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        is_negative = cleaned.get("advies") == AdviceValue.NEGATIVE
        if is_negative and "toelichting" not in self.errors and not cleaned["toelichting"].strip():
            self.add_error("toelichting", NO_WHY)
        return cleaned

    @property
    def advice(self) -> tuple[AdviceValue, str]:
        """Return what is advised, with why, of a valid form."""
        return AdviceValue(self.cleaned_data["advies"]), self.cleaned_data["toelichting"]


NOT_FOUND, CONFLICT, GONE = 404, 409, 410
READ = "lezen"  # the button that shows the case


def _find(request: HttpRequest, token: str) -> Advice:
    """Return the advice that a link is for, as long as it can be given. Raises DeadLink."""
    opened = invitations.open_link(token)
    typed = typed_at(request, {"advice": AdviceForm})
    if opened is None:
        raise DeadLink(_show(request, "unknown.html", NOT_FOUND, typed=typed))
    asked = opened.advice
    if opened.status == LinkStatus.OPEN and asked is not None:
        return asked
    if opened.status == LinkStatus.GIVEN and asked is not None:
        raise DeadLink(_given(request, asked))
    raise DeadLink(_show(request, "closed.html", GONE, link_status=opened.status, typed=typed))


by_link = opened_by(_find, back="advice")


@by_link
def advise(request: HttpRequest, asked: Advice, token: str) -> HttpResponse:
    """Show the case to whoever asks to read it, and take the advice about it.

    Mail programs open links by themselves. So it is a button that shows the case, for an hour, and
    only who pressed one has read it.
    """
    if READ in request.POST:
        _note(request, asked)
        return redirect("advice", token)
    if request.method != "POST" and not _is_read(asked):
        return _show(request, "read.html", advice=asked)
    form = AdviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with giving_back(form):
            advice_requests.give(asked, *form.advice)
            messages.success(request, "Jullie advies is verstuurd. We bevestigen dat ook per mail.")
        return redirect("advice", token)
    if request.method == "POST":
        _note(request, asked)
    return _show(request, "advise.html", token=token, form=form, **_case(asked))


@by_link
def conflict(request: HttpRequest, asked: Advice, token: str) -> HttpResponse:
    """Ask whether it is meant that a party is involved itself; after that it sees nothing more."""
    if request.method == "POST":
        advice_requests.declare_conflict(asked)
        messages.success(request, "We hebben genoteerd dat jullie zelf betrokken zijn.")
        return redirect("advice", token)
    return _show(request, "conflict.html", token=token, advice=asked)


def _note(request: HttpRequest, asked: Advice) -> None:
    """Keep that a party saw the case."""
    audit_log.record_view(request, asked.application, *_reader(asked), party=asked.party_id)


def _is_read(asked: Advice) -> bool:
    return audit_log.is_viewed(asked.application, *_reader(asked), party=asked.party_id)


def _reader(asked: Advice) -> tuple[Actor, str]:
    return advice_requests.actor_of(asked.party), audit_log.ADVICE_OPENED


def _case(asked: Advice) -> dict[str, Any]:
    """Return what a party sees of a case: the answers that were sent last, and no contact data."""
    application = asked.application
    version = latest_version(application)
    sheet = None
    if version is not None:
        sheet = sheet_of(version.answers, version.form_version, without_contact=True)
    return {"advice": asked, "application": application, "sheet": sheet}


def _given(request: HttpRequest, asked: Advice) -> HttpResponse:
    """Thank who has advised; only now does it see what the others advised.

    Who sends the same once more did nothing wrong. Who sends anything else reads that it is not
    taken.
    """
    typed, is_refused = [], False
    if request.method == "POST":
        _note(request, asked)
        form = AdviceForm(request.POST)
        is_refused = not form.is_valid() or form.advice != (asked.value, asked.text)
        typed = typed_in(form) if is_refused else []
    others = advice_status.of_this_round(asked.application).exclude(pk=asked.pk)
    given = others.exclude(value=AdviceValue.OPEN)
    return _show(
        request,
        "given.html",
        CONFLICT if is_refused else 200,
        advice=asked,
        others=given,
        waiting=others.count(),
        is_refused=is_refused,
        typed=typed,
    )


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"applications/consultation_pages/{template}", context, status=status)
