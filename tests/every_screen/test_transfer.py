"""Files in and out of every screen: what goes out comes in unchanged, what is wrong is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from admin_config.engine.transfer.below import file_columns as file_columns_of
from admin_config.engine.transfer.columns import columns_for, import_columns
from admin_config.engine.transfer.keys import key_fields
from admin_config.models import ImportRun, RunState, Verdict
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from tests.every_screen.making import make
from tests.every_screen.visiting import Visit
from tests.language.jobs import work_off
from tests.language.page import Page
from tests.language.writing import newest_operation, nothing_changes


def body_of(response: HttpResponse) -> bytes:
    """Return the file that was sent."""
    assert response.status_code == 200, response
    streamed: Any = response
    return b"".join(streamed.streaming_content) if response.streaming else response.content


def exported(visit: Visit, kind: str, names: list[str]) -> bytes:
    """Return the export of everything in these columns."""
    return body_of(visit.post("export", format=kind, what="all", columns=names))


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def file_of(rows: list[list[str]]) -> SimpleUploadedFile:
    """Return rows as a CSV file to upload."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile("rows.csv", out.getvalue().encode(), "text/csv")


def checked(visit: Visit, rows: list[list[str]], names: list[str]) -> ImportRun:
    """Upload rows, match each column to its field, and let every row be checked."""
    response = visit.post("import", file=file_of(rows))
    assert response.status_code == 302, Page(response).words
    run = ImportRun.objects.order_by("-pk").first()
    assert run is not None
    mapping = {f"column-{place}": name for place, name in enumerate(names)}
    response = visit.post("import_columns", run.pk, mode="both", dates="dmy", **mapping)
    assert response.status_code == 302, Page(response).words
    work_off()
    run.refresh_from_db()
    assert run.state == RunState.CHECKED, run.error
    return run


def file_columns(visit: Visit) -> list[str]:
    """Return the columns that files may fill."""
    return list(import_columns(visit.screen, Actor.person(visit.who)))


@pytest.mark.for_screens("exportable")
def test_export_writes_every_record_and_is_recorded(visit: Visit) -> None:
    record = make(visit.model)
    names = list(columns_for(visit.screen, Actor.person(visit.who)))
    there = visit.model._base_manager.count()
    rows = rows_of(exported(visit, "csv", names))
    assert len(rows) == there + 1
    done = newest_operation()
    assert done.kind == OperationKind.EXPORT
    assert done.actor_id == visit.who.pk
    sheet = openpyxl.load_workbook(io.BytesIO(exported(visit, "xlsx", names))).active
    assert sheet is not None
    assert sheet.max_row >= len(rows)
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert record.pk in visit.record_keys()


@pytest.mark.for_screens("exportable")
def test_export_follows_the_filter(visit: Visit) -> None:
    make(visit.model)
    names = list(columns_for(visit.screen, Actor.person(visit.who)))
    address = visit.address("export") + "?q=qqzzxxjjvv"
    response = visit.client.post(address, {"format": "csv", "what": "list", "columns": names})
    assert len(rows_of(body_of(response))) == 1  # type: ignore[arg-type]


@pytest.mark.for_screens("importable")
def test_import_of_an_export_changes_nothing(visit: Visit) -> None:
    make(visit.model)
    names = file_columns(visit)
    rows = rows_of(exported(visit, "csv", names))
    ordered = names_of_headers(visit, rows[0])
    with nothing_changes():
        run = checked(visit, rows, ordered)
    verdicts = dict(run.rows.values_list("verdict").distinct().values_list("verdict", "reasons"))
    assert set(verdicts) == {Verdict.UNCHANGED}, _told(run)


def names_of_headers(visit: Visit, headers: list[str]) -> list[str]:
    """Return the field that each column of an export fills; empty for those no file fills."""
    columns = columns_for(visit.screen, Actor.person(visit.who))
    named = {column.header: name for name, column in columns.items()}
    typed = set(file_columns(visit))
    return [name if (name := named[header]) in typed else "" for header in headers]


def _told(run: ImportRun) -> list[Any]:
    return list(
        run.rows.exclude(verdict=Verdict.UNCHANGED).values("verdict", "differences", "reasons")
    )[:5]


def a_wrong_cell(visit: Visit) -> tuple[str, str]:
    """Return a column and what it cannot hold: no such value, too long a text, or nothing."""
    columns = import_columns(visit.screen, Actor.person(visit.who))
    key = key_fields(visit.model)
    strict = [
        name
        for name, column in columns.items()
        if column.typed and (column.is_relation or not column._textual)
    ]
    limited = [name for name in columns if columns[name].model_field.max_length]
    ordered = [*(name for name in strict if name not in key), *limited, *strict]
    if ordered:
        return ordered[0], "no such value ??? " * 40
    return next(name for name in columns if not columns[name].model_field.blank), ""


@pytest.mark.for_screens("importable")
def test_import_refuses_a_wrong_row_and_writes_nothing_of_it(visit: Visit) -> None:
    record = make(visit.model)
    wrong, typed = a_wrong_cell(visit)
    names = file_columns(visit)
    rows = rows_of(exported(visit, "csv", names))
    ordered = names_of_headers(visit, rows[0])
    line = rows[1]
    line[ordered.index(wrong)] = typed
    with nothing_changes():
        run = checked(visit, [rows[0], line], ordered)
        row = run.rows.get()
        assert row.verdict == Verdict.REFUSED, (wrong, row.verdict, row.differences)
        assert row.reasons[0]["message"]
        visit.post("import_commit", run.pk)
        work_off()
    refused = body_of(visit.get("import_refused", run.pk, "csv"))
    assert row.reasons[0]["message"][:20] in refused.decode("utf-8-sig")
    assert record.pk in visit.record_keys()


@pytest.mark.for_screens("importable")
def test_import_offers_a_table_to_fill_in(visit: Visit) -> None:
    assert visit.get("import").status_code == 200
    rows = rows_of(body_of(visit.get("import_template", "csv")))
    assert rows
    assert len(set(rows[0])) == len(rows[0])
    openpyxl.load_workbook(io.BytesIO(body_of(visit.get("import_template", "xlsx"))))


@pytest.mark.for_screens("importable")
def test_a_template_has_no_column_that_the_house_fills(visit: Visit) -> None:
    screen, who = visit.screen, Actor.person(visit.who)
    stated = {"", *key_fields(screen.model)}
    if screen.importing is not None:
        stated |= {*(screen.importing.fields or ()), *screen.importing.past}
        stated |= {name for names in screen.importing.also_by for name in names}
    for name, column in file_columns_of(screen, who).items():
        field = column.model_field
        derived = getattr(field.model, "derived_fields", ())
        assert field.name not in derived, name
        assert field.editable or field.primary_key or name in stated, name
