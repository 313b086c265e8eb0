"""Signed links: who has the link may do what it is for, without an account.

A token is bound to what it is for and, where the caller says so, to the state of its row: it dies
when that state changes. It holds a random key, never anything about a person.
"""

import re
from typing import Any

from django.core.signing import BadSignature, Signer

# A part of an address that ends in a signature of SHA-256.
TOKEN = re.compile(r"(?<=/)[\w-]+\.[\w-]{43}(?![\w-])")


def make_token(purpose: str, key: Any, *state: object) -> str:
    """Return the token of a link; `purpose` tells kinds of link apart, `state` is what binds it."""
    return _signer(purpose, state).sign(str(key))


def key_of(token: str) -> str:
    """Return the key that a token names, without judging the token."""
    return token.partition(".")[0]


def without_tokens(text: str) -> str:
    """Return the text with "…" for every token: who only reads along must not use the link."""
    return TOKEN.sub("…", text)


def is_genuine(token: str, purpose: str, *state: object) -> bool:
    """Tell whether this token was made for this purpose and this state."""
    try:
        _signer(purpose, state).unsign(token)
    except BadSignature:
        return False
    return True


def _signer(purpose: str, state: tuple[object, ...]) -> Signer:
    return Signer(salt=":".join(["link", purpose, *map(str, state)]), sep=".")
