"""Workers killed at random statements: checks and commits end as if nobody had disturbed them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from admin_config.engine.transfer import commit
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.run import start_check
from admin_config.models import ImportRun, RunState
from erp.catalog.models import Brand
from erp.foundation.models import LogEntry
from tests.admin_config.transfer.files import balanced, csv_file, taken
from tests.cast import make_person
from tests.language.writing import as_the_house

#: How often each stage is killed here; by hand with more (KILLS=50).
KILLS = int(os.environ.get("KILLS", "3"))
ROWS = 800
#: Before which statement of its own a worker is killed; each stage has some hundreds.
_MOMENTS = (5, 40)
#: Has loaded the product once; for each line it is asked to, a child of it works on a stage. The
#: child is killed before a statement, or after one that begins with a word, or not at all.
_NURSERY = """
import itertools
import os
import signal
import sys
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from admin_config.engine.transfer import chunk, commit, run
from admin_config.models import ImportRun
commit.CHUNK = chunk.CHUNK = run.CHUNK = 20
def work(key, stage, moment, word):
    found = ImportRun.objects.select_related("asked_by", "operation").get(pk=key)
    statements = itertools.count(1)
    def deadly(execute, sql, *given):
        if next(statements) == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, *given)
        if word and sql.replace("`", '"').startswith(word):
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    with connections["default"].execute_wrapper(deadly):
        (run.check_rows if stage == "mapped" else commit.commit_rows)(found)
for asked in sys.stdin:
    key, stage, moment, word = asked.rstrip("\\n").split(";")
    child = os.fork()
    if not child:
        work(int(key), stage, int(moment), word)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def nursery(transactional_db: None) -> Iterator[subprocess.Popen[str]]:
    """Return what does the work, and dies of it."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _NURSERY.format(name=str(connection.settings_dict["NAME"]))],
        env={**os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as mother:
        yield mother


def _work(mother: subprocess.Popen[str], run: ImportRun, moment: int = 0, word: str = "") -> int:
    """Let a process work on the stage of an import; return how it ended."""
    assert mother.stdin is not None
    assert mother.stdout is not None
    mother.stdin.write(f"{run.pk};{run.state};{moment};{word}\n")
    mother.stdin.flush()
    return int(mother.stdout.readline())


def _table(kind: str) -> list[list[str]]:
    """Return new, changed, unchanged, doubled and wrong rows, well mixed."""
    rows = [[f"{kind} {i:05}", "", "new"] for i in range(ROWS)]
    for place in range(0, ROWS, 40):
        rows[place][1] = "no address"
        rows[place + 7][0] = rows[place + 3][0]
        rows[place + 11][2] = "old"
    return [["name", "website", "note"], *rows]


def _work_until_done(mother: subprocess.Popen[str], run: ImportRun, chance: random.Random) -> int:
    """Let processes work on a stage, each killed at a random moment, the last one not."""
    stage, kills = run.state, 0
    while run.state == stage:
        moment = chance.randint(*_MOMENTS) if kills < KILLS else 0
        assert _work(mother, run, moment) == (-signal.SIGKILL if moment else 0)
        kills += bool(moment)
        run.refresh_from_db()
    return kills


def _became(kind: str) -> Iterator[Any]:
    """Return what there is in the end, without keys and times: records, versions, log."""
    named = {"name__startswith": kind}
    yield sorted(Brand.objects.filter(**named).values_list("name", "website", "note", "version"))
    yield sorted(
        Brand.history.filter(**named).values_list("name", "note", "version", "history_type")
    )
    logged = LogEntry.objects.filter(content_type__model="brand", object_repr__startswith=kind)
    yield sorted(logged.values_list("object_repr", "action"))


def _run_with(work: Any, kind: str) -> list[Any]:
    """Return what the import of rows of a kind becomes, the kind's name taken out."""
    with as_the_house():
        for number in (*range(0, ROWS, 2), *range(11, ROWS, 40)):
            Brand(name=f"{kind} {number:05}", note="old").save()
    run = taken("brand", csv_file(_table(kind)), make_person("system"))
    start_check(run)
    work(run)
    run = start_commit(run)
    work(run)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert balanced(run)
    rows = run.rows.order_by("number").values_list("number", "verdict", "data", "reasons")
    became = json.dumps([run.counts, list(rows), *_became(kind)], default=str)
    return list(json.loads(became.replace(kind, "")))


def _undisturbed(_run: ImportRun) -> None:
    """Leave an import alone: it was done within the request."""


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_nothing(
    nursery: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = _run_with(_undisturbed, "Brand")
    monkeypatch.setattr(commit, "IN_REQUEST", 1)
    monkeypatch.setattr(running, "IN_REQUEST", 1)
    chance = random.Random(20_260_331)  # noqa: S311 - the same moments on every run
    kills = 0

    def work(run: ImportRun) -> None:
        nonlocal kills
        kills += _work_until_done(nursery, run, chance)

    disturbed = _run_with(work, "Maker")
    assert kills == 2 * KILLS
    for found, expected in zip(disturbed, undisturbed, strict=True):
        assert found == expected


def test_locks_of_a_killed_worker_keep_nobody_out(
    nursery: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies right after it wrote, in a transaction whose locks it does not give back."""
    for module in (commit, running):
        monkeypatch.setattr(module, "IN_REQUEST", 100)
    with as_the_house():
        for number in range(0, 200, 2):
            Brand(name=f"Maker {number:05}", note="old").save()
    table = [["name", "note"], *([f"Maker {number:05}", "new"] for number in range(200))]
    run = taken("brand", csv_file(table), make_person("system"))
    start_check(run, wait=True)
    run = start_commit(run)
    for word in ("INSERT INTO", "UPDATE"):
        died = _work(nursery, run, word=f'{word} "catalog_brand"')
        assert died == -signal.SIGKILL
        run.refresh_from_db()
        assert (run.state, run.committed_to) == (RunState.COMMITTING, 0)
        assert Brand.objects.filter(note="new").count() == 0
    commit.commit_rows(run)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert balanced(run)
    assert (run.counts["created"], run.counts["updated"]) == (100, 100)
    assert (
        Brand.objects.filter(note="new").count() == Brand.history.filter(note="new").count() == 200
    )
