"""The state of the house: database, migrations, queue, worker and clock, one word for each."""

import datetime as dt
import time

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from erp import queue
from erp.operations.models import Heartbeat

#: The clock shows every few seconds that it lives; after so long it is said to be late.
CLOCK_LATE = dt.timedelta(seconds=30)
#: Seconds for which an answer about missing migrations holds; "none is missing" holds for good.
MIGRATIONS_HOLD = 5.0

_migrations: dict[str, float | str] = {"word": "", "until": 0.0}


def state_of_house() -> dict[str, str]:
    """Return a word for each part and, first, for the whole.

    ``ok``: everything works. ``degraded``: pages are served, background work stands still.
    ``failing``: the database does not answer or lacks migrations, so no page can be served.
    """
    database = database_state()
    reachable = database == "ok"
    migrations = migrations_state() if reachable else "unknown"
    background = {
        **queue_and_worker_state(),
        "clock": clock_state() if migrations == "ok" else "unknown",
    }
    whole = "failing"
    if reachable and migrations == "ok":
        whole = "ok" if set(background.values()) == {"ok"} else "degraded"
    return {"state": whole, "database": database, "migrations": migrations, **background}


def database_state() -> str:
    """Return ``ok`` or ``unreachable``."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        connection.close()
        return "unreachable"
    return "ok"


def migrations_state() -> str:
    """Return ``ok`` or ``pending``; looking is dear, so an answer is kept."""
    if _migrations["word"] == "ok" or time.monotonic() < float(_migrations["until"]):
        return str(_migrations["word"])
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    word = "pending" if pending else "ok"
    _migrations.update(word=word, until=time.monotonic() + MIGRATIONS_HOLD)
    return word


def queue_and_worker_state() -> dict[str, str]:
    """Return ``ok`` or ``unreachable`` of the queue and ``ok``, ``absent`` or ``unknown``."""
    try:
        workers = queue.count_workers()
    except queue.QueueUnreachable:
        return {"queue": "unreachable", "worker": "unknown"}
    return {"queue": "ok", "worker": "ok" if workers else "absent"}


def clock_state() -> str:
    """Return ``ok``, ``late`` or, when it never ran, ``absent``."""
    try:
        beat = Heartbeat.objects.filter(pk="clock").values_list("beat_at", flat=True).first()
    except DatabaseError:
        return "unknown"
    if beat is None:
        return "absent"
    return "ok" if timezone.now() - beat < CLOCK_LATE else "late"
