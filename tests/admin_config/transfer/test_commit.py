"""Writing: once, in chunks of one operation, never over somebody else's work, and undone whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from admin_config.engine.transfer import chunk, commit
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.commit import commit_rows, end_commit, resume_commit, start_commit
from admin_config.engine.transfer.pace import duration
from admin_config.engine.transfer.run import check_rows, is_left, start_check
from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Job, JobState, LogEntry, Operation, OperationKind
from erp.foundation.refusal import Refusal
from erp.foundation.services.job import Progress, cancel_job
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    csv_file,
    imported,
    reasons,
    taken,
    verdicts,
)
from tests.language.jobs import work_off
from tests.language.writing import as_the_house, everything_recorded

HEAD = ["name", "note"]


def brands(amount: int, note: str = "") -> list[list[str]]:
    """Return a table of so many brands."""
    return [HEAD, *([f"Brand {i:05}", note] for i in range(amount))]


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make seven rows a chunk, and twenty a long file."""
    for module in (running, commit):
        monkeypatch.setattr(module, "CHUNK", 7)
        monkeypatch.setattr(module, "IN_REQUEST", 20)


def test_everything_belongs_to_one_operation(system: User, short_chunks: None) -> None:
    done = imported("brand", brands(20), system)
    lead = done.operation
    assert lead is not None
    assert (lead.kind, lead.actor_id) == (OperationKind.IMPORT, system.pk)
    assert lead.details["rows"] == 20
    assert lead.parts.count() == 3
    assert LogEntry.objects.filter(operation__part_of=lead).count() == 20
    assert Brand.history.filter(operation__part_of=lead, history_type="+").count() == 20


def test_undo_takes_back_the_whole_import(system: User, short_chunks: None) -> None:
    with as_the_house():
        for number in range(5):
            Brand(name=f"Brand {number:05}", note="old").save()
    before = {key: rows for key, rows in everything_recorded().items() if key == "catalog.Brand"}
    done = imported("brand", brands(20, "new"), system)
    assert (done.counts["updated"], done.counts["created"]) == (5, 15)
    assert done.operation is not None
    undone = undo_operation(done.operation, by=Actor.person(system))
    assert (undone.records, undone.kept) == (20, [])
    assert sorted(Brand.objects.values_list("name", "note", "website")) == sorted(
        (row[before_name], row[before_note], "")
        for row in before["catalog.Brand"]
        for before_name, before_note in [_places()]
    )


def _places() -> tuple[int, int]:
    names = [field.attname for field in Brand._meta.concrete_fields]
    return names.index("name"), names.index("note")


def test_committed_twice_is_written_once(system: User) -> None:
    run = checked("brand", brands(3), system)
    first = start_commit(run)
    second = start_commit(run)
    assert first.operation == second.operation
    assert Brand.objects.count() == 3
    assert Operation.objects.filter(kind=OperationKind.IMPORT, part_of=None).count() == 1


def test_what_somebody_changed_meanwhile_is_not_overwritten(system: User) -> None:
    with as_the_house():
        for name in ("A", "B", "C", "D"):
            Brand(name=name, note="old").save()
    table = [HEAD, *([name, "new"] for name in "ABCDE")]
    run = checked("brand", table, system)
    with as_the_house():
        first, second, third, fourth = Brand.objects.order_by("name")
        first.note = "mine"
        first.save()
        second.website = "https://else.example"
        second.save()
        third.delete()
        fourth.note = "new"
        fourth.save()
        Brand(name="E", note="theirs").save()
    done = start_commit(run)
    done.refresh_from_db()
    assert verdicts(done) == ["overtaken", "changed", "overtaken", "unchanged", "overtaken"]
    assert balanced(done)
    assert dict(Brand.objects.values_list("name", "note")) == {
        "A": "mine", "B": "new", "D": "new", "E": "theirs",
    }  # fmt: skip
    assert Brand.objects.get(name="B").website == "https://else.example"
    assert len(reasons(done)) == 3
    assert all("Nothing was overwritten" in text for text in reasons(done))


def test_a_row_that_the_database_refuses_costs_only_itself(
    system: User, short_chunks: None
) -> None:
    run = checked("brand", brands(20), system)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER no_eleven BEFORE INSERT ON catalog_brand "
                "WHEN NEW.name = 'Brand 00011' BEGIN SELECT RAISE(ABORT, 'constraint failed'); END"
            )
        else:
            pytest.skip("the trigger is written for SQLite")
    done = start_commit(run)
    done.refresh_from_db()
    assert (done.counts["created"], done.counts["not_taken"]) == (19, 1)
    assert balanced(done)
    assert verdicts(done)[11] == "refused"
    assert Brand.objects.count() == 19


class _PowerCut(BaseException):
    """What no code catches."""


