"""The short forms behind an applicant's personal link."""

from core.questions import Email, Line, Lines, QuestionForm, WebAddress
from initiatives.applications.assessment.supplements import LONGEST_REPLY
from initiatives.applications.membership.ending import LONGEST
from initiatives.applications.membership.koploper_page import LONGEST_LEAD


class LinkForm(QuestionForm):
    """Asks for a new link."""

    email = Email(
        label="E-mailadres", help_text="Het adres dat je bij je aanmelding hebt opgegeven."
    )


class EndForm(QuestionForm):
    reden = Lines(
        label="Waarom willen jullie stoppen?",
        longest=LONGEST,
        help_text="Noem geen namen van cliënten of medewerkers.",
    )


class ReplyForm(QuestionForm):
    antwoord = Lines(
        label="Je antwoord op onze vraag",
        needed="als je verder niets verandert",
        help_text="Noem geen namen van cliënten of medewerkers.",
        longest=LONGEST_REPLY,
        rows=6,
    )


class TextForm(QuestionForm):
    naam = Line(label="Naam van het initiatief", longest=100, missing="Vul de naam in")
    inleiding = Lines(
        label="Inleiding",
        help_text="Twee of drie zinnen. Dit staat boven de tekst en in lijsten.",
        longest=LONGEST_LEAD or 400,
        missing="Schrijf een korte inleiding",
        rows=5,
    )
    tekst = Lines(label="Tekst", longest=4_000, rows=10)
    delen = Lines(label="Wat delen jullie met anderen?", longest=600, rows=4)
    webadres = WebAddress(label="Webadres", help_text="Bijvoorbeeld: www.voorbeeld.example")
