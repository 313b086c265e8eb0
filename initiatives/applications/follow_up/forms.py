"""The short forms behind the personal link of an applicant."""

from core.questions import Email, Lines, QuestionForm
from initiatives.applications.ending import LONGEST


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
