"""Several at once: each in a thread with a connection of its own, all starting together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> list[T | Exception]:
    """Return what each of so many got for its number, or the error that it met."""
    ready = threading.Barrier(count)

    def one(number: int) -> T | Exception:
        ready.wait()
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001 - told to the test, which looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def meet(barrier: threading.Barrier) -> None:
    """Wait for the others, but not for those whom the database keeps waiting."""
    try:
        barrier.wait(timeout=1)
    except threading.BrokenBarrierError:
        return
