"""Why something cannot be done with an application, as sentences for whoever asked for it."""

from collections.abc import Callable, Sequence

from core import refusals


class Refused(refusals.Refused):
    """Any of those below."""


class PermissionDenied(Refused):
    """Somebody in this role may not do this, whatever the state."""

    status = 403


class InvalidState(Refused):
    """The state does not allow it."""


class NotAllowed(Refused):
    """The state allows it, a rule does not; `sentences` has every reason."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


class ChangedMeanwhile(Refused):
    """There is something newer than what was judged or shown."""


def obstacles_of(check: Callable[[], None]) -> list[str]:
    """Return why this check refuses, as sentences; nothing when it does not."""
    try:
        check()
    except Refused as refused:
        return [refused.sentence]
    return []


CHANGED = "Een collega heeft deze aanmelding net aangepast. Bekijk eerst de nieuwe gegevens."
ONLY_ADVISERS = "Dit kan alleen een adviseur van het Koplopernetwerk."
