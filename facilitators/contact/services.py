"""Passing a question on to facilitators.

The network keeps on which day a facilitator was asked something, and nothing else: what was asked,
and by whom, is in private mail that is wiped when it is delivered.
"""

import uuid
from collections.abc import Sequence
from dataclasses import astuple

from django.db import transaction
from django.db.models import QuerySet

from core import limits
from core.models import OutgoingMail
from facilitators.contact import mails as contact_letters
from facilitators.contact.mails import Enquiry
from facilitators.models.profiles import FacilitatorRequest, Profile


class NotSeenAnyMore(Exception):  # noqa: N818 - an answer, not a fault
    """Some of those who were asked cannot be found by visitors now; nobody got anything."""


def seen(page_keys: Sequence[int]) -> list[Profile]:
    """Return the facilitators of these pages that visitors can find now, in the order given."""
    return _seen(Profile.objects.select_related("page__listing_image"), page_keys)


def ask(page_keys: Sequence[int], question: Enquiry, form_key: uuid.UUID, network: str) -> None:
    """Mail a question to the facilitators of these pages, and a copy to whoever asks it.

    The same question of the same form goes out once, however often it is sent. Raises
    NotSeenAnyMore, and limits.TooOften for the address or the network of whoever asks.
    """
    with transaction.atomic():
        # No facilitator is paused between looking and writing, and a double click waits here.
        locked = Profile.objects.select_for_update(of=("self",), no_key=True)
        profiles = _seen(locked, page_keys)
        if len(profiles) != len(page_keys):
            raise NotSeenAnyMore
        key = f"contact:{_name_of(question, page_keys, form_key)}"
        if OutgoingMail.objects.filter(key=contact_letters.key_of_copy(key)).exists():
            return
        limits.count("contact", email=question.email.lower(), network=network)
        requests = FacilitatorRequest.objects.bulk_create(
            FacilitatorRequest(profile=profile) for profile in profiles
        )
        contact_letters.send(requests, question, key)


def _seen(profiles: QuerySet[Profile], page_keys: Sequence[int]) -> list[Profile]:
    published = profiles.filter(page__in=page_keys, state=Profile.State.PUBLISHED, page__live=True)
    found = {one.page_id: one for one in published.select_related("page").order_by("pk")}
    return [found[key] for key in page_keys if key in found and found[key].page.is_seen]


def _name_of(question: Enquiry, page_keys: Sequence[int], form_key: uuid.UUID) -> uuid.UUID:
    """Return a name for this question to these people: another text is another question."""
    return uuid.uuid5(form_key, repr((astuple(question), sorted(page_keys))))
