"""What each action asks of the adviser; its guard judges the answers."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from core.questions import Lines
from initiatives.applications.assessment import decision, supplements
from initiatives.applications.consultation import advice_requests
from initiatives.applications.form.definition import steps_of
from initiatives.applications.membership import introduction
from initiatives.applications.models import AdviceParty, Application
from initiatives.applications.workflow.actions import ASSESS, Action, Actor
from initiatives.applications.workflow.audit_log import named
from initiatives.events.models import EventPage


def advisers() -> Any:
    """Return the users who may test applications, by name."""
    users = get_user_model().objects.with_perm(
        ASSESS, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.order_by("first_name", "last_name", "username")


LONGEST = 4_000
MAIL_FIELDS = ("paragraph", "no_mail")


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Check boxes under small headings."""

    template_name = "applications/admin/grouped_boxes.html"


class ActionForm(forms.Form):
    """An action that asks nothing. `details` is what `engine.apply` gets of the answers.

    When the action mails somebody, the adviser may add to that mail, or not send it.
    """

    use_required_attribute = False
    error_css_class = "is-wrong"
    # Whether the action makes sense without its mail.
    may_skip_mail: ClassVar[bool] = True

    def __init__(
        self, application: Application, actor: Actor, data: Any = None, *, mails: bool = False
    ) -> None:
        super().__init__(data, prefix=None)
        self.application = application
        self.actor = actor
        self.prepare()
        if mails:
            self.fields["paragraph"] = Lines(
                label="Wil je er iets bij schrijven?",
                help_text="Dit komt in de mail, onder onze eigen tekst. Het blijft ook bij de "
                "aanmelding bewaard.",
                longest=LONGEST,
            )
        if mails and self.may_skip_mail:
            self.fields["no_mail"] = forms.BooleanField(
                label="Verstuur geen mail",
                help_text="In de tijdlijn komt te staan dat jij ervoor koos om niets te sturen.",
                required=False,
            )

    def prepare(self) -> None:
        """Fill in what is known only once the application is."""

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in MAIL_FIELDS]

    @property
    def mail_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in MAIL_FIELDS]

    @property
    def details(self) -> dict[str, Any]:
        """Return the answers by the names that guard, effect and mails know. Needs a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MAIL_FIELDS}

    def as_first_shown(self) -> dict[str, Any]:
        """Return what a browser would send of it if nobody touched it."""
        return {field.html_name: field.value() for field in self if field.value() is not None}


class ReasonForm(ActionForm):
    """For back_to_review, drop_supplement, reopen and end."""

    help: ClassVar[str] = "Dit komt in de tijdlijn te staan."
    reason = Lines(label="Waarom?", missing="Schrijf op waarom.", longest=LONGEST, rows=4)

    def prepare(self) -> None:
        self.fields["reason"].help_text = self.help


class EndForm(ReasonForm):
    help = "De indiener leest dit in de mail."


class TakeUpForm(ActionForm):
    adviser = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label="Adviseur",
        empty_label=None,
        error_messages={
            "required": "Kies een adviseur.",
            "invalid_choice": "Deze collega is geen adviseur meer. Kies iemand anders.",
        },
    )

    def prepare(self) -> None:
        field = self.fields["adviser"]
        field.queryset = advisers()  # type: ignore[attr-defined]
        field.label_from_instance = named  # type: ignore[attr-defined]
        field.initial = self.actor.user_id


class AssignForm(TakeUpForm):
    """For giving an application to an adviser, whatever its state."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["adviser"].initial = self.application.adviser_id or self.actor.user_id


def _day_to_answer() -> forms.DateField:
    return forms.DateField(
        label="Antwoord graag uiterlijk op",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Kies een dag.",
            "invalid": "Vul een dag in, zoals 26-3-2027.",
        },
    )


class SupplementForm(ActionForm):
    question = Lines(
        label="Je vraag",
        help_text="De indiener leest dit in de mail en boven het formulier. Schrijf wat je nog "
        "wilt weten, en waarom.",
        missing="Stel een vraag van minstens 20 tekens.",
        shortest=20,
        longest=2_000,
        rows=6,
    )
    opened = forms.MultipleChoiceField(
        label="Welke vragen gaan weer open?",
        help_text="Kies niets als een antwoord op je vraag genoeg is.",
        required=False,
        widget=GroupedBoxes(),
        error_messages={"invalid_choice": "Een van de vragen is er niet meer. Kies opnieuw."},
    )
    deadline = _day_to_answer()

    def prepare(self) -> None:
        self.fields["opened"].choices = [  # type: ignore[attr-defined]
            (step.title, [(question.name, question.full_label) for question in step.questions])
            for step in steps_of(self.application.form_version)
            if step.questions
        ]
        self.fields["deadline"].initial = supplements.default_deadline()


