"""What the state of a profile allows, and the lock under which everything is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Page

from facilitators.errors import InvalidState
from facilitators.models.profiles import Profile

State = Profile.State
STANDING = {State.APPLIED, State.IN_REVIEW, State.PUBLISHED, State.PAUSED}
# Who was let in: visitors can see them, or could and can again.
IN_THE_POOL = {State.PUBLISHED, State.PAUSED}
# From which states each thing can be done; the desk makes its buttons of it.
POSSIBLE = {
    "invite": STANDING - IN_THE_POOL,
    "new_address": IN_THE_POOL,
    "take_up": {State.APPLIED},
    "publish": {State.IN_REVIEW},
    "reject": {State.IN_REVIEW},
    "pause": {State.PUBLISHED},
    "resume": {State.PAUSED},
    "remove": STANDING,
    "submit_change": STANDING,
    "approve_change": IN_THE_POOL,
    "refuse_change": IN_THE_POOL,
    "change_details": STANDING,
    "withdraw_photograph": STANDING,
}


@contextmanager
def under_lock(profile: Profile, action: str = "") -> Iterator[Profile]:
    """Give the profile as it is now, for an action that its state allows. Raises InvalidState.

    The page is locked first: Wagtail's own buttons write the page and then tell us.
    """
    with transaction.atomic():
        Page.objects.order_by().select_for_update().get(pk=profile.page_id)
        rows = Profile.objects.select_for_update(of=("self",))
        mine = rows.select_related("page", "approved_revision").get(pk=profile.pk)
        if action and mine.state not in POSSIBLE[action]:
            raise InvalidState(mine)
        yield mine
