"""The page of a Koploper as it will be, for advisers who have no rights on pages."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from initiatives.applications.desk.pages import ApplicationView
from initiatives.applications.membership import koploper_page

PREVIEW = "page_preview"


class PagePreview(ApplicationView):
    """The newest version; back to the case when there is no page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.instance.page_id is None:
            return redirect(self.own_url)
        page = koploper_page.newest(self.instance)
        response: HttpResponseBase = page.make_preview_request(request, page.default_preview_mode)
        return response
