"""Why something cannot be done with a profile, as sentences for whoever asked for it."""

from collections.abc import Sequence

from core import refusals
from facilitators.models.profiles import Profile


class Refused(refusals.Refused):
    """Any of those below."""


class InvalidState(Refused):
    """The state of the profile does not allow it; `profile` is as it stands."""

    def __init__(self, profile: Profile, sentence: str = "") -> None:
        state = profile.get_state_display().lower()
        super().__init__(sentence or f"Dat kan nu niet: dit profiel is {state}.")
        self.profile = profile


class ChangedMeanwhile(Refused):
    """There is a newer version than the one that was judged."""

    def __init__(self, profile: Profile) -> None:
        super().__init__("Dit profiel is net aangepast. Bekijk eerst de nieuwe versie.")
        self.profile = profile


class NotComplete(Refused):
    """Something lacks before visitors may see it; `lacking` are sentences."""

    def __init__(self, lacking: Sequence[str]) -> None:
        super().__init__("Dit profiel kan nog niet online. " + " ".join(lacking))
        self.lacking = lacking


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__("Schrijf op waarom. De facilitator leest dit in de mail.")
