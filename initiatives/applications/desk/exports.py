"""Applications as a spreadsheet. Every export leaves a line in the log of each application in it.

Who the applicants are goes along only for an adviser who asks for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from core import phones
from core.spreadsheets import RecordExport
from initiatives.applications.assessment import deadlines
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.models import Application
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import ASSESS, actor_of
from initiatives.applications.workflow.audit_log import named
from initiatives.choices import Criterion, OrganisationKind

Columns = dict[str, Callable[[Any], Any]]


def listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)


def organisations_of(application: Application) -> str:
    """Return who take part, with their kind: "Zorg Oost (Zorgorganisatie), School West"."""
    kinds = dict(OrganisationKind.choices)
    rows = application.answers.get("organisaties") or []
    return "; ".join(
        f"{row['naam']} ({kinds[row['soort']]})" if row.get("soort") in kinds else row["naam"]
        for row in rows
        if row.get("naam")
    )


def verdict_on(criterion: Criterion) -> Callable[[Any], str]:
    def of(application: Any) -> str:
        found = (one for one in application.judgements.all() if one.criterion == criterion)
        return next((one.get_verdict_display() for one in found), "")

    return of


def yes_or_no(value: bool | None) -> str:
    return {True: "Ja", False: "Nee", None: ""}[value]


COLUMNS: Columns = {
    "Kenmerk": lambda row: row.reference,
    "Naam": lambda row: row.name,
    "Status": lambda row: row.get_state_display(),
    "Status sinds": lambda row: timezone.localdate(row.state_since),
    "Adviseur": lambda row: named(row.adviser),
    "Route": lambda row: row.get_route_display(),
    "Fase": lambda row: row.get_phase_display(),
    "Regio's": lambda row: "Landelijk" if row.is_national else listed(row.regions.all()),
    "Thema's": lambda row: listed(row.themes.all()),
    "Branches": lambda row: "Alle branches" if row.all_branches else listed(row.branches.all()),
    "Organisaties": organisations_of,
    "Werkgeversorganisatie": lambda row: str(row.employer_organisation or ""),
    "Criteria volgens de indiener": lambda row: listed(
        criterion.label for criterion in Criterion if criterion in row.claimed
    ),
    **{f"Oordeel {one.label}": verdict_on(one) for one in Criterion},
    "Ontvangen": lambda row: timezone.localdate(row.submitted_at) if row.submitted_at else None,
    "Besloten": lambda row: timezone.localdate(row.decided_at) if row.decided_at else None,
    "Leeftijd in werkdagen": lambda row: row.term.age_workdays if row.term else None,
    "Uiterlijk": lambda row: row.term.due_on if row.term else None,
    "Te laat": lambda row: yes_or_no(row.term.is_overdue) if row.term else "",
    "Mag op de website": lambda row: yes_or_no(row.may_publish),
}
CONTACT: Columns = {
    "Voornaam": lambda row: row.first_name,
    "Tussenvoegsel": lambda row: row.infix,
    "Achternaam": lambda row: row.last_name,
    "Functie": lambda row: row.job_title,
    "E-mailadres": lambda row: row.email,
    "Telefoonnummer": lambda row: phones.shown(row.phone) if row.phone else "",
}


def questions_of(applications: Sequence[Any]) -> Columns:
    """Return a column for each question that any of these was asked, but for those about people."""
    found: Columns = {}
    for application in applications:
        sheet = sheet_of(application.answers, application.form_version, without_contact=True)
        application.answered = dict(sheet.pairs) if application.answers else {}
        found |= {question: answer_to(question) for question in application.answered}
    return {question: column for question, column in found.items() if question not in COLUMNS}


def answer_to(question: str) -> Callable[[Any], str]:
    return lambda application: application.answered.get(question, "")


class ApplicationExport(RecordExport):
    """The list as it is filtered and sorted, without the limit of one page."""

    # A column for each question, when the answers go along.
    questions: Columns

    @property
    def with_contact(self) -> bool:
        return bool(self.request.GET.get("contact")) and self.request.user.has_perm(ASSESS)

    @property
    def with_answers(self) -> bool:
        return bool(self.request.GET.get("antwoorden"))

    @property
    def columns(self) -> Mapping[str, Callable[[Any], Any]]:
        return COLUMNS | (CONTACT if self.with_contact else {}) | self.questions

    def get_filename(self) -> str:
        return f"koploper-aanmeldingen-{timezone.localdate():%Y-%m-%d}"

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        rows = queryset.defer(None).select_related("adviser", "employer_organisation")
        rows = rows.prefetch_related("regions", "themes", "branches", "judgements")
        found = list(rows)
        known = deadlines.of_many(Application.objects.under_way())
        for row in found:
            row.term = known.get(row.pk)
        self.questions = questions_of(found) if self.with_answers else {}
        return super().as_spreadsheet(found, spreadsheet_format)

    @transaction.atomic
    def taken(self, records: Sequence[Application], spreadsheet_format: str) -> None:
        """Write down who took which applications along, how many at once, and with what."""
        audit_log.record_on_all(
            records,
            audit_log.EXPORTED,
            actor_of(self.request.user),
            export=str(uuid4()),
            number=len(records),
            form=spreadsheet_format,
            contact=self.with_contact,
            answers=self.with_answers,
        )
