"""A worker killed at random statements: a change of many ends as if nobody had disturbed it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys

import pytest
from django.db import connection

from admin_config.engine.bulk import run as running
from admin_config.engine.bulk import writing
from admin_config.engine.registry import registry
from admin_config.models import BulkRun, BulkState
from erp.catalog.models import Brand
from erp.foundation.actor import Actor
from erp.foundation.services.undo import undo_operation
from tests.cast import make_person
from tests.language.writing import as_the_house

#: How often each stage is killed here; by hand with more (KILLS=50).
KILLS = int(os.environ.get("KILLS", "2"))
ROWS = 120
_MOMENTS = (5, 60)
_WORKER = """
import itertools
import os
import signal
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from admin_config.engine.bulk import changing, run, writing
from admin_config.models import BulkRun
changing.FieldWork.chunk = 20
found = BulkRun.objects.select_related("asked_by", "operation").get(pk={run})
statements = itertools.count(1)
def deadly(execute, *given):
    if next(statements) == {moment}:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*given)
with connections["default"].execute_wrapper(deadly):
    {work}(found)
"""
_STAGES = {BulkState.CHECKING: "run.check_rows", BulkState.WORKING: "writing.work_rows"}


def _work_until_done(run: BulkRun, chance: random.Random) -> None:
    """Let processes work on a stage, each killed at a random moment, the last one not."""
    stage, kills = run.state, 0
    given = {"name": str(connection.settings_dict["NAME"]), "run": run.pk}
    while run.state == stage:
        moment = chance.randint(*_MOMENTS) if kills < KILLS else 0
        code = _WORKER.format(**given, moment=moment, work=_STAGES[BulkState(stage)])
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", code], env={**os.environ}, check=False, timeout=120
        )
        assert ended.returncode == (-signal.SIGKILL if moment else 0)
        kills += bool(moment)
        run.refresh_from_db()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_workers_change_every_record_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    chance = random.Random(7)  # noqa: S311 - picks the moments
    by = Actor.person(make_person("manager"))
    with as_the_house():
        for number in range(ROWS):
            brand = Brand(name=f"Brand {number:04}", note="same" if number % 5 == 0 else "")
            brand.save()
    screen = registry.for_model(Brand)
    assert screen is not None
    run = running.freeze(screen, Brand.objects.all(), by=by, words=["all"])
    run.changes = [{"name": "note", "way": "set", "value": "same"}]
    running.start_check(run)
    _work_until_done(run, chance)
    assert run.counts == {"ready": ROWS * 4 // 5, "unchanged": ROWS // 5}
    run = writing.start(run)
    _work_until_done(run, chance)
    assert (run.state, run.counts["done"]) == (BulkState.DONE, ROWS * 4 // 5)
    assert set(Brand.objects.values_list("note", flat=True)) == {"same"}
    assert Brand.history.filter(note="same", history_type="~").count() == ROWS * 4 // 5
    assert run.rows.count() == ROWS
    lead = BulkRun.objects.select_related("operation").get(pk=run.pk).operation
    assert lead is not None
    assert undo_operation(lead, by=by).records == ROWS * 4 // 5
    assert Brand.objects.filter(note="").count() == ROWS * 4 // 5
