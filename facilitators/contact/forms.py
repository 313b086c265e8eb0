"""The form to ask something of a facilitator (domain guide, paragraph 7.3)."""

from typing import Any

from core.form_tokens import StampedForm
from core.questions import Email, FullName, Line, Lines, OneOf, OwnOrganisation, Phone
from facilitators.choices import GroupSize
from facilitators.contact.services import Enquiry

SHORTEST, LONGEST = 30, 2_000  # characters


class ContactForm(StampedForm):
    naam = FullName()
    organisatie = OwnOrganisation()
    email = Email(label="E-mailadres", help_text="Hierop krijg je antwoord.")
    telefoon = Phone(label="Telefoonnummer", help_text="Alleen als je ook gebeld wilt worden.")
    vraag = Lines(
        label="Je vraag",
        shortest=SHORTEST,
        longest=LONGEST,
        rows=8,
        missing=f"Schrijf je vraag op in minstens {SHORTEST} tekens",
        help_text="Wat wil je bereiken, met wie en waar? Schrijf minstens 30 en hooguit 2.000 "
        "tekens. Noem geen namen van cliënten of medewerkers.",
    )
    periode = Line(
        label="Gewenste periode",
        longest=100,
        help_text="Bijvoorbeeld: in het voorjaar, of vóór 1 juni.",
    )
    groepsgrootte = OneOf(
        label="Met hoeveel mensen?",
        required=False,
        choices=[*GroupSize.choices, ("", "Dat weet ik nog niet")],
        missing="Kies een groepsgrootte",
        initial="",
    )

    @property
    def question(self) -> Enquiry:
        """Return what is asked and by whom, of a valid form."""
        answers: dict[str, Any] = self.cleaned_data
        return Enquiry(
            name=answers["naam"],
            organisation=answers["organisatie"],
            email=answers["email"],
            phone=answers["telefoon"],
            text=answers["vraag"],
            period=answers["periode"],
            group_size=answers["groepsgrootte"],
        )
