"""What the form of a meeting says of its registrations."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from wagtail.admin.panels import Panel

from initiatives.events.models.registrations import Registration

State = Registration.State


class RegistrationsPanel(Panel):
    """How many are coming, and the ways to what staff do with them. One query."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/registrations_panel.html"

        def is_shown(self) -> bool:
            may_see = self.request.user.has_perm("events.view_registration")
            return bool(self.instance.pk) and may_see

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Any:
            context = super().get_context_data(parent_context)
            numbers = Registration.objects.filter(event=self.instance).aggregate(
                coming=Count("pk", filter=Q(state__in=Registration.COMING)),
                attended=Count("pk", filter=Q(state=State.ATTENDED)),
                asked=Count("pk", filter=Q(state__in=Registration.MUST_ANSWER)),
                waiting=Count("pk", filter=Q(state=State.WAITING)),
                cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
            )
            user = self.request.user
            return {
                **context,
                "event": self.instance,
                "numbers": numbers,
                "active": numbers["coming"] + numbers["asked"] + numbers["waiting"],
                "may_write": user.has_perm("events.add_announcement"),
                "may_cancel": user.has_perm("events.add_cancellation"),
            }
