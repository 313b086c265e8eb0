"""What the pages about one application have in common: who may see them, and how they refuse."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from wagtail_modeladmin.views import InstanceSpecificView

from core.records import NotesAccess
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor, actor_of
from initiatives.applications.workflow.errors import ChangedMeanwhile, NotAllowed, Refused

LONGEST_NUMBER = 18  # digits
NOT_FOR_YOU = "Je mag de aanmeldingen voor Koplopers niet bekijken."


class ApplicationView(NotesAccess, InstanceSpecificView):
    """A page of the desk about one application; refusals are answers with a sentence."""

    instance: Application

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who may see no applications; whoever else looks leaves a line in the log."""
        if request.user.is_authenticated:
            if not self.permission_helper.user_can_list(request.user):
                return refused_page(request, self, NOT_FOR_YOU)
            audit_log.record_view(request, self.instance, self.actor)
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        return actor_of(self.request.user)

    @property
    def is_adviser(self) -> bool:
        return self.actor.role == Role.ADVISER

    @property
    def own_url(self) -> str:
        """Return the address of the page of this application."""
        return self.url_helper.get_action_url("inspect", self.instance.pk)

    def get_meta_title(self) -> str:
        return f"{self.get_page_title()}: {self.instance}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, application=self.instance, back_url=self.own_url, actor=self.actor
        )

    def show(self, *, status: int = 200, **context: Any) -> TemplateResponse:
        response = self.render_to_response(self.get_context_data(**context))
        response.status_code = status
        return response


def refused_page(request: HttpRequest, view: Any, sentence: str) -> TemplateResponse:
    """Return a page that only says why not, with 403."""
    context = {"view": view, "sentence": sentence}
    return TemplateResponse(request, "applications/admin/refused.html", context, status=403)


def sentences_of(refused: Refused, application: Application) -> list[str]:
    """Return why something was not done; when somebody was first, who and when as well."""
    if isinstance(refused, NotAllowed):
        return refused.sentences
    if isinstance(refused, ChangedMeanwhile):
        last = audit_log.last_change(application)
        return [refused.sentence, last] if last else [refused.sentence]
    return [refused.sentence]


def sent_number(request: HttpRequest, name: str) -> int | None:
    """Return a number that a form of ours sent back; None for anything else."""
    sent = request.POST.get(name, "")
    is_number = sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_NUMBER
    return int(sent) if is_number else None
