"""What can be done with a profile, by whoever runs the Pool and by the facilitator.

Every function locks the page and then the profile (in the order in which Wagtail's own buttons do),
judges the state anew under that lock, and writes row, history and mail in one transaction. What the
state does not allow raises a Refused with a Dutch sentence. `user` is who does it, if staff; the
facilitator has no account.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from facilitators import anonymise, consents, mails, profile_links
from facilitators.audit_log import record
from facilitators.errors import ChangedMeanwhile, InvalidState, NotComplete, ReasonMissing
from facilitators.locking import STANDING, State, under_lock
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Profile
from facilitators.texts import Text, write


@dataclass(frozen=True)
class Contact:
    """How somebody can be reached, and what of it everybody may see."""

    phone: str
    website: str
    shows_email: bool
    shows_phone: bool

    @property
    def consented(self) -> set[str]:
        """Return what this lets us show, besides the profile itself."""
        items = consents.Item
        shown = {
            items.EMAIL: self.shows_email,
            items.PHONE: self.shows_phone and bool(self.phone),
            items.WEBSITE: bool(self.website),
        }
        return {item for item, is_shown in shown.items() if is_shown}


@dataclass(frozen=True)
class Application:
    """What the form asks of somebody who wants to join the Pool."""

    text: Text
    email: str
    contact: Contact
    availability: str
    available_from: date | None


def apply(pool: Page, application: Application, form_key: uuid.UUID) -> None:
    """Keep an application: a page that nobody sees, its profile, and what may be shown of it.

    An address that has a profile already gets a link to that instead; the caller cannot tell. The
    same form sent twice applies once; with another answer in it, it is another application.
    """
    with transaction.atomic():
        # As it is now: the tree may have grown since the request began.
        parent = Page.objects.order_by().select_for_update().get(pk=pool.pk)
        key = uuid.uuid5(form_key, repr(application))
        if Profile.objects.filter(key=key).exists():
            return
        standing = Profile.objects.filter(email__iexact=application.email, state__in=STANDING)
        if known := standing.select_related("page").first():
            _do_as_much(parent, application)
            record(known, "again")
            link = profile_links.edit_url(known)
            mails.send(known, mails.known_before(known, link), "again")
            return
        page = _draft(parent, application)
        profile = Profile.objects.create(
            page=page,
            key=key,
            email=application.email,
            follows_vision=True,
            phone=application.contact.phone,
            website=application.contact.website,
            shows_email=application.contact.shows_email,
            shows_phone=application.contact.shows_phone,
            availability=application.availability,
            available_from=application.available_from,
        )
        items = {*application.contact.consented, consents.Item.PROFILE}
        consents.record(profile, items, profile.applied_at)
        record(profile, "apply")
        letter = mails.please_confirm(profile, profile_links.address_url(profile))
        mails.send(profile, letter, "applied")
        mails.send_to_managers(profile, mails.new_application(profile), "applied")


def _draft(parent: Page, application: Application) -> FacilitatorPage:
    page = FacilitatorPage(live=False)
    write(application.text, page)
    parent.add_child(instance=page)
    page.save_revision()
    return page


def _do_as_much(parent: Page, application: Application) -> None:
    """Make the page that an address without a profile would get, and undo it.

    So the answer takes as long for both.
    """
    with transaction.atomic():
        _draft(parent, application)
        transaction.set_rollback(True)
    parent.refresh_from_db()


def accompany(page: FacilitatorPage) -> Profile:
    """Make the profile of a page that staff made; return the one it has when it has one."""
    profile, is_new = Profile.objects.get_or_create(page=page)
    if is_new:
        record(profile, "add")
    return profile


def invite(profile: Profile, email: str, user: AbstractBaseUser | None) -> None:
    """Give a profile that is not in the Pool its address, and mail a link to it."""
    with under_lock(profile, "invite") as mine:
        mine.key = uuid.uuid4()
        mine.email, mine.new_email, mine.email_confirmed_at = email, "", None
        mine.save()
        record(mine, "invite", user)
        mails.send(mine, mails.invited(mine, profile_links.edit_url(mine)), "invited")


def new_address(profile: Profile, email: str, user: AbstractBaseUser | None) -> None:
    """Give a profile in the Pool another address, once somebody answers from it.

    Until then nothing changes: visitors read the address and write to it, and who has it can change
    the profile. The address that it has already gets a new link instead.
    """
    with under_lock(profile, "new_address") as mine:
        if is_own_address(mine, email):
            mine.key, mine.new_email = uuid.uuid4(), ""
            mine.save()
            record(mine, "link", user)
            mails.send(mine, mails.own_link(mine, profile_links.edit_url(mine)), "link")
        else:
            mine.new_email = email
            mine.save()
            record(mine, "new_address", user)
            letter = mails.please_confirm_new(mine, profile_links.address_url(mine))
            mails.send(mine, letter, "new-address", to=email)


def is_own_address(profile: Profile, email: str) -> bool:
    return email.lower() == profile.email.lower()


def take_up(profile: Profile, user: AbstractBaseUser | None) -> None:
    with under_lock(profile, "take_up") as mine:
        mine.state = State.IN_REVIEW
        mine.save()
        record(mine, "take_up", user)
        mails.send(mine, mails.taken_up(mine, profile_links.edit_url(mine)), "taken-up")


def publish(profile: Profile, user: AbstractBaseUser | None, seen: int | None) -> None:
    """Put a profile online. `seen` is the key of the version that was judged."""
    with under_lock(profile, "publish") as mine:
        revision = judged(mine, seen)
        if missing := what_lacks(mine):
            raise NotComplete(missing)
        mine.state, mine.reason = State.PUBLISHED, ""
        mine.review_asked_at = None
        _decide(mine, user)
        put_online(mine, revision, user)
        record(mine, "publish", user)
        mails.send(mine, mails.published(mine, profile_links.edit_url(mine)), "published")


def reject(profile: Profile, user: AbstractBaseUser | None, reason: str) -> None:
    with under_lock(profile, "reject") as mine:
        mine.reason = meant(reason)
        mine.state = State.REJECTED
        _decide(mine, user)
        record(mine, "reject", user)
        mails.send(mine, mails.rejected(mine, mine.reason), "rejected")


def pause(profile: Profile, user: AbstractBaseUser | None = None) -> None:
    """Take a profile off the site; what was approved is remembered."""
    with under_lock(profile, "pause") as mine:
        mine.asked_at = None
        _take_offline(mine, user)
        record(mine, "pause", user)
        link = profile_links.edit_url(mine)
        letter = mails.paused_by_staff(mine, link) if user else mails.paused(mine, link)
        mails.send(mine, letter, "paused")


def pause_in_silence(profile: Profile, asked_before: datetime) -> None:
    """Pause who did not answer the yearly question, unless the answer came just now."""
    with under_lock(profile) as mine:
        if mine.state != State.PUBLISHED or not mine.asked_at or mine.asked_at > asked_before:
            return
        _take_offline(mine, None)
        record(mine, "pause_silent")
        letter = mails.paused_in_silence(mine, profile_links.edit_url(mine))
        mails.send(mine, letter, "silent")


def resume(profile: Profile, user: AbstractBaseUser | None = None) -> None:
    """Put back online what was approved, and nothing newer. A facilitator cannot undo staff."""
    with under_lock(profile, "resume") as mine:
        check_resuming(mine, user)
        put_back(mine, user)


def check_resuming(profile: Profile, user: AbstractBaseUser | None) -> None:
    """Raise InvalidState for a facilitator whom staff paused."""
    if profile.is_paused_by_staff and user is None:
        raise InvalidState(profile, "De beheerder van de Pool heeft dit profiel gepauzeerd.")


def put_back(mine: Profile, user: AbstractBaseUser | None) -> None:
    if mine.approved_revision is None:
        raise InvalidState(
            mine, "De goedgekeurde versie is er niet meer. Publiceer de pagina opnieuw."
        )
    mine.state, mine.asked_at = State.PUBLISHED, None
    if user is None:
        mine.confirmed_at = timezone.now()
    _decide(mine, user)
    put_online(mine, mine.approved_revision, user)
    record(mine, "resume", user)
    mails.send(mine, mails.resumed(mine, profile_links.edit_url(mine)), "resumed")


def remove(profile: Profile, user: AbstractBaseUser | None = None) -> None:
    """Take a profile out of the Pool for good: no page, no text, no consent.

    The page is emptied and not deleted, so that the numbers and the history stay. The address stays
    a while, for the mail that says so and for questions (facilitators.anonymise).
    """
    with under_lock(profile, "remove") as mine:
        letter = mails.removed(mine)
        mine.state = State.REMOVED
        mine.key = uuid.uuid4()
        mine.review_asked_at = mine.asked_at = None
        _decide(mine, user)
        consents.record(mine, (), timezone.now())
        mails.send(mine, letter, "removed")
        _take_page_offline(mine, user)
        anonymise.empty_page(mine)
        record(mine, "remove", user)


def follow_publication(page: FacilitatorPage, revision: Revision | None) -> None:
    """Keep up with a page that was published: by the services, or with Wagtail's own button."""
    for profile in Profile.objects.filter(page=page):
        with under_lock(profile) as mine:
            if mine.state not in STANDING:
                _keep_away(mine)
                return
            was, waited = mine.state, mine.review_asked_at is not None
            mine.approved_revision, mine.state = revision, State.PUBLISHED
            is_newest = revision is not None and revision.pk == mine.page.latest_revision_id
            if waited and is_newest:
                mine.review_asked_at, mine.reason = None, ""
            if was in (State.APPLIED, State.IN_REVIEW, State.PAUSED):
                mine.decided_at, mine.asked_at = timezone.now(), None
            mine.save()
            link = profile_links.edit_url(mine)
            if was in (State.APPLIED, State.IN_REVIEW):
                record(mine, "publish")
                mails.send(mine, mails.published(mine, link), "published")
            elif was == State.PAUSED:
                record(mine, "resume")
                mails.send(mine, mails.resumed(mine, link), "resumed")
            elif waited and is_newest:
                record(mine, "approve_change")
                mails.send(mine, mails.change_approved(mine, link), "approved")


