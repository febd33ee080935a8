"""What the audit costs: beside bulk work, for sixteen writers at once, and to prove it all."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from typing import Any, NamedTuple

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare
from tests.benchmarks.processor import processor_seconds, server_thread

#: What the audit may add to bulk work, in hundredths of the work itself.
LIMIT = 25
_RECORDS = 10_000
_ENTRIES = 100_000
_WRITERS, _EACH = 16, 25
_ROUNDS = 5


def fill() -> None:
    """Make the sales that are changed."""
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import create_records
    from tests.benchmarks.market.load import load_people
    from tests.benchmarks.market.models import Good, Sale

    if Sale.objects.exists():
        return
    owner, _other = load_people()
    with operation(OperationKind.COMMAND, by=SYSTEM):
        good = create_records([Good(code="G-1", name="Good 1")])[0]
        rows = [
            Sale(
                code=f"SA-{n}",
                wording=f"深沟球轴承 {n}",
                good=good,
                owner=owner,
                state="draft",
                quantity=1,
                price=n,
                sold_on=dt.date(2026, 1, 1),
            )
            for n in range(_RECORDS)
        ]
        create_records(rows)


def at_once() -> None:
    """Raise the price of every sale set-based: the leanest bulk work there is."""
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation
    from erp.foundation.services.bulk import save_records

    with operation(OperationKind.CHANGE, by=SYSTEM):
        rows = _sales()
        for row in rows:
            row.price += 1
        save_records(rows)


def one_by_one() -> None:
    """Do a verb for every sale, as the console does it for a selection: one refused stops none."""
    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import operation, tentatively

    with operation(OperationKind.ACTION, by=SYSTEM):
        for row in _sales():
            with tentatively():
                row.price += 1
                row.save()


def _sales() -> list[Any]:
    from tests.benchmarks.market.models import Sale

    return list(Sale.objects.order_by("pk")[:_RECORDS])


class Added(NamedTuple):
    """Seconds of work itself, and what the audit adds in hundredths: by the clock, by processor."""

    own: float
    clock: float
    processor: float


@contextmanager
def bare() -> Iterator[None]:
    """Write neither versions nor log nor seal inside; the search index stays."""
    from erp.foundation import operation, recorder
    from erp.foundation.search import write_tokens

    def tokens_only(noted: Any, *_more: Any) -> None:
        by_model: dict[Any, list[Any]] = defaultdict(list)
        for change in noted:
            by_model[type(change.record)].append(change)
        write_tokens(by_model)

    kept: tuple[Any, ...] = (
        recorder.write_changes,
        recorder.copy_versions,
        operation.seal_operation,
    )
    recorder.write_changes = tokens_only
    recorder.copy_versions = lambda *_given: None
    operation.seal_operation = lambda *_given, **_more: None  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        recorder.write_changes, recorder.copy_versions, operation.seal_operation = kept


@contextmanager
def unsealed() -> Iterator[None]:
    """Write everything but the seal inside."""
    from erp.foundation import operation

    kept: Any = operation.seal_operation
    operation.seal_operation = lambda *_given, **_more: None  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        operation.seal_operation = kept


def added_by_audit(prepared: Callable[[], Callable[[], object]], rounds: int) -> Added:
    """Return what work costs by itself, and what versions, log and seal add to it.

    Both take turns, so that whatever else the machine does hits both. Processor time is told
    beside the clock's: on a busy machine it is the figure to believe.
    """
    thread = server_thread()
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for turn in range(rounds + 1):
        for audited in (True, False):
            work = prepared()
            with nullcontext() if audited else bare():
                start = time.perf_counter()
                worked = processor_seconds(work, thread)
                seconds = time.perf_counter() - start
            if turn:
                taken[audited].append((seconds, worked))
    whole, own = (
        [statistics.median(times) for times in zip(*taken[a], strict=True)] for a in (True, False)
    )
    return Added(own[0], (whole[0] / own[0] - 1) * 100, (whole[1] / own[1] - 1) * 100)


def _write(number: int, ready: Any) -> None:
    from django.db import connection

    from erp.foundation.actor import SYSTEM
    from erp.foundation.models import OperationKind
    from erp.foundation.operation import run
    from tests.benchmarks.market.models import Sale

    connection.close()
    rows = list(Sale.objects.order_by("pk")[number * _EACH : (number + 1) * _EACH])
    ready.wait()
    for row in rows:

        def work(_running: Any, row: Any = row) -> None:
            row.price += Decimal(1)
            row.save()

        run(work, OperationKind.CHANGE, by=SYSTEM)
    connection.close()


def operations_a_second() -> float:
    """Return how many operations sixteen processes write in a second, all starting together."""
    from django.db import connection

    connection.close()
    processes = multiprocessing.get_context("fork")
    ready = processes.Barrier(_WRITERS + 1)
    crowd = [processes.Process(target=_write, args=(n, ready)) for n in range(_WRITERS)]
    for one in crowd:
        one.start()
    ready.wait()
    start = time.perf_counter()
    for one in crowd:
        one.join()
    return _WRITERS * _EACH / (time.perf_counter() - start)


def proven() -> tuple[int, float]:
    """Return how many rows were proven, and in how many seconds."""
    from erp.foundation.models import LogEntry
    from erp.foundation.services.sealing import lengthen_chain
    from erp.foundation.services.verifying import verify_audit

    while LogEntry.objects.count() < _ENTRIES:
        at_once()
    lengthen_chain()
    start = time.perf_counter()
    verified = verify_audit()
    taken = time.perf_counter() - start
    if verified.found:
        raise RuntimeError(verified.findings[0].words)
    return verified.rows, taken


def main() -> None:
    """Make the tables, measure, print."""
    prepare("audit")
    create_if_missing()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    fill()
    figures: dict[str, float] = {}
    with unsealed():
        operations_a_second()
        figures["operations a second, 16 writers, no seal"] = operations_a_second()
    # what was written without a seal is taken as it stands, as operations of before the chain are
    _take_rest()
    figures["operations a second, 16 writers, sealed"] = operations_a_second()
    from tests.benchmarks.bulk_by_hand import deleting, importing

    for name, prepared, rounds in (
        ("a verb for 10,000 records", lambda: one_by_one, 2),
        ("10,000 records deleted from the list", deleting, 2),
        ("10,000 rows of a file written", importing, 2),
        ("set-based, the leanest", lambda: at_once, _ROUNDS),
    ):
        added = added_by_audit(prepared, rounds)
        figures[f"{name}: itself (s)"] = added.own
        figures[f"{name}: audit adds (%, at most {LIMIT})"] = added.clock
        figures[f"{name}: the same by processor time (%)"] = added.processor
    _take_rest()
    rows, taken = proven()
    figures["rows proven"] = rows
    figures["seconds to prove them (seconds, not minutes)"] = taken
    json.dump(figures, sys.stdout)


def _take_rest() -> None:
    """Seal what was written while sealing was off."""
    from django.db.models import Max

    from erp.foundation.models import Operation
    from erp.foundation.services.sealing import mark_former, take_former

    mark_former(Operation.objects.aggregate(last=Max("pk"))["last"])
    take_former()


if __name__ == "__main__":
    main()
