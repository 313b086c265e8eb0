"""Which links are broken at this moment: a condition on links, and the words for it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.confidential import works_on_whole_tree
from core.models import FoundLink
from core.page_panels import changeable_by

PAGE_GONE = "De pagina is verwijderd"
PAGE_OFFLINE = "De pagina staat niet online"
DOCUMENT_GONE = "Het document is verwijderd"


def online() -> QuerySet:
    now = timezone.now()
    return Page.objects.live().filter(Q(expire_at=None) | Q(expire_at__gt=now)).order_by()


def broken() -> QuerySet[FoundLink]:
    """Return the links in what visitors see now that lead nowhere; of their targets we ask now.

    `target_title` is that of the page they lead to, if there still is one.
    """
    leads_to_page = Exists(online().filter(pk=OuterRef("page_key")))
    documents = get_document_model().objects.order_by().filter(pk=OuterRef("document_key"))
    stands_online = Q(reading__page=None) | Exists(online().filter(pk=OuterRef("reading__page")))
    titles = Page.objects.order_by().filter(pk=OuterRef("page_key")).values("draft_title")
    return FoundLink.objects.annotate(target_title=Subquery(titles[:1])).filter(
        Q(page_key__isnull=False) & ~Q(leads_to_page)
        | Q(document_key__isnull=False) & ~Q(Exists(documents))
        | Q(external__is_broken=True)
        | ~Q(problem=""),
        stands_online,
    )


def broken_for(user: Any) -> QuerySet[FoundLink]:
    """Return the broken links that this user can mend, on pages and in records."""
    mine = Q(reading__page__in=changeable_by(user).order_by().values("pk"))
    if works_on_whole_tree(user):
        mine |= Q(reading__page=None)
    return broken().filter(mine)


def why(link: Any) -> str:
    """Return what is wrong with a link that `broken` gave, in words."""
    if link.page_key is not None:
        return PAGE_GONE if link.target_title is None else PAGE_OFFLINE
    if link.document_key is not None:
        return DOCUMENT_GONE
    if link.external is not None:
        return str(link.external.get_problem_display())
    return str(link.get_problem_display())


def name_of(record: Any) -> str:
    """Return what a record with links is called: "Thema: Leren", or "Site" for what has no name."""
    kind, name = str(record._meta.verbose_name).capitalize(), str(record)
    return kind if name.casefold() in (kind.casefold(), "") else f"{kind}: {name}"
