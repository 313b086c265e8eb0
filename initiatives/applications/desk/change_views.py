"""Changes beside the table: adviser, further advice, permission to publish, address."""

from typing import Any

from django import forms

from core import times
from core.questions import Email, EmailOfAnother
from initiatives.applications.assessment import assignment
from initiatives.applications.consultation import advice_requests
from initiatives.applications.desk.action_forms import ActionForm, AskMoreForm, AssignForm
from initiatives.applications.desk.action_views import ConfirmView
from initiatives.applications.desk.wording import Words
from initiatives.applications.form.definition import YesNo
from initiatives.applications.intake import contact_links, nominations
from initiatives.applications.membership import publication_consent
from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS, State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.outgoing_mail import Post

ASSIGN, ASK_MORE = "assign", "ask_more"


class AssignView(ConfirmView):
    words = Words(
        "Wie wordt de adviseur van deze aanmelding?",
        (
            "De aanmelding komt op naam van de adviseur die je kiest.",
            "Die krijgt de mail over deze aanmelding. Nu gaat er geen mail weg.",
        ),
        "Ja, geef de aanmelding door",
        "De aanmelding staat op naam van de adviseur die je koos.",
    )

    def get_page_title(self) -> str:
        return "Adviseur kiezen"

    def form(self, data: Any = None) -> ActionForm:
        return AssignForm(self.instance, self.actor, data)

    def obstacles(self) -> list[str]:
        return assignment.obstacles(self.instance, self.actor)

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        assignment.assign(self.instance, form.details["adviser"], self.actor, seen=seen)


class AskMoreView(ConfirmView):
    mails = True
    words = Words(
        "Wie vraag je nog om advies?",
        (
            "Iedereen die je kiest krijgt een mail met een eigen link naar deze aanmelding, "
            "zonder contactgegevens.",
            f"Zij hebben {times.workdays(advice_requests.TERM)} om te antwoorden, vanaf vandaag.",
            "Wie al is gevraagd, merkt hier niets van.",
        ),
        "Ja, vraag advies",
        "De adviesvragen zijn onderweg.",
    )

    @property
    def done_url(self) -> str:
        return f"{self.own_url}#advies"

    def get_page_title(self) -> str:
        return "Nog iemand om advies vragen"

    def form(self, data: Any = None) -> ActionForm:
        return AskMoreForm(self.instance, self.actor, data, mails=True)

    def obstacles(self) -> list[str]:
        return advice_requests.obstacles_to_more(self.instance, self.actor)

    def foresee(self, form: ActionForm) -> list[Post]:
        paragraph = form.cleaned_data.get("paragraph", "")
        return engine.would_send(
            lambda: advice_requests.ask_more(
                self.instance, self.actor, form.details["parties"], paragraph=paragraph
            )
        )

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        advice_requests.ask_more(
            self.instance,
            self.actor,
            form.details["parties"],
            paragraph=paragraph,
            no_mail=no_mail,
            seen=seen,
        )


PERMIT, READDRESS = "permit", "readdress"


class PermitForm(ActionForm):
    """Asks nothing but whether it is meant; knows what it asks, also once somebody was first."""

    answer = forms.ChoiceField(choices=YesNo.choices, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["answer"].initial = _other_answer(self.application)


class PermitView(ConfirmView):
    @property
    def wants(self) -> bool:
        """Tell whether this is about a Yes: what was sent, else the other than it is now."""
        sent = self.request.POST.get("answer")
        answer = sent if sent in YesNo.values else _other_answer(self.instance)
        return bool(answer == YesNo.YES)

    @property
    def is_member(self) -> bool:
        return self.instance.state in MEMBERS

    @property
    def mails(self) -> bool:  # type: ignore[override]
        """Tell whether somebody who nominated it hears of it now."""
        is_news = self.wants and self.is_member
        return is_news and nominations.waiting_for_word(self.instance) is not None

    @property
    def words(self) -> Words:
        if not self.wants:
            return Words(
                "Toestemming intrekken?",
                (
                    "Staat de pagina online? Dan halen we die meteen weg.",
                    "We versturen geen mail. De indiener ziet het op de eigen pagina.",
                ),
                "Ja, trek de toestemming in",
                "Het initiatief komt niet op de website.",
            )
        effects = ["De indiener ziet het op de eigen pagina, en kan het daar weer veranderen."]
        if self.is_member:
            effects = [
                "Er komt een pagina klaar te staan, nog niet online.",
                "De indiener vindt de tekst op de eigen pagina, en kan die goedkeuren of "
                "verbeteren. We sturen hierover geen mail. Laat het de indiener zelf weten.",
            ]
        return Words(
            "Vindt de indiener een pagina op de website nu goed?",
            tuple(effects),
            "Ja, het mag op de website",
            "Het initiatief mag op de website.",
        )

    @property
    def done_url(self) -> str:
        return f"{self.own_url}#pagina"

    def get_page_title(self) -> str:
        return "Toestemming voor de website"

    def form(self, data: Any = None) -> ActionForm:
        form = PermitForm(self.instance, self.actor, data, mails=self.mails)
        # The mail is to whoever nominated it; what staff add is for an applicant.
        form.fields.pop("paragraph", None)
        return form

    def obstacles(self) -> list[str]:
        return publication_consent.obstacles(self.instance, self.actor)

    def foresee(self, form: ActionForm) -> list[Post]:
        return engine.would_send(
            lambda: publication_consent.permit(self.instance, self.actor, yes=self.wants)
        )

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        publication_consent.permit(
            self.instance, self.actor, yes=self.wants, no_mail=no_mail, seen=seen
        )


class ReaddressForm(ActionForm):
    # Without its mail nobody would have a link.
    may_skip_mail = False
    # Of somebody else: a browser would fill in the adviser's own.
    email = Email(label="Het goede e-mailadres", widget=EmailOfAnother.widget)

    def prepare(self) -> None:
        self.fields["email"].help_text = f"Nu is dat: {self.application.email or 'nog niets'}"


class ReaddressView(ConfirmView):
    mails = True

    @property
    def words(self) -> Words:
        where = "de aanmelding" if self.instance.state != State.INVITED else "het formulier"
        return Words(
            "Waar krijgt de indiener voortaan onze mail?",
            (
                f"Naar dit adres gaat een mail met een nieuwe link naar {where}.",
                "Alle oudere links werken daarna niet meer.",
                "In de tijdlijn komt te staan dat je dit wijzigde, niet welk adres er stond.",
            ),
            "Ja, wijzig het e-mailadres",
            "Het e-mailadres is gewijzigd. De nieuwe link is onderweg.",
        )

    def get_page_title(self) -> str:
        return "E-mailadres wijzigen"

    def form(self, data: Any = None) -> ActionForm:
        return ReaddressForm(self.instance, self.actor, data, mails=True)

    def obstacles(self) -> list[str]:
        return contact_links.obstacles(self.instance, self.actor)

    def foresee(self, form: ActionForm) -> list[Post]:
        paragraph = form.cleaned_data.get("paragraph", "")
        return engine.would_send(
            lambda: contact_links.readdress(
                self.instance, self.actor, form.details["email"], paragraph=paragraph
            )
        )

    def carry_out(
        self, form: ActionForm, *, paragraph: str, no_mail: bool, seen: int | None
    ) -> None:
        contact_links.readdress(
            self.instance, self.actor, form.details["email"], paragraph=paragraph, seen=seen
        )


def _other_answer(application: Application) -> str:
    return (YesNo.NO if application.may_publish else YesNo.YES).value
