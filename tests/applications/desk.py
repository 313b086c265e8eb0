"""What tests of the desk need: an application that is ready for whatever its state allows."""

from datetime import timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from initiatives.applications.models import Advice, AdviceParty, Application, Version
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Actor
from initiatives.events.models import EventPage
from tests.applications.answering import answers
from tests.applications.cases import application, judged
from tests.factories import EventPageFactory, koploper_index
from tests.html import parse

NO_FORM_YET = (State.POTENTIAL, State.INVITED)
REASON = "Het initiatief is nog te klein om door anderen overgenomen te worden."


def url(made: Application, action: str = "inspect") -> str:
    """Return the address of the page of an application, or of an action with it."""
    return reverse(f"koploper-aanmeldingen_modeladmin_{action}", args=[made.pk])


def party(name: str = "VWS", email: str = "vws@voorbeeld.example") -> AdviceParty:
    """Return somebody who can be asked; a ministry that can be reached."""
    found, _ = AdviceParty.objects.get_or_create(
        name=name, defaults={"kind": AdviceParty.Kind.MINISTRY}
    )
    AdviceParty.objects.filter(pk=found.pk).update(email=email)
    found.refresh_from_db()
    return found


def asked(made: Application, name: str = "VWS", **fields: Any) -> Advice:
    """Return an advice that was asked today, with two weeks to go."""
    due_on = timezone.localdate() + timedelta(days=14)
    return Advice.objects.create(
        application=made, party=party(name), **{"due_on": due_on, **fields}
    )


def positive(made: Application, name: str = "VWS", **fields: Any) -> Advice:
    given = {"value": AdviceValue.POSITIVE, "given_at": timezone.now()}
    return asked(made, name, **{**given, **fields})


def with_answers(state: State, **fields: Any) -> Application:
    """Return an application with the complete form, of which nothing was judged yet."""
    form = {} if state in NO_FORM_YET else {"answers": answers()}
    return application(state, **{**form, **fields})


def second_version(made: Application, **changes: Any) -> Version:
    """Send other answers, as a supplement does."""
    made.answers = {**made.answers, **changes}
    made.save()
    number = made.versions.count() + 1
    return Version.objects.create(
        application=made, number=number, answers=made.answers, form_version=made.form_version
    )


def ready(state: State, *, verdicts: str = "VVVV", by: Actor | None = None) -> Application:
    """Return one in this state for which nothing stands in the way of any action of its state.

    Somebody else tested it, everybody advised, and its meeting was today.
    """
    koploper_index()
    made = with_answers(state)
    if made.submitted_at and state != State.SUBMITTED:
        judged(made, verdicts, by)
    if state in (State.IN_CONSULTATION, State.PROPOSED):
        positive(made)
    if state == State.SUPPLEMENT_ASKED:
        deadline = timezone.localdate() + timedelta(days=14)
        made.supplements.create(question="Hoe werken jullie samen?", deadline=deadline)
    if state == State.ADMITTED:
        made.introduction = EventPageFactory(
            kind=EventPage.Kind.FRONT_RUNNERS, starts_at=timezone.now() - timedelta(hours=4)
        )
        made.save()
    return made


def straight(user: Any, path: str, **data: Any) -> HttpResponseBase:
    """Return what the view of an address answers, of which no page is made yet.

    Posts the data if there are any; `context_data` of the answer is what a page would say.
    """
    request: Any = RequestFactory().post(path, data) if data else RequestFactory().get(path)
    request.user = user
    found = resolve(request.path)
    return found.func(request, *found.args, **found.kwargs)


def words(response: Any) -> str:
    """Return what an answer says, with its white space folded."""
    return " ".join(parse(response).get_text(" ").split())
