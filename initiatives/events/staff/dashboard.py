"""What staff see first of meetings: those of the coming week, with who comes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from core import dashboard
from core.dashboard import SHOWN, Line
from core.times import moment
from initiatives.events.models import EventPage
from initiatives.events.staff.names import people

DAYS = 7


@dashboard.register
class MeetingsThisWeek(dashboard.Panel):
    """The meetings that are online and begin, or still go on, before this day of next week."""

    name = "meetings_this_week"
    order = 60
    heading = "Bijeenkomsten deze week"

    def is_for_user(self) -> bool:
        return self.user.has_perm("events.view_registration")

    def lines(self) -> Sequence[Line]:
        day = timezone.localdate() + timedelta(days=DAYS + 1)
        until = timezone.make_aware(datetime.combine(day, time.min))
        meetings = (
            EventPage.objects.live()
            .coming()
            .filter(starts_at__lt=until)
            .select_related("cancellation")
            .with_places_taken()
            .defer_streamfields()
        )
        return [Line(meeting.title, _url(meeting), _note(meeting)) for meeting in meetings[:SHOWN]]

    def more_url(self, found: Sequence[Line]) -> str:
        return reverse("bijeenkomsten:index") if len(found) == SHOWN else ""


def _url(meeting: EventPage) -> str:
    """Return where the work on a meeting is: its registrations, or its page where it has none."""
    if meeting.register_by != EventPage.RegisterBy.HERE:
        return reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    return f"{reverse('aanmeldingen_modeladmin_index')}?bijeenkomst={meeting.pk}"


def _note(meeting: EventPage) -> str:
    if meeting.is_cancelled:
        return f"{moment(meeting.starts_at)}, afgelast"
    if meeting.register_by != EventPage.RegisterBy.HERE:
        return moment(meeting.starts_at)
    return f"{moment(meeting.starts_at)}, {people(meeting.places_taken)}"
