"""The folder of the house: files with names of the day, never outside it, never costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from admin_config.engine.exports.due import begin_due_exports
from admin_config.engine.exports.folder import dated_name, drop
from admin_config.models import ExportFile, ExportPlan, ExportWay, FileState
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.exports.planning import made, planned
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.jobs import work_off
from tests.language.writing import as_the_house

MORNING = dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> Path:
    """Return the folder of the house."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EXPORT_FOLDER = tmp_path / "drop"
    settings.EXPORT_FOLDER.mkdir()
    return tmp_path / "drop"


def let_drop(who: User) -> User:
    """Give somebody the right to let files leave for the folder."""
    with as_the_house():
        who.user_permissions.add(Permission.objects.get(codename="drop_exportplan"))
    return User.objects.get(pk=who.pk)


def into_the_folder(owner: User, **facts: Any) -> ExportPlan:
    """Return a plan that drops its files."""
    return planned(owner, way=ExportWay.FOLDER, **facts)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Toys", "Toys 2026-03-04 0730 7.csv"),
        ("日报：库存/昨日", "日报-库存-昨日 2026-03-04 0730 7.csv"),
        ("../../etc/passwd", "etc-passwd 2026-03-04 0730 7.csv"),
        ("..", "export 2026-03-04 0730 7.csv"),
        (".hidden\n\0", "hidden 2026-03-04 0730 7.csv"),
        ("C:\\x|y?*", "C-x-y 2026-03-04 0730 7.csv"),
        ("a" * 80, "a" * 60 + " 2026-03-04 0730 7.csv"),
    ],
)
def test_names_tell_the_day_of_the_house(settings: Any, title: str, name: str) -> None:
    settings.DEFAULT_ZONE = "Asia/Shanghai"
    assert dated_name(title, 7, "csv", MORNING) == name
    assert dated_name(title, 7, "json", MORNING).endswith(".jsonl")


@pytest.mark.parametrize("name", ["../out.csv", "/out.csv", "a/b.csv", ".hidden", "..", ""])
def test_nothing_is_put_outside(house: Path, name: str) -> None:
    file = house.parent / "file"
    file.write_text("x")
    before = sorted(house.parent.rglob("*"))
    with pytest.raises(ValidationError):
        drop(file, name)
    assert sorted(house.parent.rglob("*")) == before


def test_a_link_that_stands_there_is_replaced_not_followed(house: Path) -> None:
    file, victim = house.parent / "file", house.parent / "victim"
    file.write_text("new")
    victim.write_text("untouched")
    (house / "a.csv").symlink_to(victim)
    drop(file, "a.csv")
    assert victim.read_text() == "untouched"
    assert (house / "a.csv").read_text() == "new"
    assert not (house / "a.csv").is_symlink()


def test_a_file_is_dropped_and_recorded(manager: User, house: Path) -> None:
    owner = let_drop(manager)
    make_toy(owner, "T1")
    plan = into_the_folder(owner, file_format="xlsx")
    assert made(plan) == [JobState.DONE]
    (there,) = house.iterdir()
    assert there.name.startswith("Toys 20")
    assert there.name.endswith(f" {plan.pk}.xlsx")
    assert there.read_bytes()[:2] == b"PK"
    done = Operation.objects.get(kind=OperationKind.EXPORT)
    assert (done.details["way"], done.details["rows"]) == ("folder", 1)
    assert ExportFile.objects.get().state == FileState.DONE
    # a worker that was killed before it said so leaves the same file, and no second record
    ExportFile.objects.update(state=FileState.WRITTEN)
    Job.objects.update(state=JobState.QUEUED)
    assert work_off() == [JobState.DONE]
    assert [path.name for path in house.iterdir()] == [there.name]
    assert Operation.objects.filter(kind=OperationKind.EXPORT).count() == 1


def test_without_the_right_or_a_folder_there_is_no_such_plan(
    manager: User, house: Path, settings: Any
) -> None:
    with pytest.raises(ValidationError, match="You may not drop files"):
        into_the_folder(manager)
    owner = let_drop(manager)
    settings.EXPORT_FOLDER = None
    with pytest.raises(ValidationError, match="You may not drop files"):
        into_the_folder(owner)
    assert not ExportPlan.objects.exists()


def test_costs_are_not_dropped(manager: User, house: Path) -> None:
    owner = let_drop(manager)
    with pytest.raises(ValidationError, match="such as costs"):
        into_the_folder(owner, columns=["code", "cost"])
    plan = into_the_folder(owner)
    ExportPlan.objects.update(columns=["code", "cost"])  # as if the column became guarded later
    assert made(plan) == [JobState.FAILED]
    assert list(house.iterdir()) == []
    assert "such as costs" in plan.last_error
    assert not Operation.objects.filter(kind=OperationKind.EXPORT).exists()


def test_a_right_that_was_taken_away_stops_it(manager: User, house: Path) -> None:
    owner = let_drop(manager)
    plan = into_the_folder(owner)
    with as_the_house():
        owner.user_permissions.clear()
    assert made(plan) == [JobState.FAILED]
    assert list(house.iterdir()) == []
    assert plan.last_error == "You may not drop files into the folder."


def test_a_folder_that_is_away_is_waited_for(manager: User, house: Path) -> None:
    owner = let_drop(manager)
    plan = into_the_folder(owner)
    house.rmdir()
    assert made(plan) == [JobState.FAILED]
    assert plan.last_error == "The folder for exports is not there."
    assert ExportFile.objects.get().state == FileState.WRITTEN
    house.mkdir()
    Job.objects.update(finished_at=MORNING)
    assert begin_due_exports() == 1
    assert work_off() == [JobState.DONE]
    assert len(list(house.iterdir())) == 1
    assert Operation.objects.filter(kind=OperationKind.EXPORT).count() == 1
    plan.refresh_from_db()
    assert plan.last_error == ""
