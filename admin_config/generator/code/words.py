"""Texts that people read: with a context where the house says the same in other Chinese."""

from __future__ import annotations

from functools import cache


@cache
def _translated() -> dict[str, str]:
    """Return the Chinese that the house has for its English texts, those without a context."""
    from admin_config.engine.translating.catalogue import stored

    return {
        str(entry.id): str(entry.string)
        for entry in stored()
        if entry.id and entry.string and not entry.context and isinstance(entry.id, str)
    }


def context_of(text: str, chinese: str, context: str) -> str:
    """Return the context that a text needs: none unless it has other Chinese in the house."""
    known = _translated().get(text, "")
    return context if chinese and known and known != chinese else ""


def lazily(text: str, chinese: str = "", context: str = "") -> str:
    """Return the expression for a text that is put into the reader's language when shown."""
    needed = context_of(text, chinese, context)
    return f"pgettext_lazy({needed!r}, {text!r})" if needed else f"_({text!r})"
