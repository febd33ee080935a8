"""What others add to the demo company once its records are there."""

from __future__ import annotations

from collections.abc import Callable

_others: list[Callable[[], int]] = []


def load_also(work: Callable[[], int]) -> None:
    """Let the demo have something more; called once, in ``AppConfig.ready``."""
    if work not in _others:
        _others.append(work)


def load_what_others_add() -> int:
    """Load it and return how much is new; running it again adds nothing."""
    return sum(work() for work in _others)
