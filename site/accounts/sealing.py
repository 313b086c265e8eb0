"""Secrets that we must be able to read back, and codes that we must only recognise.

Both hang on SECRET_KEY, so a copy of the database alone opens nothing. What an older key sealed is
read for as long as that key is among SECRET_KEY_FALLBACKS.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class Unreadable(Exception):  # noqa: N818 - what remains of a key that is gone
    """No key of ours opens this."""


def seal(secret: bytes) -> str:
    """Return the secret encrypted with the key of today."""
    return _locks().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """Return what `seal` was given. Raises Unreadable when the key is not there any more."""
    try:
        return _locks().decrypt(sealed)
    except InvalidToken:
        raise Unreadable from None


def digests(purpose: str, *parts: str) -> list[str]:
    """Return the keyed hash of these words: first the one to store, then those of older keys."""
    words = "\0".join((purpose, *parts)).encode(errors="replace")
    return [hmac.new(key, words, hashlib.sha256).hexdigest() for key in _keys("digest")]


def _locks() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in _keys("sealing")])


def _keys(purpose: str) -> list[bytes]:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    words = f"accounts:{purpose}".encode()
    return [hmac.new(force_bytes(secret), words, hashlib.sha256).digest() for secret in secrets]
