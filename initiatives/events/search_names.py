"""Towns of meetings, which visitors look for."""

from collections.abc import Iterable

from core.models.pages import published
from initiatives.events.models import EventPage


def towns() -> Iterable[str]:
    """Return what stands last in the addresses of meetings, behind the street."""
    addresses = published(EventPage.objects.exclude(address="")).values_list("address", flat=True)
    return (
        address.rsplit(",", 1)[-1].strip() for address in addresses.distinct() if "," in address
    )
