"""What the admin gets from core: the lists of terms and contact roles, guards, our own face."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from core import content_checks, dashboard, page_panels, people_search
from core.blocks.body import ENGLISH
from core.confidential import visible, works_on_whole_tree
from core.link_report import admin as link_report
from core.link_report import leaving
from core.mail_admin import MailAdmin
from core.models import ContactRole, Term, ThemedPage
from core.page_editing import CreateView, EditView
from core.page_guards import TYPED_NAME, FramePage, page_header, with_those_below
from core.page_permissions import only_what_opens
from core.privacy_admin import ACCESSES, DELETIONS, PrivacyGroup, PrivacyMenuItem, PrivacyView
from core.privacy_admin import MENU_HOOK as PRIVACY_MENU_HOOK
from core.privacy_admin import NAME as PRIVACY
from core.reserved_slugs import refusal
from core.review_dates import admin as review_dates
from core.rich_text import OnlinePageLinkHandler, is_online
from core.snippets import SnippetViewSet
from core.states import NEEDS_CHANGES
from core.term_views import BranchViewSet, ThemeViewSet, refuse_deletion
from core.terms import MERGED

# Their hooks and panels register themselves.
__all__ = ["leaving", "link_report", "page_panels", "people_search", "review_dates"]


class ContactRoleViewSet(SnippetViewSet):
    model = ContactRole
    icon = "mail"
    copy_view_enabled = False
    list_display = ["role", "text", "email"]
    list_per_page = 50


class TermsGroup(SnippetViewSetGroup):
    items = (ThemeViewSet, BranchViewSet, ContactRoleViewSet)
    menu_label = "Thema's en branches"
    menu_name = "terms"
    menu_icon = "tag"
    menu_order = 200
    add_to_admin_menu = True


register_snippet(TermsGroup)
modeladmin_register(MailAdmin)
for _admin in (ACCESSES, DELETIONS):
    _admin.register_with_wagtail()
    hooks.register(PRIVACY_MENU_HOOK, _admin.get_menu_item)
hooks.register(PRIVACY_MENU_HOOK, PrivacyMenuItem)
hooks.register("register_admin_menu_item", PrivacyGroup)


@hooks.register("register_admin_urls")
def page_of_privacy_requests() -> list[URLPattern]:
    return [path("privacy/", PrivacyView.as_view(), name=PRIVACY)]


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    dashboard.put_reviews_first(panels)
    panels += dashboard.panels_for(request)


@hooks.register("before_delete_snippet")
def keep_used_terms(request: HttpRequest, instances: Sequence[models.Model]) -> Any:
    """Refuse one by one and in bulk: Wagtail asks this hook for both."""
    terms = [instance for instance in instances if isinstance(instance, Term)]
    return refuse_deletion(request, terms) if terms else None


@hooks.register("register_log_actions")
def log_merges(actions: LogActionRegistry) -> None:
    @actions.register_action(MERGED)
    class MergeFormatter(LogFormatter):
        label = "Samenvoegen"

        def format_message(self, entry: Any) -> str:
            return f"‘{entry.data['source']}’ hierin samengevoegd ({entry.data['pages']} pagina's)"


def _say_what_lacks(request: HttpRequest, page: Page, lacking: dict[str, str]) -> None:
    messages.error(
        request,
        format_html(
            "‘{}’ kan nog niet online. {}",
            page.get_admin_display_title(),
            format_html_join(" ", "{}", ((sentence,) for sentence in lacking.values())),
        ),
        buttons=[
            messages.button(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), "Bewerk het bericht"
            )
        ],
    )


def lacking_in_latest(page: Page) -> dict[str, str]:
    """Return what the version that would be published still lacks."""
    latest = page.get_latest_revision_as_object()
    return latest.lacking() if isinstance(latest, ThemedPage) else {}


@hooks.register("before_bulk_action")
def publish_only_what_is_complete(
    request: HttpRequest, action: str, pages: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Hold what the page form would hold; publishing many at once shows no form."""
    if action != "publish":
        return None
    refused = False
    for page in with_those_below(request, action, pages):
        if lacking := lacking_in_latest(page):
            _say_what_lacks(request, page, lacking)
            refused = True
    return redirect(view.next_url) if refused else None


