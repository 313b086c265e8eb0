"""Where the pages of staff stand, below /beheer/."""

from django.urls import path

from initiatives.events.staff.views import (
    AnnouncementView,
    AttendanceView,
    CancelMeetingView,
    PrintView,
    TelephoneView,
    WritingView,
)

app_name = "events_staff"

urlpatterns = [
    path("<int:event_pk>/aanwezigheid/", AttendanceView.as_view(), name="attendance"),
    path("<int:event_pk>/aanmelden/", TelephoneView.as_view(), name="register"),
    path("<int:event_pk>/printlijst/", PrintView.as_view(), name="print"),
    path("<int:event_pk>/mail/", WritingView.as_view(), name="announcements"),
    path(
        "<int:event_pk>/mail/<int:announcement_pk>/",
        AnnouncementView.as_view(),
        name="announcement",
    ),
    path(
        "<int:event_pk>/mail/<int:announcement_pk>/wijzig/",
        WritingView.as_view(),
        name="change_announcement",
    ),
    path("<int:event_pk>/afgelasten/", CancelMeetingView.as_view(), name="cancel"),
]
