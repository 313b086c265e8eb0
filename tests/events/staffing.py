"""What tests of the pages of staff say again and again."""

from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core.models.mail import OutgoingMail
from initiatives.events.models import EventPage


def page_of(event: EventPage, name: str) -> str:
    """Return the address of a page of staff about a meeting, such as "mail"."""
    return f"/beheer/bijeenkomsten/{event.pk}/{name}/"


def recipients(kind: str) -> list[str]:
    mails = OutgoingMail.objects.filter(kind=kind).order_by("recipient")
    return list(mails.values_list("recipient", flat=True))


def publish_by_form(client: Client, event: EventPage, **changed: Any) -> Any:
    """Publish a meeting as an editor does, with some fields changed."""

    def local(moment: Any) -> str:
        return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")

    sent = nested_form_data(
        {
            "title": event.title,
            "slug": event.slug,
            "kind": event.kind,
            "starts_at": local(changed.pop("starts_at", event.starts_at)),
            "ends_at": local(changed.pop("ends_at", event.ends_at)),
            "region": event.region,
            "venue": event.venue,
            "address": event.address,
            "online_url": event.online_url,
            "register_by": event.register_by,
            "external_url": event.external_url,
            "capacity": "" if event.capacity is None else event.capacity,
            "registration_closes_at": "",
            "has_waiting_list": "on",
            "lead": event.lead,
            "listing_image": "",
            "listing_image_alt": "",
            "all_themes": "on",
            "all_branches": "on",
            "contact": "",
            "body": streamfield([]),
            "programme": streamfield([]),
            "introductions": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "action-publish": "publish",
            **changed,
        }
    )
    return client.post(f"/beheer/pages/{event.pk}/edit/", sent, follow=True)
