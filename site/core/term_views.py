"""What editors see of themes and branches: list, form, where used, refusal, merging."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.side_panels import SnippetStatusSidePanel
from wagtail.snippets.views.snippets import EditView, UsageView

from core.models import Branch, Term, Theme
from core.refusals import Refused
from core.snippets import IndexView, SnippetViewSet
from core.terms import TermGoneError, merge, pages_using, records_using

SHOWN = 20


def may_merge(user: AbstractBaseUser | AnonymousUser, model: type[Term]) -> bool:
    """Merging changes one term and deletes another, so it asks for both permissions."""
    policy = policy_registry.get_by_type(model)
    return all(policy.user_has_permission(user, action) for action in ("change", "delete"))


def url(term: Term, view: str) -> str:
    return reverse(term.snippet_viewset.get_url_name(view), args=[term.pk])


class TermIndexView(IndexView):
    """The list; a merge stands beside every term."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().with_use()

    def get_list_more_buttons(self, instance: Term) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if may_merge(self.request.user, self.model):
            buttons.append(
                MenuItem(
                    "Samenvoegen met…", url=url(instance, "merge"), icon_name="link", priority=25
                )
            )
        return sorted(buttons)


class TermStatusPanel(SnippetStatusSidePanel):
    """Says how often the term is used; Wagtail's index does not know what is ticked."""

    def get_usage_context(self) -> dict[str, Any]:
        records = sum(use.number for use in records_using(self.object))
        count = pages_using(self.object).count() + records
        return {"usage_count": count, "usage_url": self.usage_url}


class TermEditView(EditView):
    def get_side_panels(self) -> MediaContainer:
        return MediaContainer(
            [
                TermStatusPanel(
                    self.object,
                    self.request,
                    usage_url=self.get_usage_url(),
                    history_url=self.get_history_url(),
                    last_updated_info=self.get_last_updated_info(),
                )
            ]
        )

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if may_merge(self.request.user, self.model):
            buttons.append(
                Button(
                    "Samenvoegen met…", url=url(self.object, "merge"), icon_name="link", priority=15
                )
            )
        return buttons


class TermUsageView(UsageView):
    """Every page that uses the term, with its state; of records it says how many there are."""

    def get_queryset(self) -> QuerySet[Page]:
        return pages_using(self.object).specific(defer=True)

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label="Pagina",
                accessor="get_admin_display_title",
                get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            ),
            Column("type", label="Soort", accessor="page_type_display_name"),
            DateColumn("changed", label="Gewijzigd", accessor="latest_revision_created_at"),
            PageStatusColumn("status", label="Status"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs, records=records_using(self.object))

    def get_table(self, object_list: Iterable[Page], **kwargs: Any) -> Any:
        return self.table_class(self.columns, object_list, **self.get_table_kwargs(), **kwargs)


def refuse_deletion(request: HttpRequest, terms: Sequence[Term]) -> HttpResponse | None:
    """Return a page that says where the terms are used, or None when they may go."""
    uses = [(term, pages_using(term), records_using(term)) for term in terms]
    used = [
        {
            "term": term,
            "number": pages.count(),
            "pages": pages.specific(defer=True)[:SHOWN],
            "records": records,
            "usage_url": url(term, "usage"),
            "edit_url": url(term, "edit"),
            "merge_url": url(term, "merge") if may_merge(request.user, type(term)) else None,
        }
        for term, pages, records in uses
        if records or pages.exists()
    ]
    if not used:
        return None
    model = type(terms[0])
    title = "Verwijderen kan niet"
    return TemplateResponse(
        request,
        "core/admin/deletion_refused.html",
        {
            "header_title": title,
            "page_title": title,
            "breadcrumbs_items": breadcrumbs(model, title),
            "header_icon": model.snippet_viewset.icon,
            "used": used,
            "unused": [term for term, pages, records in uses if not (records or pages.exists())],
            "index_url": reverse(model.snippet_viewset.get_url_name("list")),
            "verbose_name": model._meta.verbose_name,
            "verbose_name_plural": model._meta.verbose_name_plural,
        },
        status=409,
    )


