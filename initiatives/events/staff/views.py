"""Pages on which staff work with one meeting: attendance, print list, mail, cancellation."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import limits
from core.models import Access
from core.records import NotesAccess, log_reading
from core.refusals import typed_in
from initiatives.events import announcements, attendance, services, wording
from initiatives.events.forms import TelephoneForm
from initiatives.events.models import Announcement, Cancellation, EventPage, Registration
from initiatives.events.models.registrations import RegistrationQuerySet
from initiatives.events.staff.names import by_family_name, listed_name, people, told


class MarkForm(forms.Form):
    """One tick in the attendance list; made by buttons, so nobody types in it."""

    state = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (
                Registration.State.ATTENDED,
                Registration.State.ABSENT,
                Registration.State.CONFIRMED,
            )
        ]
    )

    def __init__(self, registrations: RegistrationQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registration"] = forms.ModelChoiceField(registrations)


class WalkInForm(forms.ModelForm):
    class Meta:
        model = Registration
        fields = ["first_name", "infix", "last_name", "organisation"]
        error_messages = {
            "first_name": {"required": "Vul de voornaam in."},
            "last_name": {"required": "Vul de achternaam in."},
            "organisation": {"required": "Vul de naam van de organisatie in."},
        }


class AnnouncementForm(forms.ModelForm):
    class Meta:
        model = Announcement
        fields = ["subject", "text", "audience"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10}), "audience": forms.RadioSelect}
        error_messages = {
            "subject": {"required": "Vul in waar de mail over gaat."},
            "text": {"required": "Schrijf eerst wat je wilt zeggen."},
        }


class CancellationForm(forms.ModelForm):
    class Meta:
        model = Cancellation
        fields = ["message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        labels = {"message": "Wat wil je erbij zeggen? (niet verplicht)"}
        help_texts = {
            "message": "Bijvoorbeeld waarom het niet doorgaat, of wanneer er weer een bijeenkomst "
            "is. Het komt in de mail en op de pagina te staan."
        }


PRINTED = "events.registration.print"
CONFLICT = 409
CLOSED = "Niemand kan zich nu aanmelden: de bijeenkomst is vol, gesloten, afgelast of geweest."
SENT_BEFORE = (
    "Deze mail is al verstuurd, en verandert niet meer. Ga je verder met wat je typte, dan wordt "
    "het een nieuwe mail."
)


class MeetingView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one meeting, for whoever may do what it is for."""

    permission = "events.view_registration"
    header_icon = "calendar"
    event: EventPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        events = EventPage.objects.select_related("cancellation", "contact")
        self.event = get_object_or_404(events.defer_streamfields(), pk=kwargs["event_pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": self.edit_url, "label": self.event.title},
            {"url": "", "label": str(self.get_page_title())},
        ]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.event.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, event=self.event, when=wording.when(self.event), edit_url=self.edit_url
        )

    def address(self, name: str, *keys: int) -> str:
        return reverse(f"events_staff:{name}", args=[self.event.pk, *keys])

    def refuse(self, sentence: str, **context: Any) -> HttpResponse:
        """Show the page with why nothing was done; the context has what was typed."""
        messages.error(self.request, sentence)
        return self.render_to_response(self.get_context_data(**context), status=CONFLICT)

    def coming(self) -> RegistrationQuerySet:
        """Return who has a place for certain, sorted; nobody whose name was wiped."""
        coming = self.event.registrations.filter(state__in=Registration.COMING, forgotten_at=None)
        return coming.order_by(by_family_name(), "pk")


