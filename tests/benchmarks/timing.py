"""Measure one thing fairly: warm first, then the median of many."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_ms(work: Callable[[], object], *, times: int = 15, warm: int = 3) -> float:
    """Return the median milliseconds of one call."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def once_ms(work: Callable[[], object]) -> float:
    """Return the milliseconds of a single call, for what takes seconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
