"""Who can be asked for advice, as staff keep them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from core.snippets import SnippetViewSet
from initiatives.admin import MENU_HOOK
from initiatives.applications.models import AdviceParty

FOLLOWS = "Volgt de werkgeversorganisatie. Pas het daar aan, in de lijst ‘Werkgeversorganisaties’."


class AdvicePartyForm(WagtailAdminModelForm):
    """Adds ministries only: an employer organisation has its party as soon as it is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == AdviceParty.Kind.EMPLOYERS:
            for name in ("name", "is_active"):
                self.fields[name].disabled = True
                self.fields[name].help_text = FOLLOWS
        else:
            self.instance.kind = AdviceParty.Kind.MINISTRY


class AdvicePartyViewSet(SnippetViewSet):
    model = AdviceParty
    icon = "mail"
    menu_label = "Adviespartijen"
    menu_order = 95
    menu_hook = MENU_HOOK
    copy_view_enabled = False
    list_per_page = 50
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("email"), FieldPanel("is_active")],
        base_form_class=AdvicePartyForm,
    )
    list_display = [
        "name",
        Column("kind", label="Soort", accessor="get_kind_display"),
        Column("email", label="E-mailadres", sort_key="email"),
        BooleanColumn("is_active", label="In gebruik", sort_key="is_active"),
    ]
    list_filter = ["kind", "is_active"]
    ordering = ["-kind", "name"]


def refuse_deletion(request: HttpRequest, parties: Sequence[AdviceParty]) -> HttpResponse | None:
    """Say why these stay, and go back to the list; None when they may go."""
    kept = False
    for party in parties:
        if party.kind == AdviceParty.Kind.EMPLOYERS:
            why = "hoort bij een werkgeversorganisatie. Gaat die weg, dan gaat deze mee"
        elif party.advices.exists():
            why = "is al om advies gevraagd. Haal het vinkje weg bij ‘In gebruik’"
        else:
            continue
        kept = True
        messages.error(request, f"‘{party}’ {why}. Er is niets verwijderd.")
    return redirect(reverse("wagtailsnippets_applications_adviceparty:list")) if kept else None
