"""Translates what an applicant answers to our question, and says of the text, to services."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from initiatives.applications import approval, publishing, supplements
from initiatives.applications.actors import APPLICANT
from initiatives.applications.deeds import Deed
from initiatives.applications.follow_up.answer_forms import ReplyForm, TextForm
from initiatives.applications.follow_up.views import by_link
from initiatives.applications.form.typed import typed_in
from initiatives.applications.models import Application, Supplement
from initiatives.applications.performing import perform
from initiatives.applications.publishing import Text
from initiatives.applications.refusals import NotAllowed, NotNow

GONE = 410
# What the buttons are called in what a browser sends.
DEED, SEND, MORE, LESS = "actie", "verstuur", "erbij", "weg-"


@by_link
def supplement(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show our question with the part of the form that is open again; keep and send the answer."""
    asked = supplements.waiting(application)
    if asked is None:
        return _show(request, "supplement_done.html", GONE, token=token)
    asked.application = application
    if request.method != "POST":
        return _supplement(request, asked, token)
    typed = _typed(request, asked)
    # "\0" is the one sign that the database refuses.
    reply = request.POST.get("antwoord", "")[: 2 * supplements.LONGEST_REPLY].replace("\0", "")
    try:
        asked = supplements.keep(asked, typed, reply)
    except NotNow:
        return redirect("application-supplement", token)
    if request.POST.get(DEED, SEND) != SEND:
        return _supplement(request, asked, token, is_kept=True)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            perform(application, Deed.SEND_SUPPLEMENT, APPLICANT)
        except NotAllowed as refused:
            return _supplement(request, asked, token, checked=True, sentences=refused.sentences)
        except NotNow:
            return redirect("application-supplement", token)
        return redirect("application", token)
    return _supplement(request, asked, token, checked=True, form=form)


def _typed(request: HttpRequest, asked: Supplement) -> dict[str, Any]:
    """Return what was typed in the open questions, with a row more or less if that was asked."""
    typed: dict[str, Any] = {}
    for step in supplements.steps_opened(asked):
        typed |= typed_in(step, request.POST)
    rows, deed = typed.get("organisaties"), request.POST.get(DEED, "")
    if rows is not None and deed == MORE:
        rows.append({})
    elif rows is not None and deed.startswith(LESS):
        place = deed.removeprefix(LESS)
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
    is_kept: bool = False,
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
        is_kept=is_kept,
    )


@by_link
def text(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show the text of the page before it comes online; take it that it is right."""
    if not publishing.may_be_judged(application):
        return _show(request, "no_text.html", GONE, token=token)
    if request.method == "POST":
        with suppress(NotNow):
            publishing.approve(application, _seen(request))
            return redirect("application-text", token)
    page = publishing.newest(application)
    return _show(
        request,
        "text.html",
        token=token,
        application=application,
        page_text=page,
        seen=page.latest_revision_id,
        is_changed=request.method == "POST",
        is_rewritten=approval.is_changed(application),
    )


@by_link
def correct_text(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Let the applicant write what should stand there instead."""
    if not publishing.may_be_judged(application):
        return _show(request, "no_text.html", GONE, token=token)
    page = publishing.newest(application)
    now = publishing.text_of(page)
    initial = {
        "naam": now.title,
        "inleiding": now.lead,
        "tekst": now.body,
        "delen": now.shares,
        "webadres": now.website,
    }
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if not publishing.is_plain(page):
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
            publishing.correct(application, said, _seen(request))
            return redirect("application-text", token)
        except NotNow:
            is_changed = True
    return _show(
        request,
        "correct_text.html",
        token=token,
        form=form,
        seen=page.latest_revision_id,
        is_changed=is_changed,
    )


def _seen(request: HttpRequest) -> int | None:
    number = request.POST.get("versie", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"applications/follow_up/{template}", context, status=status)