def breadcrumbs(model: type[Term], title: str, term: Term | None = None) -> list[dict[str, str]]:
    items = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {
            "url": reverse(model.snippet_viewset.get_url_name("list")),
            "label": capfirst(str(model._meta.verbose_name_plural)),
        },
    ]
    if term:
        items.append({"url": url(term, "edit"), "label": str(term)})
    return [*items, {"url": "", "label": title}]


class MergeForm(forms.Form):
    """Which term takes over: any other one that is in use."""

    def __init__(self, source: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = forms.ModelChoiceField(
            queryset=type(source).objects.active().exclude(pk=source.pk),
            label=source.which_remains,
            empty_label="Kies…",
            error_messages={
                "required": "Maak een keuze.",
                "invalid_choice": "Deze keuze bestaat niet meer. Kies opnieuw.",
            },
        )


class MergeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """First asks into which term, then shows what will happen, then does it.

    The first step is a GET, so that the second has an address and the back button works.
    """

    model: Any = None  # the viewset fills it in
    template_name = "core/admin/merge.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = get_object_or_404(self.model, pk=kwargs["pk"])

    def user_has_permission(self, permission: str) -> bool:
        return may_merge(self.request.user, self.model)

    permission_required = "delete"

    def get_form(self) -> MergeForm:
        data = self.request.POST or self.request.GET
        return MergeForm(self.source, data if "into" in data else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            target = merge(self.source, form.cleaned_data["into"], request.user)
        except TermGoneError:
            messages.error(
                request, "Iemand anders was je voor: een van de twee bestaat niet meer. Kijk eerst."
            )
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(
                request,
                f"‘{self.source}’ is samengevoegd met ‘{target}’. Oude adressen blijven werken.",
                buttons=[messages.button(url(target, "edit"), f"Bekijk {target}")],
            )
        return HttpResponseRedirect(reverse(self.model.snippet_viewset.get_url_name("list")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        pages = pages_using(self.source)
        return super().get_context_data(
            **kwargs,
            form=form,
            source=self.source,
            target=form.cleaned_data["into"] if form.is_valid() else None,
            number=pages.count(),
            records=records_using(self.source),
            pages=pages.specific(defer=True)[:SHOWN],
            usage_url=url(self.source, "usage"),
            index_url=reverse(self.model.snippet_viewset.get_url_name("list")),
        )

    def get_page_title(self) -> str:
        return f"‘{self.source}’ samenvoegen"

    def get_header_icon(self) -> str:
        return "link"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return breadcrumbs(self.model, "Samenvoegen", self.source)


class TermViewSet(SnippetViewSet):
    """What themes and branches share."""

    index_view_class = TermIndexView
    edit_view_class = TermEditView
    usage_view_class = TermUsageView
    copy_view_enabled = False
    list_per_page = 50
    list_filter = {"active": ["exact"]}
    ordering = ["order", "name"]

    @property
    def merge_view(self) -> Any:
        return self.construct_view(MergeView)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", self.merge_view, name="merge")]


ACTIVE = BooleanColumn("active", label="In gebruik", sort_key="active")
ORDER = NumberColumn("order", label="Volgorde", sort_key="order")
USE = Column("use", label="Pagina's", sort_key="use")


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"
    list_display = [
        "name",
        Column("slug", label="Slug", sort_key="slug"),
        Column("line", label="Actielijn", accessor="get_line_display", sort_key="line"),
        ORDER,
        ACTIVE,
        USE,
    ]
    list_filter = {"active": ["exact"], "line": ["exact"]}


class BranchViewSet(TermViewSet):
    model = Branch
    icon = "group"
    list_display = [
        "name",
        Column("slug", label="Slug", sort_key="slug"),
        ORDER,
        ACTIVE,
        USE,
    ]
