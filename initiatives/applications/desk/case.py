"""The page of one application: its state, the advice asked for, and what happened so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from wagtail.admin import messages

from core import phones
from core.models import OutgoingMail
from core.records import RecordPage
from initiatives.applications.assessment import assignment, criteria, deadlines, notes
from initiatives.applications.consultation import advice_requests
from initiatives.applications.consultation.advice_status import unanswered
from initiatives.applications.desk import available_actions, case_parts
from initiatives.applications.desk.change_views import ASK_MORE, ASSIGN, PERMIT, READDRESS
from initiatives.applications.desk.notes import NOTE, NoteForm
from initiatives.applications.desk.page_preview import PREVIEW
from initiatives.applications.desk.pages import ApplicationView, refused_page
from initiatives.applications.intake import contact_links, prospects
from initiatives.applications.membership import koploper_page, publication_consent
from initiatives.applications.models import (
    Advice,
    AdviceParty,
    Application,
    ApplicationEvent,
    Nomination,
    Version,
)
from initiatives.applications.models.choices import AdviceValue, Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.audit_log import named
from initiatives.applications.workflow.errors import Refused
from initiatives.choices import Criterion

CONTACT = "contact"
READ_ALONG = (
    "adviser",
    "page__latest_revision",
    "approved_revision",
    "introduction__cancellation",
    "employer_organisation",
    "previous",
)
BEFORE_THE_FORM = (State.POTENTIAL, State.INVITED)


class CasePage(ApplicationView, RecordPage):
    """All that is known of one application."""

    page_title = "Aanmelding"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.instance = Application.objects.select_related(*READ_ALONG).get(pk=self.instance.pk)
        return self.render_to_response(self.get_context_data())

    def get_fields_dict(self) -> list[dict[str, Any]]:
        """Leave out what modeladmin would list by itself: every field, whoever looks."""
        return []

    def get_template_names(self) -> list[str]:
        return ["applications/admin/case.html"]

    def url_of(self, name: str) -> str:
        return str(self.url_helper.get_action_url(name, self.instance.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.instance
        versions = list(application.versions.order_by("-number"))
        current, earlier = advice_lines_of(application, self.url_of_advice, may_act=self.is_adviser)
        done, read = timeline_of(application)
        term = deadlines.of(application)
        context = super().get_context_data(
            **kwargs,
            **self.people(),
            **self.answered(versions),
            steps=available_actions.read(application, self.actor, self.url_of),
            may_assess=self.is_adviser,
            versions=versions,
            term=term,
            term_in_words=case_parts.term_in_words(application, term),
            advices=current,
            ask_more_url=self.url_of_if_possible(ASK_MORE, advice_requests.obstacles_to_more),
            earlier_advices=earlier,
            supplements=case_parts.supplements_of(
                application, versions, without_contact=not self.is_adviser
            ),
            timeline=done,
            viewed=read,
        )
        mails = context["mails"]
        if self.is_adviser:
            context.setdefault("note_form", NoteForm())
            written = [entry for entry in done if entry.is_note and entry.reason]
            context |= {"written": written, "note_url": self.url_of(NOTE)}
        context["failed_mails"] = sum(mail.state == OutgoingMail.State.FAILED for mail in mails)
        context["contents"] = _contents(context)
        return context

    def people(self) -> dict[str, Any]:
        """Return who works on it, where it is, and for whoever may see it whom to call."""
        application = self.instance
        regions = [region.name for region in application.regions.all()]
        page = application.page
        return {
            "adviser": named(application.adviser),
            "assign_url": self.url_of_if_possible(ASSIGN, assignment.obstacles),
            "regions": "Landelijk" if application.is_national else ", ".join(regions),
            "previous_url": self.url_helper.get_action_url("inspect", application.previous_id)
            if application.previous_id
            else "",
            "may_see_contact": self.is_adviser,
            "phone": phones.shown(application.phone) if application.phone else "",
            "contact_url": self.url_of(CONTACT) if self.may_change_contact else "",
            "readdress_url": self.url_of_if_possible(READDRESS, contact_links.obstacles),
            "has_page_text": application.page or application.submitted_at,
            "preview_url": self.url_of(PREVIEW) if page else "",
            "permit_url": self.url_of_if_possible(PERMIT, publication_consent.obstacles),
            "nomination": Nomination.objects.filter(application=application).first(),
            "is_text_changed": koploper_page.is_changed_since_approval(application),
            "may_edit_page": page and page.permissions_for_user(self.request.user).can_edit(),
        }

    def url_of_if_possible(
        self, name: str, obstacles: Callable[[Application, Actor], list[str]]
    ) -> str:
        """Return the address of something to do, empty when it cannot be done now."""
        return "" if obstacles(self.instance, self.actor) else self.url_of(name)

    @property
    def may_change_contact(self) -> bool:
        return self.is_adviser and prospects.may_change_contact(self.instance)

    def answered(self, versions: list[Version]) -> dict[str, Any]:
        """Return what was answered, beside what was found; nothing while there is no form yet."""
        application = self.instance
        if application.state in BEFORE_THE_FORM:
            return {"has_answers": False}
        newest = versions[0] if versions else None
        judgements = application.judgements.select_related("version", "judged_by")
        by_criterion = {row.criterion: row for row in judgements}
        tally = criteria.tally_of(row.verdict for row in by_criterion.values())
        is_tested = application.state == State.IN_REVIEW
        in_words = case_parts.follows_from if is_tested else case_parts.met_in_words
        return {
            "has_answers": True,
            "summary": (newest or application).answers.get("samenvatting", ""),
            "criteria": case_parts.criteria_of(application, newest, by_criterion),
            "tally_in_words": in_words(tally),
            "sheet_steps": case_parts.sheet_of(
                application, newest, without_contact=not self.is_adviser
            ).steps,
            "differences": case_parts.changed_between(
                application, versions[1], versions[0], without_contact=not self.is_adviser
            )
            if len(versions) > 1
            else [],
        }

    def url_of_advice(self, name: str, advice: Advice) -> str:
        return f"{self.url_of(name)}?advies={advice.pk}"


class NoteView(CasePage):
    """Takes a note; the page comes back with it, or with what was typed and why not."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.own_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = NoteForm(request.POST)
        if form.is_valid():
            try:
                notes.write(self.instance, form.cleaned_data["text"], self.actor)
            except Refused as refused:
                if not self.is_adviser:
                    return refused_page(request, self, refused.sentence)
                form.add_error("text", refused.sentence)
        if form.errors:
            return self.show(status=422, note_form=form)
        messages.success(request, "De notitie is bewaard.")
        return redirect(f"{self.own_url}#notities")