def follow_unpublication(page: FacilitatorPage, user: AbstractBaseUser | None) -> None:
    """Keep up with a page that was taken offline with Wagtail's own button, or by its clock."""
    for profile in Profile.objects.filter(page=page, state=State.PUBLISHED):
        with under_lock(profile) as mine:
            if mine.state != State.PUBLISHED:
                return
            mine.state, mine.asked_at = State.PAUSED, None
            _decide(mine, user)
            record(mine, "pause", user)
            letter = mails.paused_by_staff(mine, profile_links.edit_url(mine))
            mails.send(mine, letter, "paused")


def _keep_away(mine: Profile) -> None:
    """Undo what somebody published who did not know yet that it is over."""
    _take_page_offline(mine, None)
    if mine.state == State.REMOVED:
        anonymise.empty_page(mine)


def what_lacks(profile: Profile) -> list[str]:
    """Return what keeps the newest version of a profile off the site, as sentences for staff."""
    return list(latest(profile).incomplete().values())


def latest(profile: Profile) -> FacilitatorPage:
    """Return the newest version of the page, that of a draft."""
    return profile.page.get_latest_revision_as_object()


def _decide(profile: Profile, user: AbstractBaseUser | None) -> None:
    profile.decided_at, profile.decided_by_id = timezone.now(), user.pk if user else None
    profile.save()


def put_online(profile: Profile, revision: Revision | None, user: AbstractBaseUser | None) -> None:
    """Publish a version; the state is saved by then, so that the signal finds nothing to do."""
    assert revision is not None  # noqa: S101 - every page of ours has a version; tells mypy
    profile.approved_revision = revision
    profile.save()
    revision.publish(user=user, skip_permission_checks=True)
    profile.page.refresh_from_db()


def _take_offline(profile: Profile, user: AbstractBaseUser | None) -> None:
    profile.approved_revision = profile.page.live_revision or profile.approved_revision
    profile.state = State.PAUSED
    _decide(profile, user)
    _take_page_offline(profile, user)


def _take_page_offline(profile: Profile, user: AbstractBaseUser | None) -> None:
    """Unpublish the page; the services have judged who may, Wagtail need not do so again."""
    UnpublishPageAction(profile.page, user=user).execute(skip_permission_checks=True)


def judged(profile: Profile, seen: int | None) -> Revision | None:
    """Return the newest version, if that is the one that was seen. Raises ChangedMeanwhile."""
    if seen != profile.page.latest_revision_id:
        raise ChangedMeanwhile(profile)
    return profile.page.latest_revision


def meant(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
