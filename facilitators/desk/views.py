"""What staff do with one profile: first what that means and the exact mail, then it happens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from core.foreseeing import would_queue
from core.records import NotesAccess
from core.refusals import typed_in
from facilitators import deadlines, profile_states, profile_updates
from facilitators.errors import Refused
from facilitators.locking import IN_THE_POOL, POSSIBLE
from facilitators.models import FacilitatorIndexPage, Profile
from facilitators.self_service.overview import portrait_of, waiting_change
from facilitators.texts import lines_of, text_of

LONGEST_REASON = 2_000
LONGEST_KEY = 19  # digits


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Waarom?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="De facilitator leest dit in de mail. Schrijf wat er anders kan.",
        error_messages={"required": "Schrijf op waarom. De facilitator leest dit in de mail."},
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="E-mailadres van de facilitator",
        max_length=254,
        error_messages={
            "required": "Vul een e-mailadres in.",
            "invalid": "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
        },
    )


@dataclass(frozen=True)
class Action:
    """One thing that staff can do, in the words of the desk.

    `act` gets profile, user, the version that was seen and the form's answer. `is_next` is for what
    the state asks for.
    """

    label: str
    question: str
    effects: tuple[str, ...]
    done: str
    act: Callable[[Profile, Any, int | None, str], None]
    form: type[forms.Form] | None = None
    is_next: bool = False
    is_serious: bool = False


ACTIONS = {
    "take_up": Action(
        "In beoordeling nemen",
        "Wil je dit profiel beoordelen?",
        ("De facilitator krijgt een mail dat je kijkt.", "Daarna kun je publiceren of afwijzen."),
        "Het profiel is in beoordeling.",
        lambda profile, user, seen, said: profile_states.take_up(profile, user),
        is_next=True,
    ),
    "publish": Action(
        "Publiceren",
        "Wil je dit profiel online zetten?",
        ("Het profiel staat meteen in de Facilitators Pool.", "De facilitator krijgt een mail."),
        "Het profiel staat online.",
        lambda profile, user, seen, said: profile_states.publish(profile, user, seen),
        is_next=True,
    ),
    "reject": Action(
        "Afwijzen",
        "Wil je deze aanmelding afwijzen?",
        (
            "De facilitator krijgt een mail met de reden.",
            f"Na {deadlines.kept()} wissen we de gegevens. Je kunt dit niet terugdraaien.",
        ),
        "De aanmelding is afgewezen.",
        lambda profile, user, seen, said: profile_states.reject(profile, user, said),
        form=ReasonForm,
        is_serious=True,
    ),
    "approve_change": Action(
        "Wijziging goedkeuren",
        "Wil je de wijziging goedkeuren?",
        (
            "De wijziging staat meteen op de website, tenzij het profiel is gepauzeerd.",
            "De facilitator krijgt een mail.",
        ),
        "De wijziging is goedgekeurd.",
        lambda profile, user, seen, said: profile_updates.approve_change(profile, user, seen),
        is_next=True,
    ),
    "refuse_change": Action(
        "Wijziging niet plaatsen",
        "Wil je de wijziging afwijzen?",
        (
            "Op de website verandert niets.",
            "De facilitator krijgt een mail met de reden, en kan iets nieuws insturen.",
        ),
        "De wijziging is niet geplaatst.",
        lambda profile, user, seen, said: profile_updates.refuse_change(profile, user, seen, said),
        form=ReasonForm,
    ),
    "pause": Action(
        "Pauzeren",
        "Wil je dit profiel van de website halen?",
        (
            "Het profiel is meteen nergens meer te zien of te vinden.",
            "De facilitator krijgt een mail. Alleen jullie kunnen het weer online zetten.",
        ),
        "Het profiel is gepauzeerd.",
        lambda profile, user, seen, said: profile_states.pause(profile, user),
    ),
    "resume": Action(
        "Weer online zetten",
        "Wil je dit profiel weer online zetten?",
        (
            "Het profiel komt weer online. Je ziet dan de laatste versie die is goedgekeurd.",
            "De facilitator krijgt een mail.",
        ),
        "Het profiel staat weer online.",
        lambda profile, user, seen, said: profile_states.resume(profile, user),
    ),
    "invite": Action(
        "E-mailadres instellen",
        "Naar welk adres sturen we de persoonlijke link?",
        (
            "Dit adres komt bij het profiel. Bestaande links werken dan niet meer.",
            "De facilitator krijgt een mail met een link om het profiel zelf bij te houden.",
        ),
        "De link is onderweg.",
        lambda profile, user, seen, said: profile_states.invite(profile, said, user),
        form=AddressForm,
    ),
    "new_address": Action(
        "E-mailadres of link vernieuwen",
        "Naar welk e-mailadres sturen we een link?",
        (
            "Een nieuw adres krijgt een mail om het te bevestigen. Tot dan verandert er niets: "
            "we gebruiken het oude adres.",
            "Het adres dat er al staat, krijgt een nieuwe persoonlijke link. Bestaande links "
            "werken dan niet meer.",
        ),
        "De link is onderweg.",
        lambda profile, user, seen, said: profile_states.new_address(profile, said, user),
        form=AddressForm,
    ),
    "remove": Action(
        "Verwijderen",
        "Wil je dit profiel verwijderen?",
        (
            "Het profiel is meteen nergens meer te zien. Teksten en foto wissen we.",
            "Alle toestemming vervalt. De facilitator krijgt een mail.",
            f"Na {deadlines.kept()} wissen we ook het e-mailadres. Je kunt dit niet terugdraaien.",
        ),
        "Het profiel is verwijderd.",
        lambda profile, user, seen, said: profile_states.remove(profile, user),
        is_serious=True,
    ),
}


# What is done with a profile that was never online: all of it is judged.
JUDGING = ("take_up", "publish", "reject")


def is_offered(name: str, profile: Profile) -> bool:
    """Return whether the state of a profile, and what waits, ask for this action."""
    if profile.state not in POSSIBLE[name]:
        return False
    if name in ("approve_change", "refuse_change"):
        return profile.review_asked_at is not None
    return True


def pool() -> FacilitatorIndexPage | None:
    return FacilitatorIndexPage.objects.first()


def compare_url(profile: Profile) -> str:
    """Return where Wagtail shows what is new beside what was approved; empty without both."""
    page = profile.page
    if profile.state not in IN_THE_POOL or not page.latest_revision_id:
        return ""
    before = "live" if page.live else profile.approved_revision_id
    if before is None:
        return ""
    keys = [page.pk, before, page.latest_revision_id]
    return reverse("wagtailadmin_pages:revisions_compare", args=keys)


def judged_of(profile: Profile, user: Any) -> dict[str, Any]:
    """Return what a manager judges: every part of the newest version, its photograph, a preview.

    `preview_url` is empty for somebody who may not open drafts.
    """
    page = profile_states.latest(profile)
    may_open = profile.page.permissions_for_user(user).can_view_revisions()
    return {
        "lines": lines_of(text_of(page)),
        "portrait": portrait_of(page),
        "preview_url": reverse("wagtailadmin_pages:view_draft", args=[page.pk]) if may_open else "",
    }


class ActionView(NotesAccess, InstanceSpecificView):
    """Asks whether it is meant, shows the mail, and does it on a POST."""

    instance: Profile
    name = ""

    def __init__(self, model_admin: Any, instance_pk: str, name: str) -> None:
        super().__init__(model_admin, instance_pk)
        self.name = name

    @property
    def action(self) -> Action:
        return ACTIONS[self.name]

    @property
    def page_title(self) -> str:
        return self.action.label

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_change(user)

    def get_meta_title(self) -> str:
        return f"{self.action.label}: {self.instance}"

    def get_template_names(self) -> list[str]:
        return ["facilitators/admin/action.html"]

    @property
    def own_url(self) -> str:
        return self.url_helper.get_action_url("inspect", self.instance.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile: Profile = self.instance
        form = kwargs.pop("form", None) or (self.action.form() if self.action.form else None)
        said = _said(form) if form and form.is_bound and form.is_valid() else ""
        offered = is_offered(self.name, profile)
        mails = None
        if offered and (said or not self.action.form):
            try:
                mails = would_queue(lambda: self.do(profile.page.latest_revision_id, said))
            except Refused as refused:
                kwargs.setdefault("refusal", [refused.sentence])
        return super().get_context_data(
            **kwargs,
            profile=profile,
            action=self.action,
            form=form,
            is_offered=offered,
            lacks=profile_states.what_lacks(profile) if self.name == "publish" else [],
            seen=profile.page.latest_revision_id,
            mails=mails,
            judged=judged_of(profile, self.request.user) if self.name in JUDGING else None,
            compare_url=compare_url(profile) if "change" in self.name else "",
            change=waiting_change(profile) if "change" in self.name else None,
            back_url=self.own_url,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.action.form(request.POST) if self.action.form else None
        if form and (not form.is_valid() or request.POST.get("step") != "doen"):
            return self.render_to_response(self.get_context_data(form=form))
        seen = request.POST.get("seen", "")
        is_key = seen.isascii() and seen.isdecimal() and len(seen) < LONGEST_KEY
        try:
            self.do(int(seen) if is_key else None, _said(form) if form else "")
        except Refused as refused:
            return self.refuse(refused, form)
        messages.success(request, self.action.done)
        return redirect(self.own_url)

    def do(self, seen: int | None, said: str) -> None:
        """Do it. Raises Refused."""
        self.action.act(self.instance, self.request.user, seen, said)

    def refuse(self, refused: Refused, form: forms.Form | None) -> HttpResponseBase:
        """Say why nothing was done, and keep what was typed."""
        self.instance = Profile.objects.select_related("page").get(pk=self.instance.pk)
        typed = typed_in(form) if form and not is_offered(self.name, self.instance) else []
        context = self.get_context_data(form=form, refusal=[refused.sentence], typed=typed)
        response = self.render_to_response(context)
        response.status_code = refused.status
        return response


def _said(form: forms.Form) -> str:
    """Return the one answer of a form."""
    (answer,) = form.cleaned_data.values()
    return str(answer)
