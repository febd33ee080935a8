"""Tokens of links that let somebody in: random, signed, bound to an address, kept as a digest.

The database holds the digest alone, so that nobody who reads it can use a link; the signature
binds the random part to its purpose and to the address, so that a row whose address was bent
accepts no link that went to another one.
"""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "staff.access_token"
_RANDOM_BYTES = 24
_SIGNATURE = 32
#: Longer texts are none of ours and are not looked at.
_LONGEST = 120


def new_token(purpose: str, bound_to: str) -> str:
    """Return a token for an address link: a random part, a dot, its signature."""
    random = secrets.token_urlsafe(_RANDOM_BYTES)
    return f"{random}.{_signature(random, purpose, bound_to)}"


def digest_of(token: str) -> str:
    """Return what is kept of a token, and by which its row is found."""
    return hashlib.sha256(token.encode()).hexdigest() if len(token) <= _LONGEST else ""


def is_signed(token: str, purpose: str, bound_to: str) -> bool:
    """Tell whether the house made this token for this purpose and this address."""
    random, _dot, signature = token.partition(".")
    return constant_time_compare(signature, _signature(random, purpose, bound_to))


def _signature(random: str, purpose: str, bound_to: str) -> str:
    text = f"{purpose}\n{bound_to}\n{random}"
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()[:_SIGNATURE]
