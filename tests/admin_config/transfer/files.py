"""Files as people send them, built in the test, and imports run on them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.run import start_check, take_file
from admin_config.models import ImportRun
from erp.foundation.actor import Actor
from erp.staff.models import User

Table = Sequence[Sequence[Any]]


def screen_for(name: str) -> Screen:
    """Return a screen by the name of its model."""
    screen = registry.find(name)
    assert screen is not None, name
    return screen


def csv_file(table: Table, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode(encoding)


def xlsx_file(table: Table, **more_sheets: Table) -> bytes:
    """Return a workbook; its first sheet is the table."""
    book = Workbook()
    for row in table:
        book.active.append(list(row))
    for title, rows in more_sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_file(entries: dict[str, bytes]) -> bytes:
    """Return a package with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


def taken(name: str, content: bytes, who: User, filename: str = "file.csv") -> ImportRun:
    """Return the import of a file just uploaded."""
    upload = SimpleUploadedFile(filename, content)
    return take_file(screen_for(name), upload, by=Actor.person(who))


def checked(name: str, table: Table | bytes, who: User, **options: str) -> ImportRun:
    """Return the import of a table, checked."""
    content = table if isinstance(table, bytes) else csv_file(table)
    run = taken(name, content, who)
    run.options = {**run.options, **options}
    start_check(run)
    run.refresh_from_db()
    return run


def imported(name: str, table: Table | bytes, who: User, **options: str) -> ImportRun:
    """Return the import of a table, written."""
    run = start_commit(checked(name, table, who, **options))
    run.refresh_from_db()
    return run


def verdicts(run: ImportRun) -> list[str]:
    """Return each row's verdict, in order."""
    return list(run.rows.order_by("number").values_list("verdict", flat=True))


def reasons(run: ImportRun) -> list[str]:
    """Return every reason, in order."""
    return [text for row in run.rows.order_by("number") for text in row.reason_texts()]


def balanced(run: ImportRun) -> bool:
    """Tell whether created + changed + unchanged + refused = rows read."""
    names = ("created", "updated", "same", "not_taken")
    return sum(run.counts[name] for name in names) == run.total == run.rows.count()
