"""Who may change whose account: nobody makes, or becomes, somebody who may do more than they may.

Accounts of superusers are for superusers only. Of another account that may do more than one's own,
the password and the address stay with its owner. One's own roles are given by somebody else, and a
group gets no permission that its editor lacks.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.generic import CopyView
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm
from wagtail.users.views import groups, users

OF_OWNER = ("email", "password1", "password2")
OF_COLLEAGUE = "Welke rollen je hebt, bepaalt een collega."
KEPT = "Deze collega mag meer dan jij en past dit zelf aan."
REFUSED = "Het account van ‘{}’ kun je niet wijzigen: dat mag alleen een superuser."


def is_above(user: Any, other: Any) -> bool:
    """Tell whether an account may do something that `other` may not."""
    if other.is_superuser:
        return False
    return bool(user.is_superuser or user.get_all_permissions() - other.get_all_permissions())


def held_by(user: Any) -> Any:
    """Return the permissions that somebody has, and may therefore give to a group."""
    if user.is_superuser:
        return Permission.objects.all()
    names = user.get_all_permissions()
    rows = Permission.objects.select_related("content_type")
    held = [one.pk for one in rows if f"{one.content_type.app_label}.{one.codename}" in names]
    return Permission.objects.filter(pk__in=held)


class CarefulForm:
    """A mixin for the forms of accounts, which know who fills them in (`editor`)."""

    fields: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, editor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not editor.is_superuser:
            self.fields.pop("is_superuser", None)
            if self.instance.pk == editor.pk:
                self._keep(OF_COLLEAGUE, "groups")
            elif self.instance.pk and is_above(self.instance, editor):
                self._keep(KEPT, *OF_OWNER)

    def _keep(self, why: str, *names: str) -> None:
        for name in names:
            self.fields[name].disabled = True
            self.fields[name].help_text = why


class CreationForm(CarefulForm, UserCreationForm):
    pass


class EditForm(CarefulForm, UserEditForm):
    pass


class WithEditor:
    """A mixin for views that tell their form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editor": self.request.user}  # type: ignore[misc]


class CreateView(WithEditor, users.CreateView):
    pass


class CopyUserView(WithEditor, CopyView):
    pass


class EditView(WithEditor, users.EditView):
    pass


class UserViewSet(users.UserViewSet):
    add_view_class = CreateView
    copy_view_class = CopyUserView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type[CarefulForm]:
        return EditForm if for_update else CreationForm


class PermissionsForm(GroupForm):
    """Offers what its editor may do; what the group has besides that stays as it is."""

    registered_permissions: Any

    def __init__(self, *args: Any, editor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = held_by(editor).values("pk")
        self.registered_permissions = self.registered_permissions.filter(pk__in=held)
        self.fields["permissions"].queryset = self.registered_permissions.select_related(
            "content_type"
        )


class NotAbove:
    """A mixin for views of one group: not for whoever may do less than its members."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        group = self.get_object()  # type: ignore[attr-defined]
        if group.permissions.exclude(pk__in=held_by(request.user).values("pk")).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class CreateGroupView(WithEditor, groups.CreateView):
    pass


class EditGroupView(NotAbove, WithEditor, groups.EditView):
    pass


class DeleteGroupView(NotAbove, groups.DeleteView):
    pass


class GroupViewSet(groups.GroupViewSet):
    add_view_class = CreateGroupView
    edit_view_class = EditGroupView
    delete_view_class = DeleteGroupView

    def get_form_class(self, for_update: bool = False) -> type[PermissionsForm]:
        return PermissionsForm


def refuse_superusers(request: HttpRequest, accounts: Sequence[Any]) -> HttpResponse | None:
    """Say why not when one of these is a superuser's, and go back to the list."""
    editor: Any = request.user
    kept = [] if editor.is_superuser else [one for one in accounts if one.is_superuser]
    for account in kept:
        messages.error(request, REFUSED.format(account))
    return redirect("wagtailusers_users:index") if kept else None


def refuse_own_role(request: HttpRequest, accounts: Sequence[Any]) -> HttpResponse | None:
    """Say why not when somebody gives a role to their own account."""
    if request.user.is_superuser or request.user not in accounts:
        return None
    messages.error(request, f"{OF_COLLEAGUE} Er is niets veranderd.")
    return redirect("wagtailusers_users:index")
