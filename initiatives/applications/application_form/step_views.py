"""Translates requests about one step of the form to the services, and back.

Whatever button somebody leaves a step with, what was typed is stored first, right or wrong.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from core import limits
from core.link_views import DeadLink
from initiatives.applications.application_form.pages import (
    SHOW_ERRORS,
    TO_CHECK,
    claims_help,
    dead,
    draft_link,
    partners_help,
    remember,
    stages_of,
    step_url,
    token_of,
)
from initiatives.applications.application_form.views import TOO_LARGE
from initiatives.applications.form.definition import (
    CHECK,
    CRITERIA,
    MOST_ORGANISATIONS,
    ORGANISATIONS,
    YOU,
    Step,
    YesNo,
    steps_of,
)
from initiatives.applications.form.sheets import Line, sheet_of
from initiatives.applications.form.step_forms import form_of
from initiatives.applications.form.typed import lost_in, row_prefix, typed_in
from initiatives.applications.intake import drafts, form_data
from initiatives.applications.intake.drafts import Stored, Tab
from initiatives.applications.models import Application, ConflictingDraft
from initiatives.applications.workflow.errors import InvalidState, Refused

CONFLICT, TOO_BIG, TOO_OFTEN = 409, 413, 429
TOO_MUCH = (
    "Je stuurde te veel tekst in één keer. Die hebben we niet kunnen bewaren. Hieronder staat wat "
    "we het laatst bewaarden."
)
# What the buttons of a step are called in the form.
NEXT, BACK, LATER, ANYHOW, ADD = "verder", "terug", "later", "toch-verder", "erbij"
TO, REMOVE = "naar-", "weg-"
# In the address to choose between two windows: what is set aside was typed in this one.
HERE = "hier"


@dataclass
class Leaving:
    """A step as it was sent: which button, what was typed, and in which tab."""

    step: Step
    typed: dict[str, Any]
    button: str
    tab: Tab
    lost: list[str] = field(default_factory=list)


@csrf_exempt
@draft_link
def step(request: HttpRequest, application: Application, token: str, slug: str) -> HttpResponse:
    """Show one step; store what was typed in it and go where the button leads."""
    here = _step_of(application, slug)
    if request.method != "POST":
        return _show(request, application, here, checked=SHOW_ERRORS in request.GET)
    try:
        leaving = _sent(request, here)
    except TOO_LARGE:
        return _show(request, application, here, notices=[TOO_MUCH], status=TOO_BIG)
    if leaving.button.startswith(REMOVE) or leaving.button == ADD:
        anchor = _change_rows(leaving)
    try:
        stored = drafts.store_step(application, here, leaving.typed, leaving.tab)
    except drafts.TooLarge:
        return _show(request, application, here, notices=[TOO_MUCH], status=TOO_BIG)
    except Refused:
        raise DeadLink(dead(request, was_ours=True, mine=None)) from None
    if stored.set_aside:
        response: HttpResponse = redirect(_choose_url(stored, stored.set_aside))
    elif leaving.button.startswith(REMOVE) or leaving.button == ADD:
        query = request.GET.urlencode()
        response = redirect(step_url(stored.application, here, query, anchor))
    else:
        response = _go_on(request, stored.application, leaving)
    remember(request, response, stored.application)
    return response


def _go_on(request: HttpRequest, application: Application, leaving: Leaving) -> HttpResponse:
    """Go where the button leads; "next" stays when there is something to mend."""
    here, button = leaving.step, leaving.button
    steps = steps_of(application.form_version)
    place = steps.index(here)
    back_to_check = TO_CHECK in request.GET
    if leaving.lost:
        return _show(request, application, here, checked=True, notices=leaving.lost)
    if button == BACK:
        return redirect(step_url(application, steps[max(place - 1, 0)]))
    if button == LATER:
        return redirect("koploper-later", token_of(application))
    if button.startswith(TO):
        wanted = button.removeprefix(TO)
        return redirect(
            step_url(application, next((one for one in steps if one.slug == wanted), here))
        )
    if button != ANYHOW and not form_of(here, application.answers, checked=True).is_valid():
        return _show(request, application, here, checked=True)
    return redirect(step_url(application, CHECK if back_to_check else steps[place + 1]))


@csrf_exempt
@draft_link
def keep(request: HttpRequest, application: Application, token: str, slug: str) -> HttpResponse:
    """Store a step while it is typed; the answer is for the script of the page (keep.js)."""
    here = _step_of(application, slug)
    if request.method != "POST":
        return redirect(step_url(application, here))
    try:
        limits.count("koploper-keep", draft=str(application.pk))
        leaving = _sent(request, here)
        stored = drafts.store_step(application, here, leaving.typed, leaving.tab)
    except limits.TooOften as often:
        sentence = f"Dit is te vaak achter elkaar. Bewaren kan weer {often.in_words}."
        return JsonResponse({"stand": "te-vaak", "zin": sentence}, status=TOO_OFTEN)
    except (*TOO_LARGE, drafts.TooLarge):
        return JsonResponse({"stand": "te-groot", "zin": TOO_MUCH}, status=TOO_BIG)
    except Refused as refused:
        return JsonResponse({"stand": "dicht", "zin": refused.sentence}, status=CONFLICT)
    response = JsonResponse(_kept(here, stored), status=CONFLICT if stored.set_aside else 200)
    remember(request, response, stored.application)
    return response


def _kept(here: Step, stored: Stored) -> dict[str, Any]:
    if stored.set_aside:
        return {"stand": "apart", "url": _choose_url(stored, stored.set_aside)}
    mark = drafts.mark_of(drafts.answers_of(here, stored.application.answers))
    return {"stand": "bewaard", "gezien": mark}


def _choose_url(stored: Stored, set_aside: ConflictingDraft) -> str:
    """Return where to choose, for the window in which it was typed that is set aside."""
    address = reverse("koploper-choose", args=[token_of(stored.application), set_aside.pk])
    return f"{address}?{HERE}=1"


@csrf_exempt
@draft_link
def choose(request: HttpRequest, application: Application, token: str, pk: int) -> HttpResponse:
    """Show the two versions of a step that was changed in two tabs; keep the one that is chosen."""
    set_aside = application.set_aside.filter(pk=pk).first()
    steps = {one.slug: one for one in steps_of(application.form_version)}
    if set_aside is None or set_aside.step not in steps:
        if request.method == "POST":
            raise InvalidState(drafts.CHOSEN)
        return redirect("koploper-resume", token_of(application))
    here = steps[set_aside.step]
    if request.method == "POST":
        drafts.choose(application, set_aside, use=request.POST.get("keuze") == "apart")
        return redirect(step_url(application, here))
    context = {
        "application": application,
        "step": here,
        "set_aside": set_aside,
        "is_here": HERE in request.GET,
        "rows": _side_by_side(application, set_aside, here),
    }
    return render(request, "applications/application_form/choose.html", context)


def _side_by_side(
    application: Application, set_aside: ConflictingDraft, here: Step
) -> list[tuple[str, Line | None, Line | None]]:
    """Return the questions that the two versions answer otherwise, with both answers."""

    def lines(answers: dict[str, Any]) -> dict[str, Line]:
        sheet = sheet_of(answers, application.form_version)
        shown = (one for one in sheet.steps if one.slug == here.slug)
        return {line.full_question: line for one in shown for line in one.lines}

    kept = lines(application.answers)
    apart = lines({**application.answers, **set_aside.answers})
    return [
        (question, kept.get(question), apart.get(question))
        for question in dict.fromkeys([*kept, *apart])
        if (kept[question].answer if question in kept else ())
        != (apart[question].answer if question in apart else ())
    ]


def set_aside_of(application: Application) -> dict[str, Any]:
    """Return what was set aside last and waits for a choice, for the page that says so."""
    row = application.set_aside.first()
    if row is None:
        return {"set_aside": None}
    address = reverse("koploper-choose", args=[token_of(application), row.pk])
    return {"set_aside": row, "set_aside_url": address}


def _step_of(application: Application, slug: str) -> Step:
    """Return the step with questions that has this slug, of the form that was begun."""
    for one in steps_of(application.form_version):
        if one.slug == slug and one.questions:
            return one
    raise Http404


def _sent(request: HttpRequest, here: Step) -> Leaving:
    """Read a step as it was sent. Raises one of TOO_LARGE."""
    sent = request.POST
    turn = sent.get("beurt", "")
    tab = Tab(
        name=sent.get("tabblad", "")[:60] or uuid.uuid4().hex,
        seen=sent.get("gezien", "")[:40],
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 9 else 0,
    )
    return Leaving(here, typed_in(here, sent), sent.get("actie", NEXT), tab, lost_in(sent))


def _change_rows(leaving: Leaving) -> str:
    """Add an organisation or take one away, as the button says; return where to look then."""
    question = ORGANISATIONS.questions[0]
    if leaving.step is not ORGANISATIONS:
        return ""
    rows = leaving.typed[question.name]
    if leaving.button == ADD:
        if len(rows) < MOST_ORGANISATIONS:
            rows.append({})
        return f"id_{row_prefix(question, len(rows) - 1)}-naam"
    index = leaving.button.removeprefix(REMOVE)
    if index.isascii() and index.isdigit() and 0 < int(index) < len(rows):
        del rows[int(index)]
    return f"organisatie-{len(rows)}"


def _show(
    request: HttpRequest,
    application: Application,
    here: Step,
    *,
    checked: bool = False,
    notices: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    reading = form_data.read(application.answers, application.form_version)
    answers = application.answers
    steps = steps_of(application.form_version)
    back_to_check = TO_CHECK in request.GET
    context = {
        "application": application,
        "step": here,
        "number": steps.index(here) + 1,
        "stages": stages_of(application, reading, here),
        "form": form_of(here, answers, checked=checked),
        "notices": notices or [],
        "tab": f"{application.pk}-{uuid.uuid4().hex}",
        "seen": drafts.mark_of(drafts.answers_of(here, answers)),
        "action": step_url(application, here, f"{TO_CHECK}=1" if back_to_check else ""),
        "keep_url": reverse("koploper-keep", args=[token_of(application), here.slug]),
        "back_to_check": back_to_check,
        "stops": here is YOU
        and checked
        and answers.get("weet_ervan") == YesNo.NO
        and any(problem.name == "weet_ervan" for problem in reading.problems),
        "claims": claims_help(answers) if here is CRITERIA else None,
        "partners": partners_help(answers) if here is CRITERIA else None,
        **set_aside_of(application),
    }
    return render(request, "applications/application_form/step.html", context, status=status)
