"""The catalogue of background work: every kind of job is a function registered by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.foundation.services.job import Progress

Work = Callable[["Progress"], dict[str, Any] | None]

_kinds: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job; it takes its progress, returns a result."""

    def register(work: Work) -> Work:
        if _kinds.setdefault(kind, work) is not work:
            message = f"two functions do the job {kind!r}"
            raise ValueError(message)
        return work

    return register


def work_of(kind: str) -> Work:
    """Return the function behind a kind; ``KeyError`` names an unknown one."""
    return _kinds[kind]


def known_kinds() -> frozenset[str]:
    """Return the names of all kinds."""
    return frozenset(_kinds)
