"""Workers killed, the queue emptied, a colleague at work: imports end as if nothing had been."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from admin_config.engine.transfer import commit
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.run import start_check
from admin_config.models import ImportRun, RunState
from erp.catalog.models import Brand
from erp.foundation.actor import SYSTEM
from erp.foundation.models import LogEntry
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.transfer.disturbing import Trouble, nursery, queue_of_its_own
from tests.admin_config.transfer.files import balanced, csv_file, taken
from tests.cast import make_person
from tests.language.writing import as_the_house

#: How often each stage is disturbed here; by hand more often (KILLS=25 FLUSHES=5).
KILLS = int(os.environ.get("KILLS", "2"))
FLUSHES = int(os.environ.get("FLUSHES", "1"))
ROWS = 300 * (KILLS + FLUSHES + 1)
#: Rows whose records a colleague changes after the check, and records that no row names.
OVERTAKEN, ELSEWHERE = 3, 12


class Story:
    """An import of brands of one kind, and a colleague who works on brands of that kind."""

    def __init__(self, kind: str, who: User) -> None:
        """Store what is there before, and take the file."""
        self.kind, self.who, self.edits = kind, who, 0
        with as_the_house():
            for number in (*range(0, ROWS, 2), *range(11, ROWS, 40)):
                Brand(name=f"{kind} {number:05}", note="old").save()
            for number in range(ELSEWHERE):
                Brand(name=f"{kind} else {number:02}", note="old").save()
        self.run = taken("brand", csv_file(self._table()), who)

    def _table(self) -> list[list[str]]:
        """Return new, changed, unchanged, doubled and wrong rows, well mixed."""
        rows = [[f"{self.kind} {i:05}", "", "new"] for i in range(ROWS)]
        for place in range(0, ROWS, 40):
            rows[place][1] = "no address"
            rows[place + 7][0] = rows[place + 3][0]
            rows[place + 11][2] = "old"
        return [["name", "website", "note"], *rows]

    def edit_elsewhere(self) -> None:
        """Change a record of the same kind that the file does not name."""
        if self.edits < ELSEWHERE:
            self._edit(f"{self.kind} else {self.edits:02}")
            self.edits += 1

    def overtake(self) -> None:
        """Change records between the check and the commit that the file would change."""
        for number in range(2, 2 + 2 * OVERTAKEN, 2):
            self._edit(f"{self.kind} {number:05}")

    def _edit(self, name: str) -> None:
        brand = Brand.objects.get(name=name)
        brand.note = "mine"
        with as_the_house():
            brand.save()

    def records(self) -> list[Any]:
        """Return the records as they are, without versions and times."""
        rows = Brand.objects.filter(name__startswith=self.kind)
        return sorted(rows.values_list("pk", "name", "website", "note", "active"))

    def became(self) -> list[Any]:
        """Return what there is in the end, without keys, times and the name of the kind."""
        self.run.refresh_from_db()
        assert self.run.state == RunState.DONE
        assert balanced(self.run)
        return list(
            json.loads(json.dumps(list(self._traces()), default=str).replace(self.kind, ""))
        )

    def _traces(self) -> Iterator[Any]:
        named = {"name__startswith": self.kind}
        values = "name", "website", "note", "version"
        yield self.run.counts
        yield list(self.run.rows.order_by("number").values_list("number", "verdict", "data"))
        yield sorted(self.run.rows.values_list("number", "reasons", "differences"))
        yield sorted(Brand.objects.filter(**named).values_list(*values))
        yield sorted(Brand.history.filter(**named).values_list(*values, "history_type"))
        entries = LogEntry.objects.filter(
            content_type__model="brand", object_repr__startswith=self.kind
        )
        yield sorted(entries.values_list("object_repr", "action", "operation__kind"))


def _undisturbed(who: User) -> Story:
    story = Story("Brand", who)
    start_check(story.run, wait=True)
    story.overtake()
    for _ in range(ELSEWHERE):
        story.edit_elsewhere()
    start_commit(story.run, wait=True)
    return story


def _started(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_related("job").get(pk=run.pk)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_kills_and_a_forgetful_queue_change_nothing_of_an_import(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    who = make_person("system")
    expected = _undisturbed(who).became()
    monkeypatch.setattr(commit, "IN_REQUEST", 1)
    monkeypatch.setattr(running, "IN_REQUEST", 1)
    story = Story("Maker", who)
    settings.JOB_DISPATCHER = "erp.queue.dispatch"
    settings.REDIS_URL = address = f"unix://{tmp_path}/redis.sock"
    with queue_of_its_own(tmp_path) as queue, nursery(address) as mother:
        trouble = Trouble(queue, mother, story.edit_elsewhere)
        try:
            start_check(story.run)
            trouble.work_off(_started(story.run), kills=KILLS, flushes=FLUSHES)
            story.overtake()
            before = story.records()
            story.run = start_commit(_started(story.run))
            trouble.work_off(_started(story.run), kills=KILLS, flushes=FLUSHES)
        finally:
            trouble.stop()
    assert (trouble.kills, trouble.flushes) == (2 * KILLS, 2 * FLUSHES)
    while story.edits < ELSEWHERE:
        story.edit_elsewhere()
    for found, wanted in zip(story.became(), expected, strict=True):
        assert found == wanted
    assert story.run.operation is not None
    undone = undo_operation(story.run.operation, by=SYSTEM)
    assert undone.kept == []
    assert undone.records == story.run.counts["created"] + story.run.counts["updated"]
    assert _without_colleague(story.records()) == _without_colleague(before)


def _without_colleague(records: list[Any]) -> list[Any]:
    return [record for record in records if " else " not in record[1]]
