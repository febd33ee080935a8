"""One colour per state, the same on every screen: waiting is amber, agreed green, refused red."""

from __future__ import annotations

from collections.abc import Iterable

_TONES = {
    "calm": (
        "draft", "new", "planned", "inactive", "closed", "archived", "expired", "none",
        "superseded",
    ),
    "wait": (
        "submitted", "pending", "waiting", "requested", "queued", "partial", "open", "on_hold",
        "mapped", "checked", "uploaded", "invited", "retry", "reserved", "unpaid",
    ),
    "good": (
        "approved", "won", "active", "paid", "confirmed", "accepted", "ok", "answered", "posted",
        "in_stock",
    ),
    "bad": (
        "rejected", "cancelled", "canceled", "failed", "lost", "refused", "overdue", "error",
        "blocked", "stopped",
    ),
    "done": (
        "done", "in_progress", "running", "shipped", "received", "delivered", "invoiced",
        "completed", "finished", "ordered", "committing", "sent",
    ),
}  # fmt: skip
_TONE_OF = {state: tone for tone, states in _TONES.items() for state in states}
#: So many known states make a choice a state; fewer are a coincidence.
_LEAST = 2


def tones_of(values: Iterable[object]) -> dict[object, str]:
    """Return the tone of every value of a choice; nothing when the choice is no state."""
    known = {value: _TONE_OF.get(str(value).casefold(), "") for value in values}
    if sum(1 for tone in known.values() if tone) < _LEAST:
        return {}
    return {value: tone or "calm" for value, tone in known.items()}