class MoveForm(ActionForm):
    deadline = _day_to_answer()

    def prepare(self) -> None:
        if asked := supplements.waiting(self.application):
            self.fields["deadline"].initial = asked.deadline + supplements.ANSWER_WITHIN


class ConsultForm(ActionForm):
    parties = forms.ModelMultipleChoiceField(
        AdviceParty.objects.none(),
        label="Wie vraag je om advies?",
        widget=GroupedBoxes(),
        error_messages={
            "required": "Kies minstens één partij.",
            "invalid_choice": "Een van de partijen doet niet meer mee. Kies opnieuw.",
            "invalid_pk_value": "Een van de partijen doet niet meer mee. Kies opnieuw.",
        },
    )

    def prepare(self) -> None:
        everybody = AdviceParty.objects.active()
        own = self.offer(everybody)
        initial = [party.pk for party in everybody if party.pk in own and party.email]
        self.fields["parties"].initial = initial

    def offer(self, parties: QuerySet[AdviceParty]) -> set[int]:
        """Let these be chosen, and return the keys of those that usually are."""
        field = self.fields["parties"]
        own = {party.pk for party in advice_requests.default_parties(self.application)}
        field.queryset = parties  # type: ignore[attr-defined]
        groups = [
            ("Van dit initiatief", _choices(p for p in parties if p.pk in own)),
            ("Anderen", _choices(p for p in parties if p.pk not in own)),
        ]
        field.widget.choices = [group for group in groups if group[1]]
        return own


class AskMoreForm(ConsultForm):
    """For asking others too while a consultation runs: those who were not asked yet."""

    def prepare(self) -> None:
        self.offer(advice_requests.not_asked_yet(self.application))


class DecideForm(ActionForm):
    """Asks why only when a decision now is early: not all advice is in, and there is time left."""

    def prepare(self) -> None:
        if why := decision.needs_reason(self.application):
            self.fields["reason"] = Lines(
                label="Waarom besluit je nu al?",
                help_text=why,
                missing="Schrijf op waarom je niet wacht op alle adviezen.",
                longest=LONGEST,
            )


class RejectForm(ActionForm):
    reason = Lines(
        label="Motivering",
        help_text=f"De indiener leest dit in de mail. Minstens {decision.LONG_ENOUGH} tekens.",
        missing=f"Leg uit waarom, in minstens {decision.LONG_ENOUGH} tekens.",
        shortest=decision.LONG_ENOUGH,
        longest=LONGEST,
        rows=8,
    )


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Model) -> str:
        return introduction.in_words(cast(EventPage, obj))


class PlanForm(ActionForm):
    meeting = MeetingField(
        EventPage.objects.none(),
        label="Koploperbijeenkomst",
        empty_label="Kies een bijeenkomst",
        error_messages={
            "required": "Kies een bijeenkomst.",
            "invalid_choice": "Deze bijeenkomst kun je niet meer kiezen. Kies een andere.",
        },
    )

    def prepare(self) -> None:
        field = self.fields["meeting"]
        field.queryset = introduction.coming_meetings()  # type: ignore[attr-defined]
        field.initial = introduction.default_meeting(self.application)


FORMS: dict[Action, type[ActionForm]] = {
    Action.INVITE: ActionForm,
    Action.TAKE_UP: TakeUpForm,
    Action.ASK_SUPPLEMENT: SupplementForm,
    Action.MOVE_SUPPLEMENT: MoveForm,
    Action.DROP_SUPPLEMENT: ReasonForm,
    Action.CONSULT: ConsultForm,
    Action.BACK_TO_REVIEW: ReasonForm,
    Action.PROPOSE: DecideForm,
    Action.ADMIT: DecideForm,
    Action.REJECT: RejectForm,
    Action.PLAN_INTRODUCTION: PlanForm,
    Action.INTRODUCE: ActionForm,
    Action.END: EndForm,
    Action.REOPEN: ReasonForm,
}


def _choices(parties: Iterable[AdviceParty]) -> list[tuple[int, str]]:
    return [
        (party.pk, party.name if party.email else f"{party.name} (heeft nog geen e-mailadres)")
        for party in sorted(parties, key=lambda party: party.place)
    ]