def test_an_interrupted_commit_goes_on_without_gap_or_double(
    system: User, short_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked("brand", brands(20), system)
    real, calls = chunk.note, []

    def cut(*args: Any) -> None:
        calls.append(args)
        real(*args)
        if len(calls) == 2:
            raise _PowerCut

    monkeypatch.setattr(chunk, "note", cut)
    with pytest.raises(_PowerCut):
        start_commit(run)
    assert Brand.objects.count() == 7
    left = ImportRun.objects.get(pk=run.pk)
    assert is_left(left)
    resume_commit(left)
    left.refresh_from_db()
    assert left.counts["created"] == Brand.objects.count() == 20
    assert balanced(left)
    assert left.operation is not None
    assert undo_operation(left.operation, by=SYSTEM).records == 20
    assert not Brand.objects.exists()


def test_an_interrupted_check_goes_on_and_knows_the_rows_before(
    system: User, short_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = running._store

    def cut(run: ImportRun, findings: Any) -> None:
        if run.checked_to > 10:
            raise _PowerCut
        real(run, findings)

    monkeypatch.setattr(running, "_store", cut)
    table = [*brands(19), ["Brand 00001", "again"]]
    with pytest.raises(_PowerCut):
        checked("brand", table, system)
    monkeypatch.setattr(running, "_store", real)
    run = ImportRun.objects.get()
    assert (run.rows.count(), is_left(run)) == (14, True)
    check_rows(run)
    assert verdicts(run) == ["new"] * 19 + ["doubled"]


def test_a_long_file_runs_in_the_background(system: User, short_chunks: None) -> None:
    run = checked("brand", brands(50), system)
    assert (run.state, run.rows.count()) == ("mapped", 0)
    assert work_off() == [JobState.DONE]
    run.refresh_from_db()
    assert (run.state, run.count("new")) == ("checked", 50)
    begun = start_commit(run)
    assert (begun.state, Brand.objects.count()) == ("committing", 0)
    assert work_off() == [JobState.DONE]
    begun.refresh_from_db()
    assert begun.state == "done"
    assert begun.job is not None
    assert (begun.job.done, begun.job.total) == (50, 50)
    assert balanced(begun)
    titles = list(Job.objects.order_by("pk").values_list("title", flat=True))
    assert titles == ["Check of file.csv", "Import of file.csv"]


def test_the_job_of_a_file_with_a_long_name_has_a_title(system: User, short_chunks: None) -> None:
    run = taken("brand", csv_file(brands(50)), system, filename=f"{'n' * 230}.csv")
    with override("zh-hans"):
        start_check(run)
    assert run.job is not None
    assert run.job.title == "检查 " + run.filename[:150]


def test_a_cancelled_commit_stops_and_can_go_on(
    system: User, short_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked("brand", brands(50), system)
    work_off()
    run.refresh_from_db()
    begun = start_commit(run)
    real = chunk.note

    def cancelled_meanwhile(*args: Any) -> None:
        real(*args)
        assert begun.job is not None
        if args[0].committed_to > 20:
            begun.job.refresh_from_db()
            if begun.job.state == JobState.RUNNING and not begun.job.cancel_asked:
                cancel_job(begun.job, by=SYSTEM)

    monkeypatch.setattr(chunk, "note", cancelled_meanwhile)
    assert work_off() == [JobState.CANCELLED]
    written = Brand.objects.count()
    assert 0 < written < 50
    monkeypatch.setattr(chunk, "note", real)
    left = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert is_left(left)
    commit_rows(left)
    left.refresh_from_db()
    assert left.counts["created"] == Brand.objects.count() == 50


def test_an_import_that_was_interrupted_is_ended_where_it_stands(
    system: User, short_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked("brand", brands(20), system)
    real = chunk.note

    def cut(*args: Any) -> None:
        if args[0].committed_to:
            raise _PowerCut
        real(*args)

    monkeypatch.setattr(chunk, "note", cut)
    with pytest.raises(_PowerCut):
        start_commit(run)
    end_commit(run)
    run.refresh_from_db()
    assert (run.state, run.counts["created"], run.counts["not_taken"]) == ("done", 7, 13)
    assert balanced(run)
    assert reasons(run) == ["The import was ended before this row."] * 13
    resume_commit(run)
    assert Brand.objects.count() == 7


def test_all_or_nothing_writes_nothing_where_one_row_is_refused_late(
    system: User, short_chunks: None
) -> None:
    with as_the_house():
        Brand(name="Brand 00015", note="old").save()
    run = checked("brand", brands(20, "new"), system)
    with as_the_house():
        theirs = Brand.objects.get()
        theirs.note = "theirs"
        theirs.save()
    start_commit(run, whole=True)
    run.refresh_from_db()
    assert (run.state, run.operation, Brand.objects.count()) == ("checked", None, 1)
    assert run.error.startswith("Nothing was written. Row 17: The record was changed")
    assert (run.count("new"), run.count("changed"), run.count("overtaken")) == (19, 0, 1)
    assert not Brand.history.filter(operation__kind=OperationKind.IMPORT).exists()
    with pytest.raises(Refusal):
        start_commit(run, whole=True)
    start_check(run)
    start_commit(run, whole=True)
    run.refresh_from_db()
    assert (run.counts["created"], run.counts["updated"]) == (19, 1)
    assert balanced(run)
    assert run.operation is not None
    assert undo_operation(run.operation, by=SYSTEM).records == 20


def test_a_job_that_gets_on_is_not_given_up(system: User) -> None:
    job = Job.objects.create(kind="console.import_commit", asked_by=system, attempts=4, done=7)
    progress = Progress(job)
    progress.tell(7)
    job.refresh_from_db()
    assert job.attempts == 4
    progress.tell(8)
    job.refresh_from_db()
    assert job.attempts == 1


def test_a_long_import_tells_its_pace(system: User, short_chunks: None) -> None:
    run = checked("brand", brands(50), system)
    work_off()
    run.refresh_from_db()
    assert run.job is not None
    assert run.job.message.endswith("rows a second")
    assert duration(0.2) == "1 second"
    assert duration(75) == "75 seconds"
    assert duration(200) == "3 minutes"
