"""Keeps the links of what is online: each page when it was published, and all of it once a day."""

from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from wagtail.models import Page

from core import lost_addresses, scheduled_jobs
from core.link_report.finding import Link, anchors_of, links_of
from core.models import ExternalAddress, FoundLink, LinkReading

# Pages change by hand; what they link to changes by itself.
READ_AGAIN = timedelta(days=1)
# The most of a round, so that mail does not wait.
AT_MOST = 50
LONGEST = 1_000  # characters of an address; a column of that length
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SCHEMES = ("http", "https")

_kinds: list[type[Model]] = []


def register(*models: type[Model]) -> None:
    """Have the links of these records read as well; an app says so when it is ready."""
    _kinds.extend(models)


def kinds() -> tuple[type[Model], ...]:
    return tuple(_kinds)


def source_of(record: Model) -> str:
    """Return how a reading calls what it is of: "wagtailcore.page:12" for every kind of page."""
    model = Page if isinstance(record, Page) else type(record)
    return f"{model._meta.label_lower}:{record.pk}"


def _due(model: type[Model]) -> QuerySet:
    """Return the records that were not read for a day; of pages also what was published since."""
    pages = Page.objects.live().filter(depth__gt=1, alias_of=None)
    label = Value(f"{model._meta.label_lower}:")
    source = Concat(label, Cast(OuterRef("pk"), CharField()))
    fresh = LinkReading.objects.filter(source=source, read_at__gt=timezone.now() - READ_AGAIN)
    if model is not Page:
        return model._default_manager.filter(~Exists(fresh)).order_by("pk")
    published = Coalesce(OuterRef("last_published_at"), Value(LONG_AGO))
    fresh = fresh.filter(read_at__gte=published)
    return pages.filter(~Exists(fresh)).order_by("pk")


def read_due() -> int:
    """Read the links of what is due; called every minute. Returns how many failed."""
    return sum(
        scheduled_jobs.each(_due(model), read, at_most=AT_MOST) for model in (Page, *kinds())
    )


def read(record: Model) -> None:
    """Put the links of a page or record in the place of those that were read before."""
    record = record.specific if isinstance(record, Page) else record
    model = Page if isinstance(record, Page) else type(record)
    reading, _ = LinkReading.objects.update_or_create(
        source=source_of(record),
        defaults={
            "content_type": ContentType.objects.get_for_model(model),
            "key": record.pk,
            "page_id": record.pk if model is Page else None,
            "read_at": timezone.now(),
        },
    )
    reading.links.all().delete()
    FoundLink.objects.bulk_create(map(partial(_row, reading, record), links_of(record)))


def _row(reading: LinkReading, record: Model, link: Link) -> FoundLink:
    row = FoundLink(
        reading=reading,
        field=link.field,
        where=link.where[:120],
        block=link.block,
        words=link.words[:200],
        address=link.address[:LONGEST],
        page_key=link.page_key,
        document_key=link.document_key,
    )
    if link.address:
        _judge(row, record, link.address)
    return row


def _judge(row: FoundLink, record: Model, address: str) -> None:
    """Find out where an address leads: on this page, on this site or elsewhere."""
    plain, fragment = urldefrag(address)
    try:
        split = urlsplit(plain)
        is_ours = not split.netloc or split.netloc == urlsplit(settings.SITE_URL).netloc
        is_elsewhere = not is_ours and split.scheme in SCHEMES and bool(split.hostname)
    except ValueError:  # brackets that close nothing
        row.problem = FoundLink.Problem.NOTHING_THERE
        return
    if is_elsewhere:
        row.external = _external(plain[:LONGEST], split.hostname or "")
    elif is_ours:
        target = record if not split.path else _page_at(split.path)
        if target is None and not _is_somewhere(split.path):
            row.problem = FoundLink.Problem.NOTHING_THERE
        elif fragment and isinstance(target, Page):
            names = anchors_of(target.specific)
            if names is not None and fragment not in names:
                row.problem = FoundLink.Problem.NO_ANCHOR


def _page_at(path: str) -> Page | None:
    """Return the page that is online at a path of the site."""
    home = Page.objects.filter(depth=2).first()
    if home is None:
        return None
    whole = home.url_path.rstrip("/") + "/" + path.strip("/")
    return Page.objects.live().filter(url_path=f"{whole.rstrip('/')}/").first()


def _is_somewhere(path: str) -> bool:
    is_sent_on = lost_addresses.meant(path) in lost_addresses.redirects()
    return is_sent_on or lost_addresses.leads_somewhere(path)


def _external(url: str, host: str) -> ExternalAddress:
    found, _ = ExternalAddress.objects.get_or_create(
        url=url, defaults={"host": host.lower()[:253], "due_at": timezone.now()}
    )
    return found


def forget_what_is_gone() -> None:
    """Delete the links of what is offline or deleted, and addresses that nothing links to."""
    before = timezone.now() - 2 * READ_AGAIN
    LinkReading.objects.filter(read_at__lt=before).delete()
    ExternalAddress.objects.filter(links=None, due_at__lt=before).delete()
