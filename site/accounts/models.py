"""What somebody shows besides a password. Passkeys are a model of django_otp_webauthn."""

import re
import secrets
import time
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_otp.models import Device, TimestampMixin
from django_otp.oath import TOTP

from accounts.sealing import Unreadable, digests, seal, unseal
from accounts.sessions import Session

__all__ = ["AuthenticatorApp", "RecoveryCodes", "Session"]

ISSUER = "Actie Leer Netwerk"
SECRET_BYTES = 20  # RFC 4226, paragraph 4
STEP = 30  # seconds that a code lasts
# No letters or digits that are taken for each other.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODES, HALF = 10, 5


class AuthenticatorApp(TimestampMixin, Device):
    """An app that shows a code of six digits for each half minute (TOTP, RFC 6238).

    It is not `confirmed` until its first code was typed. A code counts once.
    """

    sealed_secret = models.TextField(editable=False)
    # Of the last code that was right, counted in steps; only later ones count.
    last_step = models.BigIntegerField(default=-1, editable=False)

    class Meta(Device.Meta):
        verbose_name = "authenticator-app"
        verbose_name_plural = "authenticator-apps"
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="one_app_for_each_user")
        ]

    @property
    def secret(self) -> bytes:
        """Return what is shared with the app. Raises Unreadable when our key is gone."""
        return unseal(self.sealed_secret)

    @property
    def is_readable(self) -> bool:
        try:
            return bool(self.secret)
        except Unreadable:
            return False

    def renew(self) -> None:
        """Take another secret."""
        self.sealed_secret = seal(secrets.token_bytes(SECRET_BYTES))

    @property
    def typed_secret(self) -> str:
        """Return the secret as somebody types it: "ABCD EFGH …"."""
        letters = b32encode(self.secret).decode()
        return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))

    @property
    def address(self) -> str:
        """Return what stands in the QR code (Key URI Format of Google Authenticator)."""
        name = f"{ISSUER}:{self.user.get_username()}"
        asked = {"secret": b32encode(self.secret).decode(), "issuer": ISSUER, "period": STEP}
        return f"otpauth://totp/{quote(name)}?{urlencode(asked, quote_via=quote)}"

    def verify_token(self, token: str) -> bool:
        """Tell whether this code is right now, and make it count once.

        Half a minute early or late is right as well. For a row that the caller has locked.
        """
        try:
            code = TOTP(self.secret, step=STEP)
        except Unreadable:
            return False
        code.time = time.time()
        if not code.verify(int(token), tolerance=1, min_t=self.last_step + 1):
            return False
        self.last_step = code.t()
        self.sealed_secret = seal(self.secret)  # with the key of today
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class RecoveryCodes(TimestampMixin, Device):
    """Codes on paper, the last way in. Each works once; only their hashes are kept."""

    digests = ArrayField(models.CharField(max_length=64), default=list, editable=False)

    class Meta(Device.Meta):
        verbose_name = "herstelcodes"
        verbose_name_plural = "herstelcodes"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="one_set_of_codes_for_each_user")
        ]

    @property
    def left(self) -> int:
        return len(self.digests)

    def renew(self) -> list[str]:
        """Replace all codes; return the new ones, which nobody can read again: "abcde-fghjk"."""
        codes = ["".join(secrets.choice(LETTERS) for _ in range(2 * HALF)) for _ in range(CODES)]
        self.digests = [self._digests(code)[0] for code in codes]
        self.save()
        return [f"{code[:HALF]}-{code[HALF:]}" for code in codes]

    def verify_token(self, token: str) -> bool:
        """Tell whether this is one of the codes, and strike it out. For a row that is locked."""
        typed = re.sub(r"[\W_]", "", token.lower())
        found = set(self._digests(typed)) & set(self.digests)
        if not found:
            return False
        self.digests = [digest for digest in self.digests if digest not in found]
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def _digests(self, code: str) -> list[str]:
        return digests("recovery", str(self.user_id), code)
