"""What the answers of an application say: understood, judged, and copied into columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.models import Branch, Theme
from initiatives.applications.form import offers
from initiatives.applications.form.definition import (
    FORM_VERSION,
    Answers,
    Step,
    YesNo,
    claims,
    steps_of,
)
from initiatives.applications.form.step_forms import StepForm, form_of
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Claim, Route
from initiatives.choices import Criterion
from initiatives.models import EmployerOrganisation, LabourMarketRegion

UNDECIDED = "Kies bij ‘{title}’ welke antwoorden je wilt bewaren"


@dataclass(frozen=True)
class Problem:
    """What keeps an application from being sent, and where to mend it."""

    step: Step
    name: str  # of the field
    anchor: str  # the id of its first input
    sentence: str


@dataclass(frozen=True)
class Reading:
    """Answers as they are understood, and everything that is wrong or missing in them."""

    document: dict[str, Any]
    problems: list[Problem]

    def value(self, key: str) -> Any:
        """Return one answer; None if there is none, or one that is wrong."""
        is_wrong = any(problem.name == key for problem in self.problems)
        return None if is_wrong else self.document.get(key)


def read(answers: Answers, form_version: int = FORM_VERSION) -> Reading:
    """Return what these answers say, judged as if the application were sent now."""
    document: dict[str, Any] = {}
    problems: list[Problem] = []
    for step in steps_of(form_version):
        form = form_of(step, answers, checked=True)
        document |= form.understood()
        problems += _problems_in(step, form)
    return Reading(document, problems)


def understood(answers: Answers, form_version: int = FORM_VERSION) -> dict[str, Any]:
    """Return the answers cleaned: as they are understood, and as typed where one is wrong.

    What does not apply with these answers, and what no question asked, is left out.
    """
    return read(answers, form_version).document


def problems(application: Application) -> list[Problem]:
    """Return what keeps an application from being sent, in order; empty when it can be.

    What was typed in a second tab and set aside must be chosen or let go first.
    """
    steps = {step.slug: step for step in steps_of(application.form_version)}
    undecided = [
        Problem(steps[slug], "", "", UNDECIDED.format(title=steps[slug].title))
        for slug in application.set_aside.order_by("step").values_list("step", flat=True).distinct()
        if slug in steps
    ]
    return [*undecided, *read(application.answers, application.form_version).problems]


def _problems_in(step: Step, form: StepForm) -> Iterator[Problem]:
    for sentence in form.non_field_errors():
        yield Problem(step, "", "", str(sentence))
    for field in form:
        anchor = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        for sentence in field.errors:
            yield Problem(step, field.html_name, anchor, str(sentence))


def claimed(answers: Answers) -> list[str]:
    """Return the criteria that the applicant says "Ja" to."""
    return [criterion.value for criterion in Criterion if claims(criterion).holds(answers)]


def claims_answered(answers: Answers) -> int:
    """Return to how many of the four criteria there is an answer."""
    return sum(answers.get(claims(criterion).name) in Claim.values for criterion in Criterion)


def copy_to_columns(application: Application, reading: Reading | None = None) -> None:
    """Copy what the desk filters and counts from the answers, and who the applicant is; save.

    An answer that is wrong is in no column. Name and address stay as they were known before until
    there is a better answer, and so does the route of an initiative that we knew already. `reading`
    is for whoever has read the answers already.
    """
    reading = reading or read(application.answers, application.form_version)

    def text(key: str) -> str:
        return reading.value(key) or ""

    def chosen(key: str) -> list[str]:
        return reading.value(key) or []

    publication, route = text("publicatie"), text("route")
    application.name = text("naam") or application.name
    application.phase = text("fase")
    application.all_branches = offers.EVERYTHING in chosen("branches")
    application.is_national = offers.NATIONAL in chosen("arbeidsmarktregios")
    application.employer_organisation = EmployerOrganisation.all_by_slug().get(
        text("werkgeversorganisatie")
    )
    application.claimed = claimed(reading.document)
    application.may_publish = publication == YesNo.YES if publication else None
    application.first_name = text("voornaam")
    application.infix = text("tussenvoegsel")
    application.last_name = text("achternaam")
    application.job_title = text("functie")
    application.email = text("email") or application.email
    application.phone = text("telefoon")
    if route and route != application.route and _begun_by_the_form(application):
        application.route = Route(route)
    application.save()
    application.themes.set(_rows(Theme, chosen("themas")))
    application.branches.set(_rows(Branch, chosen("branches")))
    application.regions.set(_rows(LabourMarketRegion, chosen("arbeidsmarktregios")))


def _begun_by_the_form(application: Application) -> bool:
    """Tell whether nobody knew the initiative before its applicant began to fill in the form.

    Of who applies again the application before tells: its route is then what its applicant said.
    """
    earlier = application.previous
    if earlier is not None and earlier.route != earlier.answers.get("route"):
        return False
    return not application.events.exclude(from_state="").exists()


def _rows(model: Any, slugs: Iterable[str]) -> list[Any]:
    rows = model.all_by_slug()
    return [rows[slug] for slug in slugs if slug in rows]
