"""How a facilitator keeps the profile, and how staff judge what changes.

As in `facilitators.profile_states`: under a lock, with history and mail in the same transaction.
"""

import uuid
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from wagtail.models import Revision

from facilitators import anonymise, consents, mails, photographs, profile_links
from facilitators.audit_log import record
from facilitators.choices import Availability
from facilitators.errors import InvalidState, NotComplete
from facilitators.locking import IN_THE_POOL, STANDING, State, under_lock
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Profile
from facilitators.profile_states import (
    Contact,
    judged,
    latest,
    meant,
    put_back,
    put_online,
    what_lacks,
)
from facilitators.texts import Text, text_of, write

ALT_LENGTH = FacilitatorPage._meta.get_field("listing_image_alt").max_length


def submit_change(profile: Profile, text: Text) -> None:
    """Keep a new text as a draft. Where another one was approved, it waits for review."""
    with under_lock(profile, "submit_change") as mine:
        draft = latest(mine)
        if text_of(draft) == text:
            return
        write(text, draft)
        _hand_in(mine, draft)
        record(mine, "submit_change")


def submit_photograph(profile: Profile, jpeg: bytes, described: str) -> None:
    """Keep a photograph in the draft, as a new text; what it says in words is optional."""
    with under_lock(profile, "submit_change") as mine:
        draft = latest(mine)
        draft.listing_image = photographs.keep(mine, jpeg, draft.title)
        draft.listing_image_alt = described or photograph_in_words(draft)
        consents.add(mine, consents.Item.PHOTOGRAPH, timezone.now())
        _hand_in(mine, draft)
        photographs.discard_unused(mine)
        record(mine, "submit_photograph")


def photograph_in_words(page: FacilitatorPage) -> str:
    """Return the description of a photograph for which the facilitator gave none."""
    return f"{'Foto' if page.is_organisation else 'Portret'} van {page.title}"[:ALT_LENGTH]


def withdraw_photograph(profile: Profile) -> None:
    """Take the photograph away everywhere, at once: to show it was the facilitator's to allow."""
    with under_lock(profile, "withdraw_photograph") as mine:
        draft = latest(mine)
        shown = [draft.listing_image, mine.page.listing_image]
        _without_photograph(draft)
        if not _approve_without_photograph(mine, draft):
            draft.save_revision(changed=True)
        page = FacilitatorPage.objects.get(pk=mine.page_id)
        if mine.state == State.PUBLISHED and page.listing_image_id and mine.approved_revision:
            put_online(mine, mine.approved_revision, None)
        elif page.listing_image_id:
            _without_photograph(page)
            page.save()
        consents.withdraw(mine, consents.Item.PHOTOGRAPH, timezone.now())
        _answered(mine)
        photographs.wipe(mine.photographs.all())
        anonymise.delete_when_unused(shown)
        record(mine, "withdraw_photograph")


def _approve_without_photograph(mine: Profile, draft: FacilitatorPage) -> bool:
    """Make what was approved a version without photograph, below a draft that says otherwise.

    Return whether a version was made. Where the photograph was all that waited, nothing waits now.
    """
    if mine.approved_revision is None:
        return False
    approved = mine.approved_revision.as_object()
    if text_of(draft) == text_of(approved):
        mine.review_asked_at = None
    if approved.listing_image_id is None:
        return False
    is_newest = mine.approved_revision_id == mine.page.latest_revision_id
    _without_photograph(approved)
    revision = approved.save_revision(changed=True)
    if not is_newest:
        draft.save_revision(changed=True)
    # Anew: the one at hand still holds the page as it was before the draft was saved.
    mine.approved_revision = Revision.objects.get(pk=revision.pk)
    return True


def _without_photograph(page: FacilitatorPage) -> None:
    page.listing_image, page.listing_image_alt = None, ""


def _hand_in(mine: Profile, draft: FacilitatorPage) -> None:
    """Save what a facilitator changed; where another version was approved, it waits for review."""
    draft.save_revision(changed=True)
    if mine.state in IN_THE_POOL:
        # One mail for all that changes before somebody looks.
        if mine.review_asked_at is None:
            mails.send_to_managers(mine, mails.new_change(mine), "change")
            mine.review_asked_at = timezone.now()
        mine.reason = ""
    _answered(mine)


def approve_change(profile: Profile, user: AbstractBaseUser | None, seen: int | None) -> None:
    """Take a new text; it comes online unless the profile is paused. `seen` as in publish."""
    with under_lock(profile, "approve_change") as mine:
        revision = judged(mine, seen)
        _must_wait(mine)
        if missing := what_lacks(mine):
            raise NotComplete(missing)
        mine.review_asked_at, mine.reason = None, ""
        mine.approved_revision = revision
        mine.save()
        if mine.state == State.PUBLISHED:
            put_online(mine, revision, user)
        record(mine, "approve_change", user)
        link = profile_links.edit_url(mine)
        mails.send(mine, mails.change_approved(mine, link), "approved")


