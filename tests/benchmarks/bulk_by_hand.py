"""Bulk work as a person starts it in the console, ten thousand records at a time."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

from tests.cast import make_person

RECORDS = 10_000
_turns = itertools.count()


def _names() -> list[str]:
    turn = f"{time.time():.0f}-{next(_turns)}"
    return [f"bench {turn} {number}" for number in range(RECORDS)]


def deleting() -> Callable[[], object]:
    """Return the deletion of fresh brands, chunk by chunk, as the job for a selection does it."""
    from erp.catalog.models import Brand
    from erp.foundation.actor import SYSTEM, Actor
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import create_records
    from erp.foundation.services.deleting import delete_in_chunks

    by = Actor.person(make_person("manager"))
    with operation(OperationKind.COMMAND, by=SYSTEM):
        keys = [brand.pk for brand in create_records([Brand(name=name) for name in _names()])]
    with operation(OperationKind.DELETE, by=by, details={"chosen": RECORDS}) as running:
        lead = running.stored()
    return lambda: delete_in_chunks(Brand, keys, by=by, lead=lead, tell=lambda _done: None)


def importing() -> Callable[[], object]:
    """Return the commit of a checked file of fresh brands."""
    from admin_config.engine.transfer.commit import start_commit
    from admin_config.engine.transfer.run import start_check
    from tests.admin_config.transfer.files import csv_file, taken

    content = csv_file([["Name"], *([name] for name in _names())])
    run: Any = taken("brand", content, make_person("manager"))
    start_check(run, wait=True)
    run.refresh_from_db()
    return lambda: start_commit(run, wait=True)
