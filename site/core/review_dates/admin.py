"""What staff see of the days on which pages are looked at again: report, page, panel, history."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name, get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core import dashboard
from core.dashboard import SHOWN, Line
from core.models import ReviewDate
from core.page_guards import page_header
from core.page_panels import changeable_by, kind_of, works_on_pages
from core.refusals import Refused
from core.review_dates import services
from core.times import DAY

NAME, REPORT = "review_date", "review_dates"
LATE, SOON = "te-laat", "binnenkort"
SOON_IN = timedelta(days=31)


def reviewable_by(user: Any) -> QuerySet[ReviewDate]:
    """Return what this user may say of that it is still right: who may change the page."""
    mine = changeable_by(user).filter(pk__in=services.pages_online().order_by().values("pk"))
    return ReviewDate.objects.filter(page__in=mine.order_by())


def is_late(row: ReviewDate) -> bool:
    return row.due_on <= timezone.localdate()


def day_of(row: ReviewDate) -> str:
    return date_format(row.due_on, "j F Y")


def owner_of(row: ReviewDate) -> str:
    """Return whose page it is; also that this is nobody who can do something with it."""
    owner = row.page.owner
    if owner is None:
        return "Niemand"
    name = get_user_display_name(owner)
    return name if owner.is_active else f"{name} (werkt hier niet meer)"


# The report


class WhenFilter(django_filters.ChoiceFilter):
    def filter(self, rows: QuerySet, when: str) -> QuerySet:
        today = timezone.localdate()
        if when == LATE:
            return rows.filter(due_on__lte=today)
        return rows.filter(due_on__lte=today + SOON_IN) if when == SOON else rows


class OwnerFilter(django_filters.ModelChoiceFilter):
    """Pages of one owner, or of nobody who can still log in."""

    def filter(self, rows: QuerySet, owner: Any) -> QuerySet:
        if owner == self.null_value:
            return rows.filter(Q(page__owner=None) | Q(page__owner__is_active=False))
        return rows.filter(page__owner=owner) if owner else rows


class KindField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, kind: Any) -> str:
        model = kind.model_class()
        return str(model._meta.verbose_name).capitalize() if model else str(kind)


class KindFilter(django_filters.ModelChoiceFilter):
    field_class = KindField


def _owners(request: HttpRequest) -> QuerySet:
    owned = Page.objects.exclude(owner=None).order_by().values("owner")
    return get_user_model().objects.filter(pk__in=owned).order_by("first_name", "username")


def _kinds(request: HttpRequest) -> QuerySet:
    kinds = services.pages_online().order_by().values("content_type")
    return ContentType.objects.filter(pk__in=kinds).order_by("model")


class ReviewFilterSet(WagtailFilterSet):
    wanneer = WhenFilter(
        label="Wanneer", choices=[(LATE, "Te laat"), (SOON, "Binnen een maand, of te laat")]
    )
    eigenaar = OwnerFilter(label="Eigenaar", queryset=_owners, null_label="Niemand")
    soort = KindFilter(label="Soort", field_name="page__content_type", queryset=_kinds)

    class Meta:
        model = ReviewDate
        fields: list[str] = []


KEEP = (
    '<form method="post" action="{}">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input type="hidden" name="next" value="{}">'
    '<button class="button button-small button-secondary" type="submit" '
    'aria-label="Klopt nog: {}">Klopt nog</button></form>'
)


def _button(row: ReviewDate, request: HttpRequest) -> SafeString:
    """Return the button that says that a page is still right; it posts, and comes back here."""
    return format_html(
        KEEP,
        reverse(NAME, args=[row.pk]),
        get_token(request),
        f"{reverse(REPORT)}?{request.GET.urlencode()}",
        row.page.get_admin_display_title(),
    )


class KeepColumn(Column):
    cell_template_name = "wagtailadmin/tables/cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return {**context, "value": _button(instance, request)}


class ReviewReport(ReportView):
    """Every page online with its owner and its day, what is late on top."""

    page_title = "Pagina’s om na te kijken"
    header_icon = "calendar-check"
    index_url_name = REPORT
    index_results_url_name = f"{REPORT}_results"
    model = ReviewDate
    is_searchable = False
    filterset_class = ReviewFilterSet
    default_ordering = "due_on"
    columns = [
        TitleColumn(
            "title",
            label="Pagina",
            accessor="page.get_admin_display_title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk]),
        ),
        Column("kind", label="Soort", accessor=lambda row: kind_of(row.page)),
        Column("owner", label="Eigenaar", accessor=owner_of),
        Column(
            "due_on",
            label="Nakijken op",
            accessor=lambda row: f"{day_of(row)}{' (te laat)' if is_late(row) else ''}",
        ),
        KeepColumn("keep", label="", accessor="pk"),
    ]
    list_export = ["page.title", "kind", "owner", "due_on", "address"]
    export_headings = {
        "page.title": "Pagina",
        "kind": "Soort",
        "owner": "Eigenaar",
        "due_on": "Nakijken op",
        "address": "Webadres",
    }
    export_filename = "paginas-om-na-te-kijken"

    @property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return "Geen pagina’s met deze filters. Haal een filter weg."
        return "Er staan nog geen pagina’s online die je mag nakijken."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_on_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        rows = reviewable_by(self.request.user).select_related("page__owner")
        return rows.prefetch_related("page__content_type").order_by("due_on", "page_id")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset

    def to_row_dict(self, item: ReviewDate) -> dict[str, Any]:
        return {
            "page.title": item.page.title,
            "kind": kind_of(item.page),
            "owner": owner_of(item),
            "due_on": item.due_on,
            "address": item.page.full_url,
        }


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_pages(request.user)


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    return ReportMenuItem(
        "Pagina’s om na te kijken",
        reverse(REPORT),
        name="review-dates",
        icon_name="calendar-check",
        order=100,
    )


# One page


class ReviewForm(forms.Form):
    """When a page is looked at again, and by whom; the latter for who may publish it."""

    every = forms.TypedChoiceField(
        label="Hoe vaak kijk je deze pagina na?",
        choices=ReviewDate.Every.choices,
        coerce=int,
        error_messages={
            "required": "Kies hoe vaak je de pagina nakijkt.",
            "invalid_choice": "Kies hoe vaak je de pagina nakijkt.",
        },
    )
    owner: Any = forms.ModelChoiceField(
        label="Wie is de eigenaar?",
        queryset=None,
        required=False,
        empty_label="Niemand",
        help_text="Wie een mail krijgt als het tijd is om de pagina na te kijken.",
        error_messages={"invalid_choice": "Kies iemand die deze pagina mag bewerken."},
    )

    def __init__(self, *args: Any, page: Page, may_give: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_give:
            del self.fields["owner"]
            return
        able = policy_registry.get_by_type(Page).users_with_any_permission_for_instance(
            {"change", "publish"}, page
        )
        field: Any = self.fields["owner"]
        active = get_user_model().objects.filter(is_active=True)
        field.queryset = active.filter(Q(pk__in=able.values("pk")) | Q(pk=page.owner_id))
        field.label_from_instance = get_user_display_name


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """One page: whether it is still right, when it is looked at again, and whose it is."""

    page_title = "Klopt deze pagina nog?"
    template_name = "core/admin/review_date.html"

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(Page, pk=page_id)
        self.permissions = page.specific_deferred.permissions_for_user(request.user)
        if not self.permissions.can_edit():
            raise PermissionDenied
        self.page = page
        return super().dispatch(request, page_id=page_id, **kwargs)

    def form(self, data: Any = None) -> ReviewForm:
        row = ReviewDate.objects.filter(page=self.page.pk).first()
        initial = {"every": row.every if row else ReviewDate.Every.YEAR, "owner": self.page.owner}
        may_give = self.permissions.can_publish()
        return ReviewForm(data, initial=initial, page=self.page, may_give=may_give)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note that the page is right; without a form (in the report) nothing else changes."""
        form = self.form(request.POST) if "every" in request.POST else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data if form else {}
        try:
            row = self._kept(given)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect(self._next_url())
        title = self.page.get_admin_display_title()
        messages.success(
            request, f"‘{title}’ klopt nog. Weer nakijken op {date_format(row.due_on, DAY)}."
        )
        return redirect(self._next_url())

    def _kept(self, given: dict[str, Any]) -> ReviewDate:
        owner = given.get("owner")
        return services.keep(
            self.page,
            user=self.request.user,
            every=given.get("every"),
            owner=owner if "owner" in given else services.SAME,
        )

    def _next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(
            "wagtailadmin_pages:edit", args=[self.page.pk]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = ReviewDate.objects.filter(page=self.page.pk).select_related("page__owner").first()
        back_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return super().get_context_data(
            **{"form": self.form(), **kwargs},
            **page_header(self.page_title, back_url, "calendar-check"),
            page=self.page,
            is_online=services.pages_online().filter(pk=self.page.pk).exists(),
            row=row,
            owner=owner_of(row) if row else "",
            is_late=bool(row and is_late(row)),
            next_url=get_valid_next_url_from_request(self.request),
        )


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("nakijken/", ReviewReport.as_view(), name=REPORT),
        path(
            "nakijken/resultaten/",
            ReviewReport.as_view(results_only=True),
            name=f"{REPORT}_results",
        ),
        path("nakijken/<int:page_id>/", ReviewView.as_view(), name=NAME),
    ]


