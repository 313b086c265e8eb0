"""What is said when a page goes: who links to it, and where visitors are sent from its address.

Deleting and taking offline offer a redirect; moving makes one by itself, by Wagtail's own signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Site

from core.confidential import names_for, visible
from core.link_report.admin import REPORT
from core.link_report.broken import broken_for, name_of, online
from core.page_guards import with_those_below
from core.page_panels import changeable_by

FIELD = "doorsturen_naar"
MOST = 10
NOT_THERE = (
    "Naar de pagina die je koos, kunnen we niet doorsturen: kies een andere die online staat. "
    "Er is niets veranderd."
)


@dataclass(frozen=True)
class Linking:
    """Something that links to a page; `url` is where it can be changed, by whoever looks."""

    name: str
    url: str = ""


def linking_to(page: Page, user: Any) -> list[Linking]:
    """Return what links to a page, the pages below it left out: they go along."""
    usage = ReferenceIndex.get_references_to(page).group_by_source_object()
    sources = [record for record, _ in usage if record is not None]
    pages = {each.pk: each for each in sources if isinstance(each, Page)}
    others = {key: each for key, each in pages.items() if not each.path.startswith(page.path)}
    mine = set(changeable_by(user).filter(pk__in=others).order_by().values_list("pk", flat=True))
    found = [
        Linking(
            each.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[key]) if key in mine else "",
        )
        for key, each in others.items()
    ]
    finder = AdminURLFinder(user)
    unseen = []
    for record in (each for each in sources if not isinstance(each, Page)):
        if url := finder.get_edit_url(record):
            found.append(Linking(name_of(record), url))
        else:
            unseen.append(record)
    return [*found, *map(Linking, names_for(user, unseen))]


def may_send_on(user: Any, page: Page) -> bool:
    """Tell whether somebody may make a redirect; of what visitors never saw there is none."""
    return page.live and user.has_perm("wagtailredirects.add_redirect")


class RedirectForm(forms.Form):
    doorsturen_naar = forms.ModelChoiceField(
        label="Waar gaat iemand heen die het oude adres opent?",
        queryset=Page.objects.all(),
        required=False,
        widget=AdminPageChooser,
        help_text="Laat leeg en bezoekers lezen dat de pagina er niet meer is.",
    )


def _addresses(pages: Sequence[Page]) -> list[tuple[Site | None, str]]:
    """Return the addresses of these pages that visitors knew."""
    site = Site.objects.filter(is_default_site=True).first()
    return [(site, page.get_url()) for page in pages if page.live and page.get_url()]


def _before(request: HttpRequest, action: str, page: Page) -> HttpResponse | None:
    """Judge the choice before anything goes, and keep the addresses that go."""
    chosen = request.POST.get(FIELD, "")
    if request.method != "POST" or not chosen or not may_send_on(request.user, page):
        return None
    going = with_those_below(request, action, [page])
    target = _target(request, chosen, going)
    if target is None:
        messages.error(request, NOT_THERE)
        return redirect(f"wagtailadmin_pages:{action}", page.pk)
    request.sent_on = (target, _addresses(going))  # type: ignore[attr-defined] # read by `_after`
    return None


def _target(request: HttpRequest, chosen: str, going: Sequence[Page]) -> Page | None:
    if not chosen.isdecimal() or len(chosen) > 18:
        return None
    keys = [each.pk for each in going]
    able = visible(request.user, online()).exclude(pk__in=keys).filter(depth__gt=1)
    return able.filter(pk=int(chosen)).first()


def _after(request: HttpRequest) -> None:
    target, addresses = request.__dict__.get("sent_on", (None, []))
    for site, address in addresses:
        path = Redirect.normalise_path(address)
        Redirect.objects.filter(old_path=path, site=site).delete()
        Redirect.objects.create(old_path=path, site=site, redirect_page=target, is_permanent=True)
    if addresses:
        title = target.get_admin_display_title()
        messages.success(request, f"Wie het oude adres opent, gaat voortaan naar ‘{title}’.")


@hooks.register("before_delete_page", order=50)  # after those that refuse
def judge_redirect_of_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _before(request, "delete", page)


@hooks.register("before_unpublish_page", order=50)
def judge_redirect_of_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _before(request, "unpublish", page)


@hooks.register("after_delete_page")
def send_on_from_deleted(request: HttpRequest, page: Page) -> None:
    _after(request)


@hooks.register("after_unpublish_page")
def send_on_from_unpublished(request: HttpRequest, page: Page) -> None:
    _after(request)


@hooks.register("after_bulk_action")
def say_what_linked_to_many(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> None:
    """Say how many links lead nowhere now; many at once are taken away without a choice."""
    keys = [each.pk for each in objects if isinstance(each, Page)]
    if action not in ("delete", "unpublish") or not keys:
        return
    number = broken_for(request.user).filter(page_key__in=keys).count()
    if number:
        words = "1 link leidt" if number == 1 else f"{number} links leiden"
        report = messages.button(reverse(REPORT), "Bekijk welke")
        messages.warning(request, f"{words} nu nergens meer heen.", buttons=[report])


@hooks.register("before_move_page")
def say_what_links_to_what_moves(request: HttpRequest, page: Page, destination: Page) -> None:
    if request.method != "GET" or not page.live:
        return
    number = len(linking_to(page, request.user))
    said = f"Er {'linkt' if number == 1 else 'linken'} {number} keer iets naar deze pagina. "
    messages.info(
        request,
        f"{said if number else ''}Links op de site blijven werken, en wie het oude adres opent, "
        "wordt vanzelf doorgestuurd.",
    )
