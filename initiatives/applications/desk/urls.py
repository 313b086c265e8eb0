"""The addresses of what is done with one application, for the desk to take into its own."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from wagtail_modeladmin.options import ModelAdmin

from initiatives.applications.desk.action_forms import FORMS
from initiatives.applications.desk.action_views import ActionView
from initiatives.applications.desk.advice_views import ACTS, AdviceView
from initiatives.applications.desk.available_actions import JUDGE
from initiatives.applications.desk.case import CONTACT, NoteView
from initiatives.applications.desk.change_views import (
    ASK_MORE,
    ASSIGN,
    PERMIT,
    READDRESS,
    AskMoreView,
    AssignView,
    PermitView,
    ReaddressView,
)
from initiatives.applications.desk.criteria_view import JudgeView
from initiatives.applications.desk.notes import NOTE
from initiatives.applications.desk.page_preview import PREVIEW, PagePreview
from initiatives.applications.desk.prospect_views import ContactView


def of_cases(desk: ModelAdmin) -> Iterator[URLPattern]:
    """Yield the addresses below that of this desk, named as modeladmin names its own."""
    yield _path(desk, JUDGE, _view(JudgeView, desk))
    yield _path(desk, CONTACT, _view(ContactView, desk))
    yield _path(desk, ASSIGN, _view(AssignView, desk))
    yield _path(desk, PERMIT, _view(PermitView, desk))
    yield _path(desk, READDRESS, _view(ReaddressView, desk))
    yield _path(desk, ASK_MORE, _view(AskMoreView, desk))
    yield _path(desk, NOTE, _view(NoteView, desk))
    yield _path(desk, PREVIEW, _view(PagePreview, desk))
    for action in FORMS:
        yield _path(desk, action.value, _view(ActionView, desk, action=action))
    for name in ACTS:
        yield _path(desk, name, _view(AdviceView, desk, name=name))


def _path(desk: ModelAdmin, action: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
    helper = desk.url_helper
    return re_path(
        helper.get_action_url_pattern(action), view, name=helper.get_action_url_name(action)
    )


def _view(view: Any, desk: ModelAdmin, **options: Any) -> Callable[..., HttpResponseBase]:
    def answer(request: HttpRequest, **named: str) -> HttpResponseBase:
        return view.as_view(model_admin=desk, **options, **named)(request)

    return answer
