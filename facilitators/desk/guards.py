"""What keeps the pages of facilitators and their profiles together, whatever button is used."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from core.page_guards import with_those_below
from facilitators import profile_states
from facilitators.models import FacilitatorPage, Profile

MAY_DECIDE = "facilitators.change_profile"


@hooks.register("after_create_page")
def give_it_a_profile(request: HttpRequest, page: Page) -> None:
    if isinstance(page, FacilitatorPage):
        profile_states.accompany(page)
        messages.info(
            request,
            "Stel nu het e-mailadres van de facilitator in. Die geeft dan zelf toestemming; "
            "daarna kan de pagina online.",
            buttons=[messages.button(_desk(page), "Naar het profiel")],
        )


@hooks.register("after_copy_page")
def give_the_copy_one(request: HttpRequest, page: Page, new_page: Page) -> None:
    copy = new_page.specific
    if isinstance(copy, FacilitatorPage):
        profile_states.accompany(copy)


@hooks.register("before_publish_page")
@hooks.register("before_unpublish_page")
def only_who_runs_the_pool(request: HttpRequest, page: Page) -> None:
    """Ask for more than a permission on pages: the profile goes along, and a mail goes out."""
    if isinstance(page.specific, FacilitatorPage) and not request.user.has_perm(MAY_DECIDE):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def only_they_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at pages only: Wagtail asks about themes, images and users as well."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action in ("publish", "unpublish"):
        for page in with_those_below(request, action, pages):
            only_who_runs_the_pool(request, page)
    if action == "unpublish" and _refuse_to_pause_those_below(request, pages):
        return redirect(view.next_url)
    return _refuse_deletion(request, pages) if action == "delete" else None


@hooks.register("before_unpublish_page")
def pause_at_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    kept = _refuse_to_pause_those_below(request, [page])
    return redirect("wagtailadmin_pages:edit", page.pk) if kept else None


def _refuse_to_pause_those_below(request: HttpRequest, pages: Sequence[Page]) -> bool:
    """Say so if profiles would be paused along with a page above them; tell whether there are."""
    chosen = {page.pk for page in pages}
    number = sum(
        isinstance(each.specific, FacilitatorPage) and each.pk not in chosen
        for each in with_those_below(request, "unpublish", pages)
    )
    if number:
        messages.error(
            request,
            f"Hieronder staan {number} profielen van facilitators. Pauzeer die bij ‘Profielen’: "
            "dan hoort de facilitator ervan. Er is niets veranderd.",
        )
    return bool(number)


@hooks.register("before_delete_page")
def remove_at_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse_deletion(request, [page])


def _refuse_deletion(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Send who deletes a page to the desk: there the facilitator is told, and all is wiped."""
    for page in pages:
        kept = Profile.objects.filter(
            page__in=FacilitatorPage.objects.descendant_of(page, inclusive=True)
        ).first()
        if kept:
            messages.error(
                request,
                "Verwijder een profiel hier: dan wissen we alles, en de facilitator hoort ervan.",
            )
            return redirect("profielen_modeladmin_inspect", kept.pk)
    return None


def _desk(page: FacilitatorPage) -> str:
    return reverse("profielen_modeladmin_inspect", args=[page.profile.pk])
