"""What staff may see of records and pages that are not public: asked here by every way to them.

A record is for whoever may view its model. A page that is offline is for whoever works on that part
of the tree. An app says of its images by a policy of Wagtail (`policy_registry`).
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

ADMIN = "/beheer/"
CHOSEN = "wagtailadmin_choose_page_chosen_multiple"
# A report that names the last page of each kind, whoever may see it.
OF_WHOLE_TREE = frozenset(("page_types_usage", "page_types_usage_results"))
# The parts of addresses in which Wagtail has the key of a page, an image or a document.
OF_PAGES = frozenset(("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"))
OF_FILES = {
    "image_id": get_image_model,
    "document_id": get_document_model,
    "doc_id": get_document_model,
}
ANY_USE = {"add", "change", "delete", "choose"}


def may_view(user: Any, model: type[Model]) -> bool:
    """Tell whether somebody may see all records of a model."""
    options = model._meta
    return user.has_perm(f"{options.app_label}.{get_permission_codename('view', options)}")


def names_for(user: Any, records: Iterable[Model]) -> list[str]:
    """Return the names of records in order; of those that somebody may not see, how many there are.

    Whoever comes to pages by another way works on all of them, so those are always named.
    """
    names, unseen = set(), Counter[type[Model]]()
    for record in records:
        if isinstance(record, Page) or may_view(user, type(record)):
            names.add(str(record))
        else:
            unseen[type(record)] += 1
    numbers = (f"{number} {_noun(model, number)}" for model, number in unseen.items())
    return [*sorted(names), *sorted(numbers)]


def _noun(model: type[Model], number: int) -> str:
    options = model._meta
    return str(options.verbose_name if number == 1 else options.verbose_name_plural)


def visible(user: Any, pages: QuerySet) -> QuerySet:
    """Keep the pages that are online, and those of the part of the tree that somebody works on."""
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


def works_on_whole_tree(user: Any) -> bool:
    root = policy_registry.get_by_type(Page).explorable_root_instance(user)
    return bool(root and root.is_root())


class HiddenFromStaff:
    """Refuses every address of the admin that names a page or file which is not for this user.

    Some of Wagtail's views ask that themselves; those of choosers, moves and previews do not.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        if not request.path.startswith(ADMIN) or not request.user.is_authenticated:
            return
        if 0 in kwargs.values():  # no row has this key, and some views take it for none at all
            raise Http404
        name_of_view = request.resolver_match.url_name if request.resolver_match else ""
        if name_of_view in OF_WHOLE_TREE and not works_on_whole_tree(request.user):
            raise PermissionDenied
        keys = {kwargs[name] for name in OF_PAGES & kwargs.keys() if kwargs[name] is not None}
        if name_of_view == CHOSEN:
            keys |= {int(key) for key in request.GET.getlist("id") if key.isdecimal()}
        if keys:
            _refuse_pages(request.user, keys)
        for name in OF_FILES.keys() & kwargs.keys():
            _refuse_file(request.user, OF_FILES[name](), kwargs[name])


def _refuse_pages(user: Any, keys: set[int]) -> None:
    offline = Page.objects.filter(pk__in=keys, live=False)
    if len(offline) > visible(user, offline).count():
        raise PermissionDenied


def _refuse_file(user: Any, model: Any, key: int) -> None:
    """Raise PermissionDenied for a file of which this user may do nothing, and 404 for none."""
    file = get_object_or_404(model, pk=key)
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission_for_instance(user, ANY_USE, file):
        raise PermissionDenied
