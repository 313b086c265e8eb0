"""Where an application can stand, for staff and for the applicant (domain guide, paragraph 6.1)."""

from django.db import models


class State(models.TextChoices):
    POTENTIAL = "potentieel", "Potentiële Koploper"
    INVITED = "uitgenodigd", "Uitgenodigd"
    DRAFT = "concept", "Concept"
    SUBMITTED = "ingediend", "Ingediend"
    IN_REVIEW = "in_toetsing", "In toetsing"
    SUPPLEMENT_ASKED = "aanvulling_gevraagd", "Aanvulling gevraagd"
    IN_CONSULTATION = "in_afstemming", "In afstemming"
    PROPOSED = "voorgedragen", "Voorgedragen aan VWS"  # only when the setting VWS_APPOINTS is on
    ADMITTED = "toegelaten", "Toegelaten"
    INTRODUCED = "geintroduceerd", "Geïntroduceerd"
    REJECTED = "niet_toegelaten", "Niet toegelaten"
    WITHDRAWN = "ingetrokken", "Ingetrokken"
    LEFT = "uitgestroomd", "Uitgestroomd"

    @property
    def in_plain_words(self) -> str:
        """Return what the applicant reads: at most six words."""
        return IN_PLAIN_WORDS[self]


IN_PLAIN_WORDS = {
    State.POTENTIAL: "Nog niet aangemeld",
    State.INVITED: "Uitgenodigd",
    State.DRAFT: "Nog niet verstuurd",
    State.SUBMITTED: "Ontvangen",
    State.IN_REVIEW: "In behandeling",
    State.SUPPLEMENT_ASKED: "Wij hebben een vraag",
    State.IN_CONSULTATION: "In behandeling",
    State.PROPOSED: "In behandeling",
    State.ADMITTED: "Toegelaten",
    State.INTRODUCED: "Koploper",
    State.REJECTED: "Niet toegelaten",
    State.WITHDRAWN: "Ingetrokken",
    State.LEFT: "Gestopt",
}
# Before anything was sent; an application in one of these has no reference number.
BEFORE_SUBMISSION = (State.POTENTIAL, State.INVITED, State.DRAFT)
# Sent, and not decided yet.
UNDER_WAY = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.SUPPLEMENT_ASKED,
    State.IN_CONSULTATION,
    State.PROPOSED,
)
MEMBERS = (State.ADMITTED, State.INTRODUCED)
ENDED = (State.REJECTED, State.WITHDRAWN, State.LEFT)