@hooks.register("before_unpublish_page")
def confirm_by_name(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Take the home page or a list offline only once its name was typed."""
    typed = request.POST.get(TYPED_NAME)
    if not _is_frame(page) or (typed or "").strip() == page.title:
        return None
    title = "Offline halen"
    back_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        **page_header(title, back_url),
        "page": page,
        "below": page.get_descendants().live().count(),
        "with_those_below": bool(request.POST.get("include_descendants")),
        "name": TYPED_NAME,
        "typed": typed,
    }
    return TemplateResponse(request, "core/admin/unpublish_frame.html", context)


@hooks.register("before_delete_page")
def keep_what_holds_up_others(request: HttpRequest, page: Page) -> HttpResponse | None:
    if _keep_frame(request, [page]):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_the_frame_in_bulk(
    request: HttpRequest, action: str, pages: Sequence[Any], view: Any
) -> HttpResponse | None:
    if action == "unpublish" and (frame := [each for each in pages if _is_frame(each)]):
        names = " en ".join(f"‘{page}’" for page in frame)
        messages.error(request, f"Haal {names} apart offline. Er is niets veranderd.")
        return redirect(view.next_url)
    kept = action == "delete" and _keep_frame(request, pages)
    return redirect(view.next_url) if kept else None


def _is_frame(page: Any) -> bool:
    return isinstance(page, Page) and issubclass(page.specific_class or Page, FramePage)


def _keep_frame(request: HttpRequest, pages: Sequence[Page]) -> bool:
    """Say of every page that holds up others why it is not deleted; tell whether there is one."""
    frame = [page for page in pages if _is_frame(page) and not page.is_leaf()]
    for page in frame:
        messages.error(
            request,
            f"Onder ‘{page}’ staan nog {page.get_descendant_count()} pagina’s. Verwijder of "
            "verplaats die eerst. Er is niets veranderd.",
        )
    return bool(frame)


def _say_why_not_there(request: HttpRequest, pages: Sequence[Page], parent: Page) -> bool:
    """Tell whether an address keeps one of these pages from being moved below `parent`."""
    reasons = [why for page in pages if (why := refusal(page.slug, parent))]
    for why in reasons:
        messages.error(request, why)
    return bool(reasons)


@hooks.register("before_move_page")
def move_to_no_taken_address(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    if _say_why_not_there(request, [page], destination):
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


@hooks.register("before_bulk_action")
def move_none_to_a_taken_address(
    request: HttpRequest, action: str, pages: Sequence[Page], view: Any
) -> HttpResponse | None:
    if action != "move":
        return None
    parent = view.cleaned_form.cleaned_data["chooser"]
    return redirect(view.next_url) if _say_why_not_there(request, pages, parent) else None


ASK_IN_EDITOR = "We hebben nog een vraag over deze pagina. Open de pagina en keur die daar goed."


class CompleteBeforeApproval(WorkflowActionView):
    """Approving from the dashboard publishes without a form, so ask the page itself."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name != "approve":
            return super().post(request, *args, **kwargs)
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        in_modal = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if lacking := lacking_in_latest(self.object):
            _say_what_lacks(request, self.object, lacking)
        elif response := self.before_publishing(request):
            if not in_modal:
                return response
            messages.warning(request, ASK_IN_EDITOR)
        else:
            return super().post(request, *args, **kwargs)
        if in_modal:
            return self.render_modal_json(request, {"step": "success", "redirect": edit})
        return redirect(edit)

    def before_publishing(self, request: HttpRequest) -> HttpResponse | None:
        """Ask what the button "Publiceren" asks; return the first page that answers."""
        answers = (ask(request, self.object) for ask in hooks.get_hooks("before_publish_page"))
        return next((answer for answer in answers if answer is not None), None)


class SitePageViewSet(PageViewSet):
    model = Page
    add_view_class = CreateView
    edit_view_class = EditView


class ThemedPageViewSet(SitePageViewSet):
    model = ThemedPage
    workflow_action_view_class = CompleteBeforeApproval


@hooks.register("register_admin_viewset")
def guard_pages() -> list[PageViewSet]:
    return [SitePageViewSet("site_pages"), ThemedPageViewSet("themed_pages")]


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own link
def link_to_what_is_online(features: FeatureRegistry) -> None:
    features.register_link_type(OnlinePageLinkHandler)


@hooks.register("register_rich_text_features")
def mark_english(features: FeatureRegistry) -> None:
    """Let editors mark English words, so that a screen reader says them in English."""
    control = {
        "type": ENGLISH.upper(),
        "icon": "globe",
        "description": "Engels: een voorleeshulp leest deze woorden op z’n Engels voor",
        "style": {"borderBottom": "1px dotted currentColor"},
    }
    rules = {
        "from_database_format": {'span[lang="en"]': InlineStyleElementHandler(ENGLISH.upper())},
        "to_database_format": {
            "style_map": {ENGLISH.upper(): {"element": "span", "props": {"lang": "en"}}}
        },
    }
    features.register_editor_plugin("draftail", ENGLISH, InlineStyleFeature(control))
    features.register_converter_rule("contentstate", ENGLISH, rules)


@hooks.register("before_edit_page")
def tell_of_dead_links(request: HttpRequest, page: Page) -> None:
    if request.method != "GET":
        return
    references = ReferenceIndex.get_references_for_object(page)
    page_type = ContentType.objects.get_for_model(Page)
    keys = references.filter(to_content_type=page_type).values_list("to_object_id", flat=True)
    linked = Page.objects.filter(pk__in=map(int, keys))
    for title in [str(linked_page) for linked_page in linked if not is_online(linked_page)]:
        messages.warning(
            request,
            f"Deze pagina linkt naar ‘{title}’, en die staat niet online. Bezoekers zien daar "
            "gewone tekst, of niets. Kies een andere link of haal de link weg.",
        )


@hooks.register("before_edit_page")
def tell_what_the_review_asks(request: HttpRequest, page: Page) -> None:
    """Show the remark of whoever asked for a change above the form in which it is to be made."""
    review = page.current_workflow_state if request.method == "GET" else None
    if review is None or review.status != NEEDS_CHANGES:
        return
    task_state = review.current_task_state
    who = task_state.finished_by
    name = (who.get_full_name() or who.get_username()) if who else "De redactie"
    comment = task_state.specific.get_comment()
    said = f": ‘{comment}’" if comment else ", zonder toelichting."
    messages.warning(request, f"{name} vraagt om een aanpassing{said}")


@hooks.register("construct_page_listing_buttons")
def row_menu(buttons: list[Button], page: Page, user: Any, context: Any = None) -> None:
    only_what_opens(buttons, page, user)


@hooks.register("construct_page_chooser_queryset")
def choose_from_what_one_may_see(pages: QuerySet, request: HttpRequest) -> QuerySet:
    return visible(request.user, pages)


@hooks.register("construct_reports_menu")
def no_report_that_is_refused(request: HttpRequest, items: list[Any]) -> None:
    if not works_on_whole_tree(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("after_copy_page")
def say_what_was_not_copied(request: HttpRequest, page: Page, new_page: Page) -> None:
    source = page.specific
    lost = [
        str(source._meta.get_field(name).verbose_name)
        for name in source.exclude_fields_in_copy
        if name not in ("first_published_at", "last_published_at") and getattr(source, name)
    ]
    if lost and not new_page.alias_of_id:
        messages.warning(request, f"Niet overgenomen in de kopie: {', '.join(lost)}.")


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    sheets = [(static(f"core/admin/{name}.css"),) for name in ("admin", "desk")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def mend_the_page_form() -> str:
    return format_html('<script src="{}"></script>', static("core/admin/editing.js"))


@hooks.register("construct_wagtail_userbar")
def check_what_editors_write(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    for item in items:
        if isinstance(item, ContentCheckerItem):
            content_checks.set_up(item, page)


@hooks.register("construct_homepage_summary_items")
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """The number of pages and files helps nobody with the day's work."""
    items.clear()


@hooks.register("construct_help_menu")
def only_help_in_dutch(request: HttpRequest, items: list[Any]) -> None:
    """Leave the keyboard shortcuts; what Wagtail links to is in English and about Wagtail."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
