"""Import and export from the command line: the same pipeline, with exit codes for scripts."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from admin_config.engine.transfer.at_the_prompt import NOTHING_DONE, SOME_REFUSED, Bar
from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.foundation.models import OperationKind
from erp.staff.models import User
from tests.admin_config.transfer.files import Table, balanced, csv_file
from tests.language.writing import newest_operation, nothing_changes

TABLE: Table = [["Name", "Website", "Note"], ["SKF", "", "x"], ["FAG", "", "y"]]


def asked(name: str, *arguments: Any, **options: Any) -> str:
    """Run a command and return what it wrote."""
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refused(name: str, *arguments: Any, **options: Any) -> CommandError:
    """Run a command that ends with an error and return that."""
    with pytest.raises(CommandError) as error:
        asked(name, *arguments, **options)
    return error.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of two brands."""
    path = tmp_path / "brands.csv"
    path.write_bytes(csv_file(TABLE))
    return path


def test_a_file_is_checked_then_written_then_unchanged(system: User, file: Path) -> None:
    with nothing_changes():
        told = asked("import_data", "brand", file, by=system.username, check=True)
    assert "checked, nothing written; 2 rows read = 2 new + 0 changed" in told
    asked("import_data", "brand", file, by=system.username)
    assert set(Brand.objects.values_list("name", flat=True)) == {"SKF", "FAG"}
    again = asked("import_data", "brand", file, by=system.username)
    assert "0 new + 0 changed + 2 unchanged + 0 refused" in again
    run = ImportRun.objects.latest("pk")
    assert balanced(run)
    assert run.asked_by == system


def test_refused_rows_end_with_one_and_a_file(system: User, file: Path) -> None:
    file.write_bytes(csv_file([*TABLE, ["INA", "nope", ""]]))
    left = file.with_name("left.csv")
    error = refused("import_data", "brand", file, by=system.username, refused=left)
    assert error.returncode == SOME_REFUSED
    assert Brand.objects.count() == 2
    rows = list(csv.reader(io.StringIO(left.read_text(encoding="utf-8-sig"))))
    assert rows[1] == ["INA", "nope", "", "Website: Enter a valid URL."]
    whole = refused("import_data", "brand", file, by=system.username, all_or_nothing=True)
    assert whole.returncode == NOTHING_DONE


def test_columns_are_matched_by_hand(system: User, file: Path) -> None:
    file.write_bytes(csv_file([["Firm", "Homepage"], ["SKF", "https://skf.example"]]))
    assert refused("import_data", "brand", file, by=system.username).returncode == NOTHING_DONE
    asked("import_data", "brand", file, by=system.username, map=["Firm=name", "Homepage=website"])
    assert Brand.objects.get().website == "https://skf.example"


def test_an_interrupted_import_goes_on(system: User, file: Path) -> None:
    asked("import_data", "brand", file, by=system.username, check=True)
    run = ImportRun.objects.get()
    told = asked("import_data", "brand", by=system.username, go_on=run.pk)
    assert told.startswith(f"import {run.pk}: written")
    assert Brand.objects.count() == 2


@pytest.mark.parametrize(
    ("screen", "by", "name"),
    [
        ("brandd", "", "brands.csv"),
        ("brand", "nobody", "brands.csv"),
        ("brand", "", "missing.csv"),
        ("brand", "", "empty.csv"),
    ],
)
def test_nothing_done_ends_with_two(
    system: User, file: Path, screen: str, by: str, name: str
) -> None:
    file.with_name("empty.csv").touch()
    error = refused("import_data", screen, file.with_name(name), by=by or system.username)
    assert error.returncode == NOTHING_DONE
    assert str(error)


def test_rights_hold_at_the_prompt(auditor: User, file: Path, tmp_path: Path) -> None:
    error = refused("import_data", "brand", file, by=auditor.username)
    assert error.returncode == NOTHING_DONE
    assert not Brand.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_goes_out_comes_in_unchanged(
    system: User, file: Path, tmp_path: Path, kind: str
) -> None:
    asked("import_data", "brand", file, by=system.username)
    out = tmp_path / f"out.{kind}"
    asked("export_data", "brand", out, by=system.username, columns="name,note")
    done = newest_operation()
    assert (done.kind, done.details["rows"]) == (OperationKind.EXPORT, 2)
    assert [path.name for path in tmp_path.glob(".*")] == []
    told = asked("import_data", "brand", out, by=system.username)
    assert "2 unchanged + 0 refused" in told


def test_what_cannot_be_exported_is_said(system: User, tmp_path: Path) -> None:
    for file, more in (("out.pdf", {}), ("out.csv", {"columns": "name,nonsense"})):
        error = refused("export_data", "brand", tmp_path / file, by=system.username, **more)
        assert error.returncode == NOTHING_DONE
    assert list(tmp_path.iterdir()) == []


class _Terminal(io.StringIO):
    """What somebody looks at."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def test_a_bar_is_drawn_for_people_alone() -> None:
    seen, unseen = _Terminal(), io.StringIO()
    for out in (seen, unseen):
        bar = Bar("check", 200, out)
        bar.tell(50)
        bar.tell(200)
        bar.end()
    assert "100% 200 / 200" in seen.getvalue()
    assert seen.getvalue().endswith("\n")
    assert unseen.getvalue() == ""
