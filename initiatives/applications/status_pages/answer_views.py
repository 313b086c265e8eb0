"""Translates what an applicant answers to our question, and says of the text, to services."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.refusals import giving_back, typed_in
from initiatives.applications.assessment import supplements
from initiatives.applications.form.sheets import typed_lines
from initiatives.applications.form.typed import typed_in as answers_in
from initiatives.applications.membership import koploper_page
from initiatives.applications.membership.koploper_page import Text
from initiatives.applications.models import Application, Supplement
from initiatives.applications.status_pages.forms import ReplyForm, TextForm
from initiatives.applications.status_pages.views import by_link
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import ChangedMeanwhile, InvalidState, NotAllowed

CONFLICT, GONE = 409, 410
# What the buttons are called in what a browser sends.
ACTION, SEND, MORE, LESS = "actie", "verstuur", "erbij", "weg-"


@by_link
def supplement(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show our question with the part of the form that is open again; keep and send the answer."""
    asked = supplements.waiting(application)
    if asked is None:
        return _no_question(request, application, token)
    asked.application = application
    if request.method != "POST":
        return _supplement(request, asked, token)
    typed = _typed(request, asked)
    try:
        asked = supplements.keep(asked, typed, _reply(request))
    except InvalidState:
        return _no_question(request, application, token)
    if request.POST.get(ACTION, SEND) != SEND:
        messages.success(request, "Bewaard. Je hebt nog niets verstuurd.")
        return _supplement(request, asked, token)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            apply(application, Action.SEND_SUPPLEMENT, APPLICANT)
        except NotAllowed as refused:
            return _supplement(request, asked, token, checked=True, sentences=refused.sentences)
        except InvalidState:
            return _no_question(request, application, token)
        messages.success(request, "Je aanvulling is verstuurd. We bevestigen dat ook per mail.")
        return redirect("application", token)
    return _supplement(request, asked, token, checked=True, form=form)


def _reply(request: HttpRequest) -> str:
    # "\0" is the one sign that the database refuses.
    return request.POST.get("antwoord", "")[: 2 * supplements.LONGEST_REPLY].replace("\0", "")


def _no_question(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Say that no question waits; who sends something else than was answered gets it back.

    Who goes back to a page that was sent, or presses twice, sees how the application stands.
    """
    last = application.supplements.first()
    typed: list[tuple[str, str]] = []
    if request.method == "POST" and not (last and last.reply and last.reply == _reply(request)):
        last = last or Supplement(application=application)
        last.application = application
        typed = typed_lines(supplements.steps_opened(last), request.POST)
        typed += typed_in(ReplyForm(request.POST))
    if last and last.answered_at and not typed:
        return redirect("application", token)
    status = CONFLICT if typed else GONE
    return _show(request, "supplement_done.html", status, token=token, typed=typed)


def _typed(request: HttpRequest, asked: Supplement) -> dict[str, Any]:
    """Return what was typed in the open questions, with a row more or less if that was asked."""
    typed: dict[str, Any] = {}
    for step in supplements.steps_opened(asked):
        typed |= answers_in(step, request.POST)
    rows, action = typed.get("organisaties"), request.POST.get(ACTION, "")
    if rows is not None and action == MORE:
        rows.append({})
    elif rows is not None and action.startswith(LESS):
        place = action.removeprefix(LESS)
        if place.isascii() and place.isdigit() and 0 < int(place) < len(rows):
            del rows[int(place)]
    return typed


def _supplement(
    request: HttpRequest,
    asked: Supplement,
    token: str,
    *,
    checked: bool = False,
    form: ReplyForm | None = None,
    sentences: list[str] | None = None,
) -> HttpResponse:
    opened = supplements.forms_of(asked, checked=checked)
    reply = form or ReplyForm(initial={"antwoord": asked.draft.get("reply", "")})
    wrong: list[Any] = [one.form for one in opened if checked and one.form.errors]
    if form is not None and form.errors:
        wrong.append(form)
    return _show(
        request,
        "supplement.html",
        token=token,
        asked=asked,
        opened=opened,
        form=reply,
        wrong=wrong,
        number=sum(len(each.errors) for each in wrong),
        sentences=[] if wrong else sentences or [],
    )


@by_link
def text(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show the text of the page before it comes online; take it that it is right."""
    if not koploper_page.may_be_judged(application):
        return _no_text(request, token)
    is_changed = False
    if request.method == "POST":
        try:
            koploper_page.approve(application, _seen(request))
            messages.success(request, "Bedankt. We weten nu dat de tekst klopt.")
            return redirect("application-text", token)
        except ChangedMeanwhile:
            is_changed = True
    page = koploper_page.newest(application)
    return _show(
        request,
        "text.html",
        CONFLICT if is_changed else 200,
        token=token,
        application=application,
        page_text=page,
        seen=page.latest_revision_id,
        is_changed=is_changed,
        is_rewritten=koploper_page.is_changed_since_approval(application),
    )


@by_link
def correct_text(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Let the applicant write what should stand there instead."""
    if not koploper_page.may_be_judged(application):
        return _no_text(request, token)
    page = koploper_page.newest(application)
    now = koploper_page.text_of(page)
    initial = {
        "naam": now.title,
        "inleiding": now.lead,
        "tekst": now.body,
        "delen": now.shares,
        "webadres": now.website,
    }
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if not koploper_page.is_plain(page):
        del form.fields["tekst"]
    is_changed = False
    if form.is_valid():
        given = form.cleaned_data
        said = Text(
            given["naam"],
            given["inleiding"].strip(),
            given.get("tekst", now.body).strip(),
            given["delen"].strip(),
            given["webadres"],
        )
        try:
            with giving_back(form):
                koploper_page.correct(application, said, _seen(request))
            messages.success(request, "Je tekst is bewaard. Wij zetten hem online.")
            return redirect("application-text", token)
        except ChangedMeanwhile:
            is_changed = True
    return _show(
        request,
        "correct_text.html",
        CONFLICT if is_changed else 200,
        token=token,
        form=form,
        seen=page.latest_revision_id,
        is_changed=is_changed,
    )


def _no_text(request: HttpRequest, token: str) -> HttpResponse:
    typed = typed_in(TextForm(request.POST)) if request.method == "POST" else []
    status = CONFLICT if request.method == "POST" else GONE
    return _show(request, "no_text.html", status, token=token, typed=typed)


def _seen(request: HttpRequest) -> int | None:
    number = request.POST.get("versie", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"applications/status_pages/{template}", context, status=status)
