"""What an applicant types in answer to our question, and about the text of the page."""

from core.questions import Line, Lines, QuestionForm, WebAddress
from initiatives.applications.publishing import LONGEST_LEAD
from initiatives.applications.supplements import LONGEST_REPLY


class ReplyForm(QuestionForm):
    antwoord = Lines(
        label="Je antwoord op onze vraag",
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