class AttendanceView(NotesAccess, MeetingView):
    """Big buttons for one thumb; each press is a form of its own and works without a script."""

    page_title = "Aanwezigheid"
    header_icon = "check"
    template_name = "events/admin/attendance.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("events.change_registration"):
            raise PermissionDenied
        try:
            return self._add(request) if "last_name" in request.POST else self._mark(request)
        except attendance.NotNowError:
            typed = typed_in(WalkInForm(request.POST))
            return self.refuse("Aanwezigheid bijhouden kan vanaf de dag zelf.", typed=typed)

    def _mark(self, request: HttpRequest) -> HttpResponse:
        form = MarkForm(self.coming(), request.POST)
        if not form.is_valid():
            return self.refuse("Deze persoon staat niet meer op de lijst. Kijk nog eens.")
        registration = form.cleaned_data["registration"]
        attendance.mark(registration, form.cleaned_data["state"], request.user)
        return redirect(f"{self.address('attendance')}#aanmelding-{registration.pk}")

    def _add(self, request: HttpRequest) -> HttpResponse:
        form = WalkInForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(walk_in=form), status=422)
        walk_in = attendance.WalkIn(**form.cleaned_data)
        if attendance.add(self.event, walk_in, request.user):
            messages.success(request, "Toegevoegd, en meteen aanwezig.")
        else:
            messages.warning(request, "Deze persoon stond er al, en is aanwezig.")
        return redirect(self.address("attendance"))

    def seen(self) -> list[Registration]:
        return [row for row, _ in self.rows]

    @cached_property
    def rows(self) -> list[tuple[Registration, str]]:
        return [(row, listed_name(row)) for row in self.coming().defer("needs")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("walk_in", WalkInForm())
        return super().get_context_data(
            **kwargs,
            rows=self.rows,
            present=sum(row.state == Registration.State.ATTENDED for row, _ in self.rows),
            is_open=attendance.is_open(self.event),
            may_change=self.request.user.has_perm("events.change_registration"),
        )


class TelephoneView(MeetingView):
    """Registers somebody who phones; the mails are those of every registration."""

    permission = "events.change_registration"
    page_title = "Iemand aanmelden"
    header_icon = "plus"
    template_name = "events/admin/telephone.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TelephoneForm(request.POST)
        if not self.event.registration_status.has_form:
            return self.refuse(CLOSED, typed=typed_in(form))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        who, key = form.attendee, form.cleaned_data["formulier"]
        try:
            services.register(self.event, who, key, by=request.user)
        except limits.TooOften:
            sentence = f"Naar {who.email} gingen net al veel mails. Probeer het morgen opnieuw."
            return self.refuse(sentence, form=form)
        except services.RegistrationRefused:
            return self.refuse(CLOSED, typed=typed_in(form))
        messages.success(
            request,
            f"Er gaat nu een mail naar {who.email}. De plek is pas zeker als iemand op de link in "
            "die mail heeft gedrukt. Zeg dat er meteen bij.",
        )
        return redirect(self.address("register"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TelephoneForm())
        status = self.event.registration_status
        waits = status == EventPage.RegistrationStatus.WAITING_LIST
        closed = "" if status.has_form else CLOSED
        return super().get_context_data(**kwargs, waits=waits, closed=closed)


class PrintView(NotesAccess, MeetingView):
    """A clean sheet of paper; what people need is on it only for whoever asks for it."""

    page_title = "Printlijst"
    template_name = "events/admin/print.html"
    how = Access.How.PRINT

    def seen(self) -> list[Registration]:
        return [row for row, _ in self.rows]

    @cached_property
    def rows(self) -> list[tuple[Registration, str]]:
        return [(row, listed_name(row)) for row in self.coming()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_needs = bool(self.request.GET.get("wensen"))
        data = {"number": len(self.rows), "needs": with_needs}
        log_reading(self.request, self.event, PRINTED, data)
        return super().get_context_data(
            **kwargs, rows=self.rows, with_needs=with_needs, place=wording.place_of(self.event)
        )


class WritingView(MeetingView):
    """Writes a new announcement, or goes on with one that was not sent yet."""

    permission = "events.add_announcement"
    page_title = "Mail aan iedereen"
    header_icon = "mail"
    template_name = "events/admin/announcements.html"

    @cached_property
    def draft(self) -> Announcement | None:
        key = self.kwargs.get("announcement_pk")
        return get_object_or_404(self.event.announcements, pk=key) if key else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft and self.draft.sent_at:
            return redirect(self.address("announcement", self.draft.pk))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft and self.draft.sent_at:
            return self.refuse(SENT_BEFORE, form=AnnouncementForm(request.POST))
        form = AnnouncementForm(request.POST, instance=self.draft or Announcement(event=self.event))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return redirect(self.address("announcement", form.save().pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", AnnouncementForm(instance=self.draft))
        earlier = self.event.announcements.select_related("sent_by")
        is_sent = self.draft is not None and self.draft.sent_at
        action = self.address("announcements") if is_sent else ""
        return super().get_context_data(**kwargs, earlier=earlier, action=action)


class AnnouncementView(MeetingView):
    """Shows the mail exactly as people get it, and sends it."""

    permission = "events.add_announcement"
    header_icon = "mail"
    template_name = "events/admin/announcement.html"

    @cached_property
    def announcement(self) -> Announcement:
        found = self.event.announcements.select_related("sent_by")
        announcement = get_object_or_404(found, pk=self.kwargs["announcement_pk"])
        announcement.event = self.event
        return announcement

    def get_page_title(self) -> str:
        return "Verstuurde mail" if self.announcement.sent_at else "Klopt deze mail?"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = announcements.send(self.announcement, request.user)
        if number == 0:
            return self.refuse("Er is niemand aan wie je deze mail kunt sturen.")
        if number is None:
            messages.warning(request, "Deze mail was al verstuurd. Niemand krijgt die dubbel.")
        else:
            messages.success(request, told(number))
        return redirect(self.address("announcement", self.announcement.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = announcements.announcement_letter(self.announcement, announcements.NOBODY)
        recipients = self.announcement.recipients().count()
        return super().get_context_data(
            **kwargs, announcement=self.announcement, letter=letter, people=people(recipients)
        )


class CancelMeetingView(MeetingView):
    """Calls a meeting off: first what that means, then the exact mail, then it happens."""

    permission = "events.add_cancellation"
    page_title = "Bijeenkomst afgelasten"
    header_icon = "cross"
    template_name = "events/admin/cancel_meeting.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CancellationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if request.POST.get("step") != "afgelasten":
            is_preview = request.POST.get("step") == "bekijken"
            return self.render_to_response(self.get_context_data(form=form, preview=is_preview))
        message = form.cleaned_data["message"]
        number = announcements.cancel_meeting(self.event, message, request.user)
        if number is None:
            self.event = get_object_or_404(EventPage, pk=self.event.pk)
            sentence = "Er is niets veranderd: afgelasten kon niet meer."
            return self.refuse(sentence, form=form, typed=typed_in(form))
        messages.success(request, f"De bijeenkomst is afgelast. {told(number)}")
        return redirect(self.address("cancel"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", CancellationForm())
        message = form.cleaned_data["message"] if form.is_valid() else ""
        recipients = announcements.reachable(self.event)
        return super().get_context_data(
            **kwargs,
            message=message,
            letter=announcements.cancellation_letter(self.event, announcements.NOBODY, message),
            people=people(recipients.count()),
        )
