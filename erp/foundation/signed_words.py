"""What only who holds the house's key can say: seals written anew, and the mark of the sealer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from erp.foundation.head_keys import is_signed, key_name, own_public_key, sign, trusted_keys


def signed(text: str) -> tuple[str, str]:
    """Return the name of the house's key and its signature of a text."""
    return key_name(own_public_key()), sign(text)


def is_believed(text: str, key: str, signature: str, trusted: Mapping[str, str]) -> bool:
    """Tell whether a text was signed by a key that is believed."""
    public = trusted.get(key)
    return public is not None and is_signed(text, signature, public)


def seal_text(digest: str, former: str) -> str:
    """Return what is signed of a seal: all that it says, and after which one it was written.

    So neither can it be made up, nor put once more behind a later one.
    """
    return f"countinghouse seal\n{digest}\nafter: {former}"


def mark_text(former_up_to: int, unsigned_up_to: int) -> str:
    """Return what is signed of the sealer's row."""
    return f"countinghouse mark\nformer: {former_up_to}\nunsigned: {unsigned_up_to}"


def sign_mark(sealer: Any) -> None:
    """Sign what a sealer's row says, without saving it."""
    text = mark_text(sealer.former_up_to, sealer.unsigned_up_to)
    sealer.key, sealer.signature = signed(text)


def is_mark_signed(sealer: Any) -> bool:
    """Tell whether what a sealer's row says was signed by a key that is believed."""
    text = mark_text(sealer.former_up_to, sealer.unsigned_up_to)
    return is_believed(text, sealer.key, sealer.signature, trusted_keys())
