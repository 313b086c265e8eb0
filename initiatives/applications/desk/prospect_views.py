"""A new possible Koploper (T1), and whom to invite there."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from core.questions import EmailOfAnother, FirstName, Infix, JobTitle, LastName, Line, OneOf, Phone
from core.refusals import typed_in
from initiatives.applications.desk.pages import (
    NOT_FOR_YOU,
    ApplicationView,
    refused_page,
    sentences_of,
)
from initiatives.applications.intake import prospects
from initiatives.applications.models.choices import Role, Route
from initiatives.applications.workflow import errors
from initiatives.applications.workflow.actions import Actor, actor_of
from initiatives.applications.workflow.errors import PermissionDenied, Refused
from initiatives.models import LabourMarketRegion


class ContactForm(forms.Form):
    """Whom to speak to; without an address nobody can be invited."""

    use_required_attribute = False
    first_name = FirstName()
    infix = Infix()
    last_name = LastName()
    job_title = JobTitle()
    email = EmailOfAnother(
        label="E-mailadres",
        help_text="Zonder e-mailadres kun je het initiatief niet uitnodigen.",
    )
    phone = Phone(label="Telefoonnummer")

    @property
    def contact(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in prospects.CONTACT}


class AddForm(ContactForm):
    name = Line(
        label="Hoe heet het initiatief?",
        missing="Vul de naam van het initiatief in, in minstens 3 tekens",
        shortest=3,
        longest=100,
    )
    route = OneOf(
        label="Hoe kennen we het initiatief?",
        missing="Kies hoe we het initiatief kennen",
        choices=Route.choices,
        initial=Route.APPROACHED,
    )
    regions = forms.ModelMultipleChoiceField(
        LabourMarketRegion.objects.all(),
        label="In welke regio's?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Een van de regio's is er niet meer. Kies opnieuw."},
    )
    field_order = ("name", "route", "regions")


class AddView(WMABaseView):
    page_title = "Nieuwe potentiële Koploper"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        may_look = self.permission_helper.user_can_list(request.user)
        if request.user.is_authenticated and not may_look:
            return refused_page(request, self, NOT_FOR_YOU)
        if may_look and self.actor.role != Role.ADVISER:
            return refused_page(request, self, errors.ONLY_ADVISERS)
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        return actor_of(self.request.user)

    def get_template_names(self) -> list[str]:
        return ["applications/admin/add.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(form=AddForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = AddForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        application = prospects.add(
            self.actor,
            name=said["name"],
            route=Route(said["route"]),
            contact=form.contact,
            regions=list(said["regions"]),
        )
        messages.success(request, f"‘{application}’ staat bij de potentiële Koplopers.")
        return redirect(self.url_helper.get_action_url("inspect", application.pk))


class ContactView(ApplicationView):
    page_title = "Contactgegevens"

    def get_template_names(self) -> list[str]:
        return ["applications/admin/contact.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_adviser:
            return self.show(refusal=[errors.ONLY_ADVISERS], status=403)
        if not prospects.may_change_contact(self.instance):
            return self.show(refusal=[prospects.TOO_LATE])
        now = {field: getattr(self.instance, field) for field in prospects.CONTACT}
        return self.show(form=ContactForm(initial=now))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ContactForm(request.POST)
        try:
            if not self.is_adviser:
                raise PermissionDenied(errors.ONLY_ADVISERS)
            if not form.is_valid():
                return self.show(form=form)
            prospects.change_contact(self.instance, self.actor, form.contact)
        except Refused as refused:
            sentences = sentences_of(refused, self.instance)
            return self.show(refusal=sentences, typed=typed_in(form), status=refused.status)
        messages.success(request, "De contactgegevens zijn opgeslagen.")
        return redirect(self.own_url)
