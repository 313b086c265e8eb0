"""The page form: one save at a time, and no page that is larger than anybody reads."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin.views.pages.create import CreateView as WagtailCreateView
from wagtail.admin.views.pages.edit import EditView as WagtailEditView
from wagtail.models import Page

TOO_LARGE = (
    "Deze pagina is te groot om te bewaren: {size} tekens, en er mogen er {most} in. Haal er iets "
    "uit, of verdeel haar over meer pagina’s."
)


class NotTooLarge:
    """A mixin that refuses a page with more characters than PAGE_DRAFT_MOST; the form stays.

    Every save keeps the whole page once more.
    """

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        size = sum(len(name) + sum(map(len, values)) for name, values in self.request.POST.lists())
        if size <= settings.PAGE_DRAFT_MOST:
            return super().form_valid(form)  # type: ignore[misc]
        sizes = {"size": size, "most": settings.PAGE_DRAFT_MOST}
        sentence = TOO_LARGE.format(
            **{name: f"{n:,}".replace(",", ".") for name, n in sizes.items()}
        )
        form.add_error(None, sentence)
        if self.expects_json_response:  # type: ignore[attr-defined]
            return self.json_error_response("validation_error", sentence)  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined]


class CreateView(NotTooLarge, WagtailCreateView):
    pass


class EditView(NotTooLarge, WagtailEditView):
    """Has one save of a page wait for the other: it saves by itself while a button is pressed.

    Wagtail refuses a save over a newer version, but does not see one that is still being written.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            list(Page.objects.select_for_update(of=("self",)).filter(pk=page_id))
            return super().dispatch(request, page_id, **kwargs)