def refuse_change(
    profile: Profile, user: AbstractBaseUser | None, seen: int | None, reason: str
) -> None:
    """Leave what is online as it is. The draft stays, for the facilitator to go on with."""
    with under_lock(profile, "refuse_change") as mine:
        judged(mine, seen)
        _must_wait(mine)
        mine.reason = meant(reason)
        mine.review_asked_at = None
        mine.save()
        record(mine, "refuse_change", user)
        link = profile_links.edit_url(mine)
        mails.send(mine, mails.change_refused(mine, link, mine.reason), "refused")


def set_availability(profile: Profile, availability: str, available_from: date | None) -> None:
    with under_lock(profile, "change_details") as mine:
        mine.availability = availability
        mine.available_from = available_from if availability == Availability.NOT_NOW else None
        _answered(mine)
        record(mine, "availability")


def set_contact(profile: Profile, contact: Contact, email: str, *, follows_vision: bool) -> None:
    """Change how somebody is reached and what is shown, at once; a new address is confirmed first.

    To have a profile is to let it be shown: who does not want that removes it.
    """
    with under_lock(profile, "change_details") as mine:
        mine.phone, mine.website = contact.phone, contact.website
        mine.shows_email = contact.shows_email
        mine.shows_phone = contact.shows_phone and bool(contact.phone)
        mine.follows_vision = mine.follows_vision or follows_vision
        kept = consents.given(mine) & {consents.Item.PHOTOGRAPH}
        consents.record(mine, {*contact.consented, consents.Item.PROFILE, *kept}, timezone.now())
        mine.new_email = "" if email.lower() == mine.email.lower() else email
        if mine.email_confirmed_at is None and not mine.new_email:
            # Who came here has read the mail to this address.
            mine.email_confirmed_at = timezone.now()
        _answered(mine)
        record(mine, "contact")
        if mine.new_email:
            letter = mails.please_confirm_new(mine, profile_links.address_url(mine))
            mails.send(mine, letter, "new-address", to=mine.new_email)


def confirm_address(profile: Profile, address: str) -> None:
    """Take this address as one that somebody reads; a new one takes the place of the former.

    While a new one waits, the former confirms nothing: only who reads the new one can say so.
    """
    with under_lock(profile, "change_details") as mine:
        now = timezone.now()
        if address.lower() != (mine.new_email or mine.email).lower():
            return
        if mine.new_email:
            former = mine.email
            mails.send(mine, mails.address_changed(mine), "address", to=former)
            mine.email, mine.new_email, mine.key = mine.new_email, "", uuid.uuid4()
            mine.email_confirmed_at = None
        if mine.email_confirmed_at is None:
            mine.email_confirmed_at = now
            mine.save()
            record(mine, "confirm_address")


def still_right(profile: Profile) -> None:
    """Take the answer to the yearly question; who was paused for silence comes back online."""
    with under_lock(profile, "change_details") as mine:
        if mine.asked_at is None:
            return
        if mine.state == State.PAUSED and not mine.is_paused_by_staff:
            put_back(mine, None)
        _answered(mine)
        record(mine, "still_right")


def ask_whether_right(profile: Profile, last_heard_before: datetime) -> None:
    """Ask the yearly question, unless the facilitator was heard of just now."""
    with under_lock(profile) as mine:
        if mine.state != State.PUBLISHED or mine.asked_at or last_heard(mine) > last_heard_before:
            return
        mine.asked_at = timezone.now()
        mine.save()
        right, link = profile_links.yearly_url(mine), profile_links.answer_url(mine)
        mails.send(mine, mails.yearly(mine, right, link), "yearly", kind=mails.YEARLY)
        record(mine, "ask")


def send_link(email: str) -> None:
    """Mail a new link to every profile with this address; former links are dead from then on."""
    found = Profile.objects.filter(email__iexact=email, state__in=STANDING)
    for profile in found.order_by("pk"):  # as who asks several of them something locks them
        with under_lock(profile, "change_details") as mine:
            mine.key = uuid.uuid4()
            mine.save()
            record(mine, "link")
            mails.send(mine, mails.own_link(mine, profile_links.edit_url(mine)), "link")


def _must_wait(profile: Profile) -> None:
    if profile.review_asked_at is None:
        raise InvalidState(profile, "Er wacht geen wijziging meer: die is al bekeken.")


def _answered(profile: Profile) -> None:
    """Save what a facilitator did; that answers the yearly question as well."""
    profile.confirmed_at, profile.asked_at = timezone.now(), None
    profile.save()


def last_heard(profile: Profile) -> datetime:
    """Return when a facilitator last did something, or else when the profile came online."""
    return profile.confirmed_at or profile.decided_at or profile.applied_at
