"""The page of one application: how it stands, what can be done, what was said and what happened."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import phones
from core.models import OutgoingMail
from core.records import RecordPage
from initiatives.applications import (
    adding,
    approval,
    assigning,
    consulting,
    judging,
    permitting,
    readdressing,
    terms,
)
from initiatives.applications.desk import advice_lines, parts, steps_now, timeline
from initiatives.applications.desk.changing_views import PERMIT, READDRESS
from initiatives.applications.desk.pages import ApplicationView
from initiatives.applications.desk.staffing_views import ASK_MORE, ASSIGN
from initiatives.applications.models import Advice, Application, Nomination, Version
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.audit_log import named

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
        current, earlier = advice_lines.read(
            application, self.url_of_advice, may_act=self.is_adviser
        )
        done, read = timeline.read(application)
        term = terms.of(application)
        context = super().get_context_data(
            **kwargs,
            **self.people(),
            **self.answered(versions),
            steps=steps_now.read(application, self.actor, self.url_of),
            may_assess=self.is_adviser,
            versions=versions,
            term=term,
            term_in_words=parts.term_in_words(application, term),
            advices=current,
            ask_more_url=self.url_of_if_possible(ASK_MORE, consulting.obstacles_to_more),
            earlier_advices=earlier,
            supplements=parts.supplements_of(
                application, versions, without_contact=not self.is_adviser
            ),
            timeline=done,
            viewed=read,
        )
        mails = context["mails"]
        context["failed_mails"] = sum(mail.state == OutgoingMail.State.FAILED for mail in mails)
        context["contents"] = _contents(context)
        return context

    def people(self) -> dict[str, Any]:
        """Return who works on it, where it is, and for who may see it whom to call."""
        application = self.instance
        regions = [region.name for region in application.regions.all()]
        page = application.page
        return {
            "adviser": named(application.adviser),
            "assign_url": self.url_of_if_possible(ASSIGN, assigning.obstacles),
            "regions": "Landelijk" if application.is_national else ", ".join(regions),
            "previous_url": self.url_helper.get_action_url("inspect", application.previous_id)
            if application.previous_id
            else "",
            "may_see_contact": self.is_adviser,
            "phone": phones.shown(application.phone) if application.phone else "",
            "contact_url": self.url_of(CONTACT) if self.may_change_contact else "",
            "readdress_url": self.url_of_if_possible(READDRESS, readdressing.obstacles),
            "has_page_text": application.page or application.submitted_at,
            "permit_url": self.url_of_if_possible(PERMIT, permitting.obstacles),
            "nomination": Nomination.objects.filter(application=application).first(),
            "is_text_changed": approval.is_changed(application),
            "may_edit_page": page and page.permissions_for_user(self.request.user).can_edit(),
        }

    def url_of_if_possible(
        self, name: str, obstacles: Callable[[Application, Actor], list[str]]
    ) -> str:
        """Return the address of something to do, empty when it cannot be done now."""
        return "" if obstacles(self.instance, self.actor) else self.url_of(name)

    @property
    def may_change_contact(self) -> bool:
        return self.is_adviser and adding.may_change_contact(self.instance)

    def answered(self, versions: list[Version]) -> dict[str, Any]:
        """Return what was answered, beside what was found; nothing while there is no form yet."""
        application = self.instance
        if application.state in BEFORE_THE_FORM:
            return {"has_answers": False}
        newest = versions[0] if versions else None
        judgements = application.judgements.select_related("version", "judged_by")
        by_criterion = {row.criterion: row for row in judgements}
        tally = judging.tally_of(row.verdict for row in by_criterion.values())
        is_tested = application.state == State.IN_REVIEW
        in_words = parts.follows_from if is_tested else parts.met_in_words
        return {
            "has_answers": True,
            "criteria": parts.criteria_of(application, newest, by_criterion),
            "tally_in_words": in_words(tally),
            "sheet_steps": parts.sheet_of(
                application, newest, without_contact=not self.is_adviser
            ).steps,
            "differences": parts.changed_between(
                application, versions[1], versions[0], without_contact=not self.is_adviser
            )
            if len(versions) > 1
            else [],
        }

    def url_of_advice(self, name: str, advice: Advice) -> str:
        return f"{self.url_of(name)}?advies={advice.pk}"


def _contents(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return where on the page each part begins, of the parts that there are."""
    there = [
        ("voordracht", "Voordracht", context["nomination"]),
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
