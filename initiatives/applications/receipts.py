"""What we write at once to who told or sent us something (domain guide, paragraph 9: M1)."""

from core.letters import Facts, Letter, Paragraph, Quote
from initiatives.applications.models import Nomination


def reference_of(nomination: Nomination) -> str:
    """Return the number to name when somebody has a question about a nomination."""
    return f"TIP-{nomination.pk:05}"


def thanks_for_tip(nomination: Nomination) -> Letter:
    """M1, to who nominated an initiative; what was typed stands in a quote."""
    return Letter(
        "Bedankt voor je tip",
        nomination.first_name,
        [
            Paragraph(
                "Je hebt een initiatief voorgedragen voor het Koplopernetwerk. Fijn dat je aan ons "
                "denkt. Dit is het initiatief:"
            ),
            Quote(nomination.application.name),
            Paragraph(
                "We nemen contact op met de initiatiefnemers, meestal binnen 10 werkdagen. Zij "
                "beslissen zelf of ze zich aanmelden. Je hoort het als zij meedoen."
            ),
            Facts([("Kenmerk", reference_of(nomination))]),
            Paragraph(
                "Komt er niets van? Dan wissen we je gegevens na 90 dagen. Wil je iets veranderen "
                "of terugnemen? Mail of bel ons, en noem het kenmerk."
            ),
            Paragraph(
                "Heb jij dit niet gestuurd? Dan vulde iemand anders jouw adres in. Laat het "
                "ons weten."
            ),
        ],
    )
