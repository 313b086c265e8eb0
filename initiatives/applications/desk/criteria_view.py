"""Judging the four criteria: the answers on the left, verdict and motivation on the right.

What is saved belongs to the version of the answers that the page showed. Part of the criteria may
be left for later; only what was changed becomes the judgement of whoever saves it.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages

from core.questions import Lines, OneOf
from core.refusals import typed_in
from initiatives.applications.assessment import criteria
from initiatives.applications.desk import case_parts
from initiatives.applications.desk.pages import (
    ApplicationView,
    sent_number,
    sentences_of,
)
from initiatives.applications.models import Judgement, Version
from initiatives.applications.models.choices import Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, errors
from initiatives.applications.workflow.errors import InvalidState, PermissionDenied, Refused
from initiatives.choices import Criterion

NOT_IN_REVIEW = "Beoordelen kan alleen zolang de aanmelding in toetsing is."
NEWER = (
    "De indiener heeft intussen een nieuwe versie gestuurd. Je ziet hier nu die versie; wat jij "
    "typte, staat er nog. Lees de nieuwe antwoorden en sla dan opnieuw op."
)
FOUR_EYES = (
    "Let op: wie toetst, besluit niet. Sla je hier iets op, dan neemt een collega het besluit over "
    "toelaten of niet toelaten."
)
LONGEST = 4_000


class JudgingForm(forms.Form):
    """A verdict and a motivation for each criterion; an empty verdict is left for later."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, judgements: Mapping[str, Judgement]) -> None:
        super().__init__(data)
        self.judgements = judgements
        for criterion in Criterion:
            judgement = judgements.get(criterion)
            self.fields[f"{criterion}_verdict"] = OneOf(
                label=f"Oordeel over {criterion.label}",
                missing="Kies een van de drie oordelen.",
                choices=Verdict.choices,
                required=False,
                initial=judgement.verdict if judgement else None,
            )
            self.fields[f"{criterion}_motivation"] = Lines(
                label=f"Toelichting bij {criterion.label}",
                longest=LONGEST,
                rows=5,
                initial=judgement.motivation if judgement else "",
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for criterion in Criterion:
            verdict = said.get(f"{criterion}_verdict")
            motivation = said.get(f"{criterion}_motivation", "").strip()
            if verdict and not motivation and f"{criterion}_motivation" not in self.errors:
                self.add_error(
                    f"{criterion}_motivation",
                    f"Schrijf bij {criterion.label} op waarom je dit vindt.",
                )
            if motivation and not verdict and f"{criterion}_verdict" not in self.errors:
                self.add_error(f"{criterion}_verdict", f"Kies een oordeel bij {criterion.label}.")
        return said

    def changed(self, version: Version) -> dict[Criterion, tuple[Verdict, str]]:
        """Return what differs from what was found before, or was found of an older version."""
        found = {}
        for criterion in Criterion:
            verdict = self.cleaned_data[f"{criterion}_verdict"]
            motivation = self.cleaned_data[f"{criterion}_motivation"].strip()
            before = self.judgements.get(criterion)
            same = before and (before.verdict, before.motivation) == (verdict, motivation)
            if verdict and not (before and same and before.version_id == version.pk):
                found[criterion] = (Verdict(verdict), motivation)
        return found


class JudgeView(ApplicationView):
    page_title = "Criteria beoordelen"

    def get_template_names(self) -> list[str]:
        return ["applications/admin/judge.html"]

    def form(self, data: Any = None) -> JudgingForm:
        rows = self.instance.judgements.select_related("version", "judged_by")
        return JudgingForm(data, judgements={row.criterion: row for row in rows})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_adviser:
            return self.show(obstacles=[errors.ONLY_ADVISERS], status=403)
        if self.instance.state != State.IN_REVIEW:
            return self.show(obstacles=[NOT_IN_REVIEW])
        return self.show(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        try:
            if not self.is_adviser:
                raise PermissionDenied(errors.ONLY_ADVISERS)
            if not form.is_valid() and self.instance.state == State.IN_REVIEW:
                return self.show(form=form)
            self.judge(form)
        except Refused as refused:
            return self.refuse(form, refused)
        return redirect(self.own_url)

    def judge(self, form: JudgingForm) -> None:
        """Save what was changed, as found of the version that was shown. Raises Refused."""
        versions = self.instance.versions.order_by("-number")
        number = sent_number(self.request, "version") or 0
        version = versions.filter(number=number).first() or versions.first()
        if version is None:
            raise InvalidState(NOT_IN_REVIEW)
        changed = form.changed(version) if form.is_valid() else {}
        seen = sent_number(self.request, "seen")
        criteria.judge(self.instance, self.actor, version, changed, seen=seen)
        outcome = case_parts.follows_from(criteria.tally(self.instance))
        messages.success(self.request, f"Je oordeel is opgeslagen. {outcome}")

    def refuse(self, form: JudgingForm, refused: Refused) -> HttpResponseBase:
        """Say why nothing was saved, and keep what was typed, beside the answers as they are."""
        self.instance.refresh_from_db()
        sentences = sentences_of(refused, self.instance)
        if not self.is_adviser or self.instance.state != State.IN_REVIEW:
            return self.show(refusal=sentences, typed=typed_in(form), status=refused.status)
        newest = criteria.latest_version(self.instance)
        if newest and sent_number(self.request, "version") not in (None, newest.number):
            sentences = [NEWER]
        return self.show(form=form, refusal=sentences, status=refused.status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        if form is None:
            return super().get_context_data(**kwargs)
        versions = list(self.instance.versions.order_by("-number")[:2])
        newest = versions[0] if versions else None
        found = case_parts.criteria_of(self.instance, newest, form.judgements)
        tally = criteria.tally_of(row.verdict for row in form.judgements.values())
        return super().get_context_data(
            **kwargs,
            criteria=[
                (part, form[f"{part.criterion}_verdict"], form[f"{part.criterion}_motivation"])
                for part in found
            ],
            version_number=newest.number if newest else 1,
            differences=case_parts.changed_between(
                self.instance, versions[1], versions[0], without_contact=not self.is_adviser
            )
            if len(versions) > 1
            else [],
            mark=audit_log.version(self.instance),
            follows=case_parts.follows_from(tally),
            four_eyes=FOUR_EYES if settings.FOUR_EYES else "",
        )