@hooks.register("register_page_header_buttons")
def way_from_the_page(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    is_theirs = page.permissions_for_user(user).can_edit()
    if page.live and is_theirs and services.is_reviewed(page.specific_class):
        url = reverse(NAME, args=[page.pk])
        yield Button("Nakijken", url, icon_name="calendar-check", priority=25)


@hooks.register("before_edit_page")
def say_that_it_is_due(request: HttpRequest, page: Page) -> None:
    if request.method != "GET":
        return
    row = services.due(timezone.localdate()).filter(page=page.pk).first()
    if row is not None:
        button = messages.button(reverse(NAME, args=[page.pk]), "Klopt nog…")
        said = f"Deze pagina moest je nakijken op {day_of(row)}. Klopt alles nog?"
        messages.warning(request, said, buttons=[button])


@dashboard.register
class ToReview(dashboard.Panel):
    """What should have been looked at: one's own pages, and for editors those of nobody."""

    name = "to_review"
    order = 238
    heading = "Om na te kijken"
    hint = "Klopt alles nog?"

    def is_for_user(self) -> bool:
        return works_on_pages(self.user)

    def lines(self) -> Sequence[Line]:
        mine = Q(page__owner=self.user) | Q(page__owner=None) | Q(page__owner__is_active=False)
        rows = reviewable_by(self.user).filter(mine, due_on__lte=timezone.localdate())
        return [
            Line(
                row.page.get_admin_display_title(),
                reverse(NAME, args=[row.pk]),
                f"{kind_of(row.page)}, sinds {day_of(row)}",
            )
            for row in rows.select_related("page").order_by("due_on", "page_id")[:SHOWN]
        ]

    def more_url(self, found: Sequence[Line]) -> str:
        return f"{reverse(REPORT)}?wanneer={LATE}" if len(found) == SHOWN else ""


@hooks.register("register_log_actions")
def lines_of_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(services.KEPT)
    class KeptFormatter(LogFormatter):
        label = "Klopt nog"

        def format_message(self, entry: Any) -> str:
            return f"Nagekeken: de pagina klopt nog. Weer nakijken op {_day(entry.data['due_on'])}"

    actions.register_action(
        services.ASKED, "Klopt het nog?", "Eigenaar gevraagd of de pagina nog klopt"
    )
    actions.register_action(services.OWNER, "Eigenaar", "Een andere eigenaar gekozen")


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y")
