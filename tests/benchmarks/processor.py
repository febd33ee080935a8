"""Processor time of work, ours and the server's: what a busy machine does not blur."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def server_thread() -> Path | None:
    """Return where the system counts the time of this connection's thread of a local MariaDB."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT TID FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID()")
        (thread,) = cursor.fetchone()
    found = [*Path("/proc").glob(f"[0-9]*/task/{thread}/schedstat")]
    return found[0] if found else None


def processor_seconds(work: Callable[[], object], thread: Path | None) -> float:
    """Return the seconds that the processor worked for a call, in this process and at the server."""
    before = _spent(thread)
    work()
    return _spent(thread) - before


def _spent(thread: Path | None) -> float:
    served = int(thread.read_text().split()[0]) / 1e9 if thread else 0.0
    return time.process_time() + served
