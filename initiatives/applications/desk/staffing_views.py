"""Who works on a case: give it to a colleague, and ask one more for advice."""

from typing import Any

from core import times
from initiatives.applications import assigning, consulting
from initiatives.applications.desk.confirming import ConfirmView
from initiatives.applications.desk.deed_forms import AskMoreForm, AssignForm, DeedForm
from initiatives.applications.desk.wording import Words
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

    def form(self, data: Any = None) -> DeedForm:
        return AssignForm(self.instance, self.actor, data)

    def obstacles(self) -> list[str]:
        return assigning.obstacles(self.instance, self.actor)

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        assigning.assign(self.instance, form.details["adviser"], self.actor, seen=seen)


class AskMoreView(ConfirmView):
    mails = True
    words = Words(
        "Wie vraag je nog om advies?",
        (
            "Iedereen die je kiest krijgt een mail met een eigen link naar deze aanmelding, "
            "zonder contactgegevens.",
            f"Zij hebben {times.workdays(consulting.TERM)} om te antwoorden, vanaf vandaag.",
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

    def form(self, data: Any = None) -> DeedForm:
        return AskMoreForm(self.instance, self.actor, data, mails=True)

    def obstacles(self) -> list[str]:
        return consulting.obstacles_to_more(self.instance, self.actor)

    def foresee(self, form: DeedForm) -> list[Post]:
        paragraph = form.cleaned_data.get("paragraph", "")
        return engine.would_send(
            lambda: consulting.ask_more(
                self.instance, self.actor, form.details["parties"], paragraph=paragraph
            )
        )

    def carry_out(self, form: DeedForm, *, paragraph: str, no_mail: bool, seen: int | None) -> None:
        consulting.ask_more(
            self.instance,
            self.actor,
            form.details["parties"],
            paragraph=paragraph,
            no_mail=no_mail,
            seen=seen,
        )
