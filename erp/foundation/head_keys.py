"""The key that signs heads of the chain: who has only its public half can check them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_SEED = 32


@cache
def _private_key(text: str) -> Ed25519PrivateKey:
    seed = _decoded(text)
    if seed is None or len(seed) != _SEED:
        message = "AUDIT_KEY is not 32 bytes in base64; `manage.py audit_heads --new-key` makes one"
        raise ImproperlyConfigured(message)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        return None


def own_public_key() -> str:
    """Return the public half of the house's key in base64: what verifiers keep."""
    public = _private_key(settings.AUDIT_KEY).public_key()
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def key_name(public: str) -> str:
    """Return the short name of a public key, which heads carry."""
    return hashlib.sha256(_decoded(public) or b"").hexdigest()[:16]


def trusted_keys() -> dict[str, str]:
    """Return the public keys whose heads are believed, by name: our own and the former ones."""
    return {key_name(public): public for public in (own_public_key(), *settings.AUDIT_PUBLIC_KEYS)}


def sign(text: str) -> str:
    """Return the signature of a text in hexadecimal."""
    return _private_key(settings.AUDIT_KEY).sign(text.encode()).hex()


def is_signed(text: str, signature: str, public: str) -> bool:
    """Tell whether a signature is of this text and key."""
    raw = _decoded(public)
    if raw is None or len(raw) != _SEED:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
