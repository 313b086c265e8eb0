"""What the templates of meetings can say. Use {% load events %}."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString

from core import times
from core.site_context import SiteContext
from core.structured_data import script
from core.templatetags.aln import share_image
from initiatives.events import calendars, wording
from initiatives.events.models import EventPage
from initiatives.events.models.registrations import TIME_TO_ANSWER

SCHEMA = "https://schema.org/"
# Only what is true and useful: who must not register, or cannot any more, gets no offer.
AVAILABILITY = {
    EventPage.RegistrationStatus.OPEN: "InStock",
    EventPage.RegistrationStatus.WAITING_LIST: "SoldOut",
    EventPage.RegistrationStatus.FULL: "SoldOut",
}


def meeting(event: EventPage, site_context: SiteContext, image_url: str) -> dict[str, Any]:
    organisation = {
        "@type": "Organization",
        "name": site_context.name,
        "url": f"{site_context.site_url}/",
        "logo": site_context.site_url + static("img/mark.png"),
    }
    found: dict[str, Any] = {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "inLanguage": "nl",
        "url": event.canonical_url,
        "startDate": timezone.localtime(event.starts_at).isoformat(timespec="minutes"),
        "endDate": timezone.localtime(event.ends_at).isoformat(timespec="minutes"),
        "eventStatus": SCHEMA + ("EventCancelled" if event.is_cancelled else "EventScheduled"),
        "eventAttendanceMode": SCHEMA + _attendance(event),
        "location": _location(event),
        "image": [image_url],
        "organizer": organisation,
    }
    if event.register_by != EventPage.RegisterBy.ELSEWHERE:
        found["isAccessibleForFree"] = not event.price
    if availability := AVAILABILITY.get(event.registration_status):
        found["offers"] = {
            "@type": "Offer",
            "url": event.canonical_url,
            "availability": SCHEMA + availability,
            "validThrough": timezone.localtime(event.closes_at).isoformat(timespec="minutes"),
        }
    return found


def _attendance(event: EventPage) -> str:
    if not event.is_online:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.venue else "OnlineEventAttendanceMode"


def _location(event: EventPage) -> Any:
    """Return where it is; without a link that everybody may have, the page says how to join."""
    places: list[dict[str, Any]] = []
    if event.venue or not event.is_online:
        place = {"@type": "Place", "name": event.venue or "Locatie volgt"}
        place["address"] = event.address or "Nederland"
        places.append(place)
    if event.is_online:
        url = event.public_online_url or event.canonical_url
        places.append({"@type": "VirtualLocation", "url": url})
    return places[0] if len(places) == 1 else places


register = template.Library()


@register.simple_tag
def meeting_term(name: str) -> str:
    """Return how long somebody has to "answer", or we keep "people" or their "needs"."""
    lengths = {
        "answer": TIME_TO_ANSWER,
        "people": settings.KEEP_PEOPLE_AFTER_MEETING,
        "needs": settings.KEEP_NEEDS_AFTER_MEETING,
    }
    return times.term(lengths[name])


register.filter("calendar_links", calendars.links_of)
register.filter("price", wording.price_of)
register.filter("routes", wording.routes_to)


@register.simple_tag(takes_context=True)
def meeting_data(context: Context) -> SafeString:
    return script(meeting(context["page"], context["site_context"], share_image(context)))