def _contents(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return where on the page each part begins, of the parts that there are."""
    there = [
        ("voordracht", "Voordracht", context["nomination"]),
        ("notities", "Notities", context["may_assess"]),
        ("criteria", "Toetsing", context["has_answers"]),
        ("advies", "Advies", context["advices"]),
        ("aanvulling", "Aanvulling", context["supplements"]),
        ("pagina", "Pagina", context["has_page_text"]),
        ("verschillen", "Verschillen", context.get("differences")),
        ("antwoorden", "Alle antwoorden", context["has_answers"]),
        ("mails", "Mails", True),
        ("tijdlijn", "Tijdlijn", True),
    ]
    return [(anchor, label) for anchor, label, is_there in there if is_there]


@dataclass(frozen=True)
class Entry:
    """One line: what, when and by whom; `reason` is in the words of whoever did it."""

    what: str
    at: datetime
    who: str
    move: str = ""
    reason: str = ""
    is_note: bool = False  # then only advisers read the reason
    notes: Sequence[str] = field(default_factory=list)


def timeline_of(application: Application) -> tuple[list[Entry], list[Entry]]:
    """Return what happened, the last first; and who only looked, which would drown the rest."""
    events = list(application.events.select_related("words").order_by("-at", "-pk"))
    names = audit_log.names_of(events)
    parties = dict(AdviceParty.objects.values_list("pk", "name"))
    done = [
        _entry(event, names, parties) for event in events if event.kind not in audit_log.READING
    ]
    read = [_entry(event, names, parties) for event in events if event.kind in audit_log.READING]
    return done, read


def _entry(event: ApplicationEvent, names: Mapping[int, str], parties: Mapping[int, str]) -> Entry:
    return Entry(
        what=audit_log.words(event),
        at=event.at,
        who=audit_log.who(event, dict(names)),
        move=_move(event),
        reason=event.reason,
        is_note=event.kind == audit_log.NOTED,
        notes=_notes(event.told, names, parties),
    )


def _move(event: ApplicationEvent) -> str:
    if not event.to_state or event.to_state == event.from_state:
        return ""
    before = f"{State(event.from_state).label} → " if event.from_state else ""
    return before + State(event.to_state).label


def _notes(
    details: Mapping[str, Any], names: Mapping[int, str], parties: Mapping[int, str]
) -> list[str]:
    """Return what else the log kept that a reader would want to know."""
    notes = []
    if party := parties.get(details.get("party", 0)):
        notes.append(party)
    if value := details.get("value"):
        notes.append(f"Advies: {AdviceValue(value).label}")
    if judged := [*map(_judgement, details.get("judgements", []))]:
        notes.append(f"Oordelen: {', '.join(judged)}")
    if details.get("no_mail"):
        notes.append("Er is geen mail verstuurd: daar koos de adviseur voor.")
    elif mails := details.get("mails"):
        notes.append(f"Mail verstuurd: {len(mails)}")
    if paragraph := details.get("paragraph"):
        notes.append(f"In de mail erbij geschreven: ‘{paragraph}’")
    if taken := _export(details):
        notes.append(taken)
    if "deadline_before" in details:
        before, after = (
            date_format(date.fromisoformat(details[name]), "j F Y")
            for name in ("deadline_before", "deadline")
        )
        notes.append(f"Van {before} naar {after}")
    if adviser := names.get(details.get("adviser") or 0):
        notes.append(f"Adviseur: {adviser}")
    return notes


def _export(details: Mapping[str, Any]) -> str:
    """Say in which file an application went along, with what of it; empty for anything else."""
    if "export" not in details:
        return ""
    number = details.get("number", 1)
    others = "alleen deze aanmelding" if number == 1 else f"{number} aanmeldingen"
    contact = "met contactgegevens" if details.get("contact") else "zonder contactgegevens"
    answers = "met alle antwoorden" if details.get("answers") else "zonder de antwoorden"
    form = str(details.get("form", "")).upper()
    return f"Bestand ({form}) met {others}, {contact} en {answers}"


def _judgement(kept: Mapping[str, Any]) -> str:
    criterion, verdict = Criterion(kept["criterion"]), Verdict(kept["verdict"])
    return f"{criterion.label} {verdict.label.lower()}"


REACT, REVOKE, RENEW, REMIND = "react", "revoke", "renew", "remind"
# In these a negative advice can still be answered.
NOT_DECIDED = (State.IN_CONSULTATION, State.PROPOSED)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_next: bool = False


@dataclass(frozen=True)
class AdviceLine:
    """What one party was asked and said, and what an adviser can do about it."""

    advice: Advice
    standing: str
    is_overdue: bool
    needs_reaction: bool
    links: list[Link]


def advice_lines_of(
    application: Application, url_of: Callable[[str, Advice], str], *, may_act: bool
) -> tuple[list[AdviceLine], list[tuple[int, list[AdviceLine], bool]]]:
    """Return the round that counts, and the earlier ones by number, the last first.

    Of an earlier one it tells as well whether something is to be done there still. `url_of`
    gives the address of what can be done with one advice.
    """
    rows = sorted(
        application.advices.select_related("party"), key=lambda row: (-row.round, row.party.place)
    )
    for row in rows:
        row.application = application
    rounds = [(number, list(group)) for number, group in groupby(rows, lambda row: row.round)]
    if not rounds:
        return [], []
    is_undecided = application.state in NOT_DECIDED
    lacking = {row.pk for row in unanswered(rows)} if is_undecided else set()

    def line(row: Advice, *, is_current: bool) -> AdviceLine:
        needs_reaction = row.pk in lacking
        can_act = may_act and is_undecided and (is_current or needs_reaction)
        return AdviceLine(
            row,
            _standing(row),
            is_undecided and is_current and advice_requests.is_overdue(row),
            needs_reaction,
            _links(row, url_of, needs_reaction=needs_reaction) if can_act else [],
        )

    current = [line(row, is_current=True) for row in rounds[0][1]]
    earlier = [
        (
            number,
            [line(row, is_current=False) for row in group],
            any(row.pk in lacking for row in group),
        )
        for number, group in rounds[1:]
    ]
    return current, earlier


def _counts(row: Advice) -> bool:
    return not (row.revoked_at or row.conflict_at)


def _links(
    row: Advice, url_of: Callable[[str, Advice], str], *, needs_reaction: bool
) -> list[Link]:
    if row.value == AdviceValue.NEGATIVE:
        label = "Wijzig de reactie" if row.reaction else "Reageer op dit advies"
        return [Link(label, url_of(REACT, row), is_next=needs_reaction)]
    if row.application.state != State.IN_CONSULTATION or row.conflict_at:
        return []
    if row.value != AdviceValue.OPEN:
        return []
    if row.revoked_at:
        return [Link("Vraag opnieuw", url_of(RENEW, row))]
    return [
        Link("Herinner", url_of(REMIND, row)),
        Link("Stuur een nieuwe link", url_of(RENEW, row)),
        Link("Trek de vraag in", url_of(REVOKE, row)),
    ]


def _standing(row: Advice) -> str:
    if row.conflict_at:
        return "Is zelf betrokken, en geeft geen advies"
    if row.revoked_at:
        return "De vraag is ingetrokken"
    return str(row.get_value_display())
