"""Forms that anybody can send, without a puzzle to prove that they are human.

Each form that is shown has a stamp: a random name and the moment, signed. The name tells a double
click from a second message; the moment tells a program, which sends a form as soon as it has it,
from somebody who types. Nobody loses anything: whoever it was is asked to press the button again.
"""

import uuid
from datetime import timedelta

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.functional import cached_property

from core.questions import QuestionForm

QUICKEST = timedelta(seconds=3)


class StampedForm(QuestionForm):
    """A form with a stamp and a trap; its template shows `stamp` as "formulier", and the trap."""

    # A plain field: no error is ever shown for it.
    formulier = forms.Field(required=False, widget=forms.HiddenInput)

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return what the visitor is asked, in order."""
        return [field for field in self if field.name not in StampedForm.base_fields]

    @cached_property
    def stamp(self) -> str:
        """Return the stamp that came with the form, or a new one."""
        sent = str(self.data.get("formulier", ""))
        return sent if _name_of(sent) else _signer().sign(uuid.uuid4().hex)

    @property
    def key(self) -> uuid.UUID:
        """Return the random name of this form; the same when it is sent twice."""
        return uuid.UUID(_name_of(self.stamp))

    @property
    def is_in_haste(self) -> bool:
        """Tell whether this came back sooner than anybody can read it, or with no stamp of ours."""
        try:
            _signer().unsign(str(self.data.get("formulier", "")), max_age=QUICKEST)
        except SignatureExpired:
            return False
        except BadSignature:
            return True
        return True


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="stamp")


def _name_of(stamp: str) -> str:
    try:
        return _signer().unsign(stamp)
    except BadSignature:
        return ""
