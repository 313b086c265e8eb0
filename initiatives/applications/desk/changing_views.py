"""What an adviser changes on the word of an applicant: permission to publish, and the address."""

from typing import Any

from django import forms

from core.questions import Email, EmailOfAnother
from initiatives.applications import permitting, readdressing, tips
from initiatives.applications.desk.confirming import ConfirmView
from initiatives.applications.desk.deed_forms import DeedForm
from initiatives.applications.desk.wording import Words
from initiatives.applications.form.definition import YesNo
from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS, State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.outgoing_mail import Post

PERMIT, READDRESS = "permit", "readdress"


class PermitForm(DeedForm):
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
        return is_news and tips.waiting_for_word(self.instance) is not None

    @property
    def words(self) -> Words:
        if not self.wants:
            return Words(
                "Wil de indiener niet meer op de website?",
                (
                    "Een pagina die online staat, gaat er meteen af en kan niet meer online.",
                    "Er gaat geen mail weg. De indiener ziet het op de eigen pagina.",
                ),
                "Ja, niet op de website",
                "Het initiatief komt niet op de website.",
            )
        effects = ["De indiener ziet het op de eigen pagina, en kan het daar weer veranderen."]
        if self.is_member:
            effects = [
                "Er komt een pagina klaar te staan, nog niet online.",
                "De indiener vindt de tekst op de eigen pagina, en kan hem goedkeuren of "
                "verbeteren. Daar gaat geen mail over weg: laat het zelf weten.",
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

    def form(self, data: Any = None) -> DeedForm:
        form = PermitForm(self.instance, self.actor, data, mails=self.mails)
        # The mail is to who nominated it; what staff add is for an applicant.
        form.fields.pop("paragraph", None)
        return form

    def obstacles(self) -> list[str]:
        return permitting.obstacles(self.instance, self.actor)

    def foresee(self, form: DeedForm) -> list[Post]:
        return engine.would_send(
            lambda: permitting.permit(self.instance, self.actor, yes=self.wants)
        )

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        permitting.permit(self.instance, self.actor, yes=self.wants, no_mail=no_mail, seen=seen)


class ReaddressForm(DeedForm):
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

    def form(self, data: Any = None) -> DeedForm:
        return ReaddressForm(self.instance, self.actor, data, mails=True)

    def obstacles(self) -> list[str]:
        return readdressing.obstacles(self.instance, self.actor)

    def foresee(self, form: DeedForm) -> list[Post]:
        paragraph = form.cleaned_data.get("paragraph", "")
        return engine.would_send(
            lambda: readdressing.readdress(
                self.instance, self.actor, form.details["email"], paragraph=paragraph
            )
        )

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        readdressing.readdress(
            self.instance, self.actor, form.details["email"], paragraph=paragraph, seen=seen
        )


def _other_answer(application: Application) -> str:
    return (YesNo.NO if application.may_publish else YesNo.YES).value
