"""What the pages of the form share: which application is being filled in, and how far it is.

The application is found by the link in the address, or by a cookie of this device. The link is all
that is needed, so no session can end and take answers along. Nobody else can post to such an
address, because nobody else knows it; that is why the views under it ask for no CSRF token, which
would be one more thing to expire. The cookie only leads back to the link after the browser was
closed; it is set when somebody presses a button, and read by these addresses alone.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.link_views import DeadLink, View, opened_by
from core.times import clock
from initiatives.applications.assessment import criteria
from initiatives.applications.form.definition import CHECK, STEPS, Answers, Step, steps_of
from initiatives.applications.form.sheets import typed_lines
from initiatives.applications.intake import drafts, form_data
from initiatives.applications.intake.form_data import Reading
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.personal_links import RESUME
from initiatives.choices import CRITERIA_NEEDED

COOKIE = "koploper-aanmelding"
COOKIE_PATH = "/koploper-worden/"
NOT_FOUND, GONE = 404, 410
# For so long after it was sent a second press or a step back leads to the receipt.
RETRY = timedelta(hours=24)
# In the address of a step: go back to the overview afterwards; say at once what is wrong.
TO_CHECK, SHOW_ERRORS = "terug", "fouten"
STEPS_TO_FILL_IN = tuple(step for step in STEPS if step.questions)


def token_of(application: Application) -> str:
    return personal_links.token_for(RESUME, application)


def step_url(application: Application, step: Step, query: str = "", anchor: str = "") -> str:
    """Return the address of a step, or of the page to check the answers."""
    address = reverse("koploper-step", args=[token_of(application), step.slug])
    return f"{address}{query and f'?{query}'}{anchor and f'#{anchor}'}"


def of_this_device(request: HttpRequest) -> Application | None:
    """Return the application that was begun or continued on this device, if it is not sent yet."""
    token = request.COOKIES.get(COOKIE, "")
    found, _ = personal_links.open_link(token, RESUME) if token else (None, False)
    return found


def remember(request: HttpRequest, response: HttpResponse, application: Application) -> None:
    """Have this device find the way back to the application."""
    token = token_of(application)
    if request.COOKIES.get(COOKIE) != token:
        response.set_cookie(
            COOKIE,
            token,
            max_age=settings.APPLICATION_LAPSES_AFTER,
            path=COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")


def any_link(view: View) -> View:
    """Decorate a view so that it gets the application of a link that works, begun or not."""
    return opened_by(_open, back="koploper-resume")(view)


def draft_link(view: View) -> View:
    """Decorate a view so that it gets the draft of a link that works."""
    return opened_by(find_draft, back="koploper-resume")(view)


def find_draft(request: HttpRequest, token: str) -> Application:
    """Return the draft of a link. Raises DeadLink for a link that works no more, or not yet."""
    application = _open(request, token)
    if application.state != State.DRAFT:
        raise DeadLink(redirect("koploper-resume", token))
    return application


def _open(request: HttpRequest, token: str) -> Application:
    found, was_ours = personal_links.open_link(token, RESUME)
    if found is not None and found.state in (State.INVITED, State.DRAFT):
        return found
    mine = of_this_device(request)
    if mine is not None and request.method == "POST" and _is_shown_of(mine, request):
        # The link was renewed while a page with the former one was still open on this device.
        return mine
    if was_ours and request.method != "POST" and (response := where_it_went(token)):
        raise DeadLink(response)
    raise DeadLink(dead(request, was_ours=was_ours, mine=mine))


def just_sent(token: str) -> Application | None:
    """Return the application that was sent by this link a short while ago."""
    since = timezone.now() - RETRY
    return personal_links.applications_of(token).filter(submitted_at__gte=since).first()


def where_it_went(token: str) -> HttpResponse | None:
    """Lead whoever goes back after sending to the receipt or the status, after withdrawing too.

    Later the link is dead: it stands in mails that others may have.
    """
    if found := just_sent(token):
        name = "application-receipt" if found.state == State.SUBMITTED else "application"
        return redirect(name, personal_links.token_for(personal_links.STATUS, found))
    withdrawn = personal_links.applications_of(token).filter(state=State.WITHDRAWN)
    return redirect("koploper-withdrawn") if withdrawn.exists() else None


def _is_shown_of(application: Application, request: HttpRequest) -> bool:
    return request.POST.get("tabblad", "").startswith(f"{application.pk}-")


def dead(request: HttpRequest, *, was_ours: bool, mine: Application | None) -> HttpResponse:
    """Say that a link leads nowhere; whatever was typed comes back, to copy."""
    context = {
        "was_ours": was_ours,
        "resume_url": personal_links.resume_url(mine) if mine else "",
        "typed": _typed_here(request),
    }
    status = GONE if was_ours else NOT_FOUND
    return render(request, "applications/application_form/dead_link.html", context, status=status)


def _typed_here(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the questions of the step that was sent with what was typed, where that is much."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    step = next((one for one in STEPS_TO_FILL_IN if one.slug == slug), None)
    if step is None or request.method != "POST":
        return []
    return typed_lines([step], request.POST)


@dataclass(frozen=True)
class Stage:
    """A step in the list beside the form, with how it stands in a word; empty when not begun."""

    step: Step
    number: int
    url: str
    standing: str
    is_done: bool
    is_here: bool


def stages_of(application: Application, reading: Reading, here: Step) -> list[Stage]:
    """Return the steps in order."""
    wrong = {problem.step.slug for problem in reading.problems}
    return [
        _stage(application, step, number, wrong, here)
        for number, step in enumerate(steps_of(application.form_version), start=1)
    ]


def _stage(application: Application, step: Step, number: int, wrong: set[str], here: Step) -> Stage:
    is_done = bool(step.questions) and step.slug not in wrong
    is_begun = bool(step.questions) and drafts.is_begun(step, application.answers)
    standing = "klaar" if is_done else "nog niet klaar" if is_begun else ""
    return Stage(
        step, number, step_url(application, step), standing, is_done, step.slug == here.slug
    )


def first_unfinished(application: Application) -> Step:
    """Return where somebody goes on: the first step that is not right, else the overview."""
    reading = form_data.read(application.answers, application.form_version)
    return reading.problems[0].step if reading.problems else CHECK


@dataclass(frozen=True)
class ClaimsHelp:
    """What somebody is told of the four criteria: information, never a reason to stop."""

    number: int
    answered: int

    @property
    def is_enough(self) -> bool:
        return self.number >= CRITERIA_NEEDED


def claims_help(answers: Answers) -> ClaimsHelp:
    return ClaimsHelp(len(form_data.claimed(answers)), form_data.claims_answered(answers))


@dataclass(frozen=True)
class PartnersHelp:
    """The indicator for Samenwerken: what the list of organisations says (paragraph 4)."""

    number: int
    is_met: bool


def partners_help(answers: Answers) -> PartnersHelp:
    rows = [row for row in answers.get("organisaties") or [] if row.get("soort")]
    return PartnersHelp(len(rows), criteria.collaborates(answers))


def kept_at(application: Application) -> str:
    """Return when the answers were stored last, as a time of today or a day."""
    moment = application.touched_at
    if timezone.localdate(moment) == timezone.localdate():
        return f"vandaag om {clock(moment)} uur"
    return f"op {timezone.localdate(moment):%d-%m-%Y}"
