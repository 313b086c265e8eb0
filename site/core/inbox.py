"""The mail of this site as its readers would see it, for developers. Only with DEBUG."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from core.models import OutgoingMail

SHOWN = 200


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List what was sent and what waits, newest first."""
    newest = OutgoingMail.objects.defer("text", "html", "calendar").annotate(
        has_html=~Q(html=""), has_calendar=~Q(calendar="")
    )[:SHOWN]
    return render(
        request, "mail/inbox.html", {"mails": newest, "sender": settings.DEFAULT_FROM_EMAIL}
    )


@require_safe
def plain_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the plain text; its links work."""
    mail = get_object_or_404(OutgoingMail, pk=pk)
    return render(request, "mail/inbox_text.html", {"mail": mail})


@require_safe
def formatted_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the formatted text as a mail program would: with its own styles, and nothing else."""
    mail = get_object_or_404(OutgoingMail, pk=pk)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return HttpResponse(mail.html, headers={"Content-Security-Policy": policy})


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, pk=pk)
    headers = {"Content-Disposition": 'attachment; filename="bijeenkomst.ics"'}
    return HttpResponse(mail.calendar, content_type="text/calendar; charset=utf-8", headers=headers)


urlpatterns = [
    path("", mails, name="inbox"),
    path("<int:pk>/", plain_text, name="inbox-text"),
    path("<int:pk>/opgemaakt/", formatted_text, name="inbox-formatted"),
    path("<int:pk>/bijeenkomst.ics", calendar_file, name="inbox-calendar"),
]
