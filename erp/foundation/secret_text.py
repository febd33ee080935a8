"""Texts that wait in the database and that nobody reads there: locked with the house's own key."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_PURPOSE = b"countinghouse.secret_text"


def lock_text(text: str) -> str:
    """Return a text so that only a process with the house's SECRET_KEY can read it."""
    return _lock().encrypt(text.encode()).decode()


def unlock_text(locked: str) -> str | None:
    """Return the text behind it; ``None`` where it is none of ours or SECRET_KEY is another now."""
    try:
        return _lock().decrypt(locked.encode()).decode()
    except InvalidToken:
        return None


def _lock() -> MultiFernet:
    """Lock with the present key; unlock with it and those before it."""
    return MultiFernet([_key(k) for k in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> Fernet:
    digest = hashlib.sha256(_PURPOSE + secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
