"""Desks: lists of records in the admin that staff look through, and the page of one record.

Records are written by visitors and change through services only, so no form adds, changes or
deletes one. Templates: core/admin/records.html, mails_about.html and history.html.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.log_actions import log, registry
from wagtail_modeladmin.helpers import AdminURLHelper, ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from core import access_log
from core.mail_readers import mails_about
from core.models import Access

# Who reads the same again within this time leaves no second line: a page is reloaded.
READ_ONCE_IN = timedelta(hours=1)


class RecordPermissions(PermissionHelper):
    """Who may see records may look; nobody adds, edits or deletes one."""

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.user_can_list(user)

    def user_can_change(self, user: Any) -> bool:
        """Tell whether this user may do what the desk offers besides looking."""
        may_change = self.user_has_specific_permission(user, self.get_perm_codename("change"))
        return may_change and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class RecordAddresses(AdminURLHelper):
    """Takes numbers only: modeladmin would look up any word, and fall over it."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class RecordButtons(ButtonHelper):
    """No buttons in the list: the name of a record leads to its page."""

    inspect_title = ""

    def inspect_button(self, pk: int, *args: Any, **kwargs: Any) -> dict[str, str]:
        return {**super().inspect_button(pk, *args, **kwargs), "title": self.inspect_title}

    def get_buttons_for_obj(self, obj: Any, **kwargs: Any) -> list[dict[str, str]]:
        return self.buttons_of(obj) if isinstance(self.view, InspectView) else []

    def buttons_of(self, record: Any) -> list[dict[str, str]]:
        """Return what can be done with a record, on its page."""
        return []


class RecordList(IndexView):
    """A list that reads what it knows of its address, and nothing that a database cannot hold.

    `parameters` are the names of its filters, for modeladmin would take any other word for a
    field; `what` says what it lists, and `find` in what the typed words are looked up.
    """

    parameters: ClassVar[tuple[str, ...]] = ()
    what = ""
    find = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = QueryDict(mutable=True)
        for name in (*self.parameters, "q", "o", "p"):
            if name in request.GET:
                known[name] = str(request.GET[name]).replace("\0", "")
        request.GET = known  # type: ignore[assignment] # a copy, of the same kind
        return super().dispatch(request, *args, **kwargs)

    @property
    def form_filters(self) -> list[SimpleListFilter]:
        """Return the filters that one chooses from in the form above the list."""
        return list(self.filter_specs)

    def counts(self) -> tuple[int, int]:
        """Return how many records there are, and how many of them fit what was asked for."""
        return self.get_base_queryset().count(), self.queryset.count()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Do as modeladmin does, but count each number once."""
        all_count, result_count = self.counts()
        paginator = self.paginator_class(self.queryset, self.items_per_page)
        paginator.count = result_count
        page = paginator.page(self.page_num if self.page_num in paginator.page_range else 1)
        return super(IndexView, self).get_context_data(
            all_count=all_count,
            result_count=result_count,
            paginator=paginator,
            page_obj=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            object_list=page.object_list,
            **kwargs,
        )

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """Select once: `dispatch` passes the request, and what comes after asks again."""
        return super().get_queryset(request) if request else self.queryset


class ChoiceFilter(SimpleListFilter):
    """Records with one value of a field that has choices."""

    field = ""
    choices_of_field: Any

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.choices_of_field.choices)

    def queryset(self, request: HttpRequest, records: QuerySet) -> QuerySet:
        if self.value() not in self.choices_of_field.values:
            return records
        return records.filter(**{self.field: self.value()})


class OneFilter(SimpleListFilter):
    """Records that fit one of a few words; each word is a condition."""

    def conditions(self) -> dict[str, tuple[str, Q]]:
        """Return for each value its label and its condition."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _) in self.conditions().items()]

    def queryset(self, request: HttpRequest, records: QuerySet) -> QuerySet:
        conditions = self.conditions()
        value = self.value() or ""
        return records.filter(conditions[value][1]) if value in conditions else records


def shows(request: HttpRequest) -> bool:
    """Tell whether somebody gets to see the answer: a HEAD only asks whether there is one."""
    return request.method != "HEAD"


class NotesAccess:
    """A page that shows data of people: whoever opens it leaves a line in the access log.

    `how` says in which way they are shown, `seen` of whom.
    """

    request: Any
    how = Access.How.PAGE

    def seen(self) -> Iterable[Model]:
        """Return the records that the page shows: the one that it is about."""
        instance: Model = self.instance  # type: ignore[attr-defined] # of the view
        return [instance]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if shows(self.request):
            access_log.note_all(self.request.user, self.seen(), self.how)
        return super().get_context_data(**kwargs)  # type: ignore[misc] # of the view


class RecordPage(NotesAccess, InspectView):
    """One record, with the mails about it and what happened to it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        log_lines = registry.get_logs_for_instance(self.instance).select_related("user")
        return super().get_context_data(
            **kwargs, mails=mails_about(self.instance, self.request.user), log_lines=log_lines
        )


def log_reading(request: HttpRequest, record: Model, action: str, data: dict[str, Any]) -> None:
    """Write in the history that this user read these data, unless it says so since an hour."""
    if not shows(request):
        return
    recent = registry.get_logs_for_instance(record).filter(
        action=action,
        user=request.user.pk,
        data=data,
        timestamp__gt=timezone.now() - READ_ONCE_IN,
    )
    if not recent.exists():
        log(instance=record, action=action, user=request.user, data=data)


class InspectURLFinder:
    """Where the admin sends who clicks on a record in a report: to its page, if they may see it.

    Each desk has a class of its own, for Wagtail's registry calls whatever is not a class with the
    record instead of the user. Without a user it tells where the page is, as for a mail.
    """

    record_admin: ModelAdmin

    def __init__(self, user: Any = None) -> None:
        self.user = user

    def get_edit_url(self, record: Model) -> str | None:
        permissions = self.record_admin.permission_helper
        if self.user is not None and not permissions.user_can_inspect_obj(self.user, record):
            return None
        return self.record_admin.url_helper.get_action_url("inspect", record.pk)


class RecordAdmin(ModelAdmin):
    """A desk as all of them are; one of its own names the model, the columns and the filters."""

    list_per_page = 50
    empty_value_display = "–"
    inspect_view_enabled = True
    history_view_enabled = False
    index_view_class = RecordList
    inspect_view_class = RecordPage
    permission_helper_class = RecordPermissions
    url_helper_class = RecordAddresses
    button_helper_class = RecordButtons
    index_template_name = "core/admin/records.html"

    def register_admin_url_finders(self) -> None:
        """Lead from reports to the page of a record, if there is one."""
        if self.inspect_view_enabled:
            finder = type("InspectURLFinder", (InspectURLFinder,), {"record_admin": self})
            register_admin_url_finder(self.model, finder)

    def register_indexing(self) -> None:
        """Keep records out of Wagtail's index of references: nobody looks them up there."""
