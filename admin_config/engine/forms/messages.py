"""Messages of a request that is run again after a deadlock: said once, not once a try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest

T = TypeVar("T")


def forgetting_messages(request: HttpRequest, work: Callable[..., T]) -> Callable[..., T]:
    """Return the work so that each try begins without the messages of the one before."""
    storage: Any = messages.get_messages(request)
    queued = getattr(storage, "_queued_messages", [])
    mark = len(queued)

    def again(*args: Any) -> T:
        del queued[mark:]
        return work(*args)

    return again
