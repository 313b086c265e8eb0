"""What the admin gets from applications."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core import people_search
from core.groups import ADVISERS
from core.mail_admin import MAIL_READ
from core.mail_readers import MAIL_READERS, Readers
from core.models import OutgoingMail
from initiatives import publication as initiatives_publication
from initiatives.admin import MENU_HOOK
from initiatives.applications.assessment import assignment
from initiatives.applications.desk import advice_parties, dashboard, publication
from initiatives.applications.desk.figures_views import NAME as FIGURES
from initiatives.applications.desk.figures_views import FiguresMenuItem, FiguresView
from initiatives.applications.desk.lists import ApplicationAdmin
from initiatives.applications.models import AdviceParty, Application, Nomination
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import ASSESS, actor_of

__all__ = ["dashboard"]  # its panels register themselves

register_snippet(advice_parties.AdvicePartyViewSet)
DESK = ApplicationAdmin()
DESK.register_with_wagtail()
people_search.register(
    people_search.Place(
        Application,
        "Aanmeldingen als Koploper",
        ASSESS,
        ("name", "reference", "first_name", "infix", "last_name", "email"),
        note=lambda row: ", ".join(filter(None, [row.contact_name, row.get_state_display()])),
    ),
    people_search.Place(
        Nomination,
        "Tips voor een Koploper",
        ASSESS,
        ("first_name", "infix", "last_name", "organisation", "email", "contact"),
        note=lambda row: row.organisation,
        page_of=lambda row: row.application,
        along=("application",),
    ),
)


@hooks.register(MENU_HOOK)
def list_of_applications() -> MenuItem:
    return DESK.get_menu_item()


@hooks.register(MENU_HOOK)
def page_of_figures() -> MenuItem:
    return FiguresMenuItem()


@hooks.register("register_admin_urls")
def pages_of_the_desk() -> list[URLPattern]:
    return [path("koploper-cijfers/", FiguresView.as_view(), name=FIGURES)]


@hooks.register("insert_global_admin_css")
def our_desk() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("applications/admin/desk.css"))


@hooks.register(MAIL_READERS)
def readers_of_mails_about_applications() -> Readers:
    """A mail about an application says all of it, and to whom: contact data are for advisers."""
    return Readers(
        model=Application,
        permission=ASSESS,
        instead="Mail over een aanmelding als Koploper",
        refusal="Deze mail gaat over een aanmelding als Koploper. Alleen adviseurs lezen de tekst "
        "en zien aan wie hij ging.",
    )


@hooks.register(MAIL_READ)
def note_who_reads_of_an_application(request: HttpRequest, mail: OutgoingMail) -> None:
    application, user = mail.about, request.user
    if isinstance(application, Application) and isinstance(user, AbstractUser):
        audit_log.record_view(request, application, actor_of(user))


@hooks.register("before_delete_snippet")
def keep_who_was_asked(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    parties = [one for one in instances if isinstance(one, AdviceParty)]
    return advice_parties.refuse_deletion(request, parties) if parties else None


@hooks.register("before_publish_page")
def ask_for_the_word_of_who_applied(request: HttpRequest, page: Page) -> HttpResponse | None:
    return publication.warn(request, page)


@hooks.register(initiatives_publication.FORBID_HOOK)
def keep_offline_what_may_not_be_public(page: Page) -> str:
    return publication.forbids(page)


@hooks.register("before_edit_page")
def ask_for_it_before_approving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Approving a task publishes by another way than the button; Wagtail has no hook for it."""
    if not publication.approves(request):
        return None
    return publication.warn(request, page, is_kept=False)


@hooks.register("before_copy_page")
def keep_one_page_for_each_application(request: HttpRequest, page: Page) -> HttpResponse | None:
    return publication.refuse_copy(request, page)


@hooks.register("before_bulk_action")
def ask_for_it_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at pages only: Wagtail asks about themes, images and users as well."""
    pages = [each for each in objects if isinstance(each, Page)]
    return publication.refuse_many(request, pages, view) if action == "publish" else None


def _running_cases(users: Sequence[Any]) -> str:
    """Return the sentence about the applications these accounts still have under way, or ""."""
    number = assignment.running_of(users)
    if not number:
        return ""
    cases = "1 aanmelding" if number == 1 else f"{number} aanmeldingen"
    return (
        f"Er staat nog {cases} op naam van deze collega. Geef die eerst aan iemand anders; "
        "daarna kan het account uit, weg of in een andere groep."
    )


@hooks.register("before_delete_user")
def keep_adviser_of_running_cases(request: HttpRequest, user: AbstractUser) -> Any:
    if not (sentence := _running_cases([user])):
        return None
    context = {
        "title": "Verwijderen kan niet",
        "sentence": sentence,
        "back_url": reverse("wagtailusers_users:edit", args=[user.pk]),
    }
    return TemplateResponse(request, "applications/admin/refused.html", context, status=409)


@hooks.register("before_edit_user")
def keep_adviser_switched_on(request: HttpRequest, user: AbstractUser) -> Any:
    """Hold who is switched off, and who is taken out of the group of advisers."""
    if request.method != "POST" or not user.is_active or not user.has_perm(ASSESS):
        return None
    sent = request.POST
    stays = Group.objects.filter(
        pk__in=[key for key in sent.getlist("groups") if key.isdecimal()], name=ADVISERS
    )
    keeps_right = "is_superuser" in sent or stays.exists()
    if "is_active" in sent and keeps_right:
        return None
    if not (sentence := _running_cases([user])):
        return None
    messages.error(request, sentence)
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def keep_advisers_of_running_cases(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> Any:
    is_end = action == "delete" or (
        action == "set_active_state" and not view.cleaned_form.cleaned_data["mark_as_active"]
    )
    is_about_users = is_end and view.models == [get_user_model()]
    if not is_about_users or not (sentence := _running_cases(objects)):
        return None
    messages.error(request, sentence)
    return redirect(view.next_url)
