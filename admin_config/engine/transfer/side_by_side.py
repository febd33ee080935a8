"""Check chunks of a long file in several processes side by side; the verdicts come back in order.

A check reads and writes nothing, so chunks need not wait for each other. Only what two rows of
the file both name is settled here, where the rows come together in their order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, connections

from admin_config.engine.along.columns import ExtraColumn
from admin_config.engine.transfer.check import Checker
from admin_config.engine.transfer.columns import Column
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.limits import CHUNK, MOST_PROCESSES
from admin_config.engine.transfer.reading import Row
from admin_config.engine.transfer.seen import Unseen
from admin_config.models import Verdict

#: Chunks for which it is worth starting processes.
FEWEST = 8
#: Seconds after which a process looks whether the one that started it is still there.
_LOOKS = 5.0
Chunks = Iterator[list[Row]]
Found = tuple[Any, ...]


def processes_for(checker: Any, rows: int) -> int:
    """Return in how many processes so many rows are checked; one where that would not do.

    Rows of one record that stand one below the other, names that an earlier row brings, pictures
    and IDs want the rows before.
    """
    if type(checker) is not Checker or checker.own_kind or checker.told_apart is not None:
        return 1
    plain = (
        type(c) in {Column, ExtraColumn} and c.on_the_way is None for c in checker.columns.values()
    )
    past = checker.screen.importing is None or checker.screen.importing.past
    if not all(plain) or checker.taken_as or rows < FEWEST * CHUNK or past:
        return 1
    shares = ":memory:" not in str(connection.settings_dict["NAME"]) and hasattr(os, "fork")
    if not shares or connection.in_atomic_block or threading.active_count() > 1:
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def check_side_by_side(
    checker: Any, make: Callable[[], Any], chunks: Chunks, processes: int
) -> Iterator[tuple[list[Row], Sequence[Any]]]:
    """Yield every chunk with its findings, in order; ``make`` makes a checker like this one."""
    with _helpers(make, processes) as helpers:
        pending = [(helper, chunk) for helper, chunk in zip(helpers, chunks, strict=False)]
        for helper, chunk in pending:
            helper.send(chunk)
        while pending:
            helper, chunk = pending.pop(0)
            found = helper.recv()
            for following in islice(chunks, 1):
                helper.send(following)
                pending.append((helper, following))
            yield chunk, _together(checker, chunk, found)


@contextmanager
def _helpers(make: Callable[[], Any], processes: int) -> Iterator[list[Any]]:
    """Start processes, each with connections of its own, and end them in any case."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ends: list[Any] = []
    started: list[Any] = []
    try:
        for _number in range(processes):
            here, there = context.Pipe()
            process = context.Process(target=_help, args=(there, make, os.getpid()), daemon=True)
            process.start()
            there.close()
            ends.append(here)
            started.append(process)
        yield ends
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join()


def _help(end: Any, make: Callable[[], Any], parent: int) -> None:
    """Check chunk after chunk as they come, until whoever sends them is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    checker = make()
    while True:
        while not end.poll(_LOOKS):
            if os.getppid() != parent:
                return
        chunk = end.recv()
        try:
            checker.seen = Unseen()
            found = [_as_sent(finding) for finding in checker.check(chunk)]
        except (ValidationError, DatabaseError):
            found = None  # whoever asked meets the same, and says so
        end.send(found)


def _as_sent(finding: Finding) -> Found:
    key = finding.record.pk if finding.record is not None else None
    return (
        finding.verdict,
        finding.reasons,
        finding.differences,
        key,
        finding.key_mark,
        finding.uniques,
    )


def _together(checker: Checker, chunk: list[Row], found: list[Found] | None) -> list[Finding]:
    """Return the findings of a chunk, with what its rows share with each other and with others."""
    if found is None:
        return checker.check(chunk)
    findings = []
    for (number, cells), sent in zip(chunk, found, strict=True):
        finding = Finding(number, cells)
        finding.verdict, finding.reasons, finding.differences, key, mark, uniques = sent
        finding.record = SimpleNamespace(pk=key) if key is not None else None
        if mark is None or not _is_doubled(checker, finding, mark):
            _share(checker, finding, uniques)
        findings.append(finding)
    return findings


def _is_doubled(checker: Checker, finding: Finding, mark: int) -> bool:
    before = checker.seen.setdefault(mark, finding.number)
    finding.marks.append(mark)
    if before == finding.number:
        return False
    finding.reasons, finding.differences, finding.record = [], [], None
    checker.refuse_double(finding, before)
    return True


def _share(checker: Checker, finding: Finding, uniques: list[tuple[int, int, bool, int]]) -> None:
    """Refuse a row that brings what an earlier one brings; its reasons keep their order."""
    reasons = finding.reasons
    added = 0
    for place, mark, is_taken, at in uniques:
        before = checker.seen.setdefault(mark, finding.number)
        finding.marks.append(mark)
        if before == finding.number or is_taken:
            continue
        finding.reasons = []
        checker.refuse_taken(finding, checker.uniqueness[place], before)
        more = finding.reasons
        reasons[at + added : at + added] = more
        added += len(more)
    finding.reasons = reasons
    if added:
        finding.verdict, finding.differences = Verdict.REFUSED, []
