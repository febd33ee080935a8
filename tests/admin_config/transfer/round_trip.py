"""A screen's export, imported again: every row unchanged, whatever the records hold."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from admin_config.engine.spec import Screen
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.run import start_check, take_file
from admin_config.engine.transfer.writers import FILES, STREAMS
from admin_config.models import ImportRun
from erp.foundation.actor import Actor
from erp.staff.models import User


def exported(screen: Screen, who: User, kind: str, *names: str) -> bytes:
    """Return the export of everything that the person may export."""
    export = Export(screen, Actor.person(who), names)
    keys = export.keys(screen.model._base_manager.order_by("pk"))
    if kind in STREAMS:
        titles = export.names if kind == "json" else export.headers
        return b"".join(STREAMS[kind](titles, export.rows(keys, native=kind == "json")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        FILES[kind](path, export.headers, export.rows(keys))
        return path.read_bytes()


def reimported(screen: Screen, who: User, kind: str) -> ImportRun:
    """Return the checked import of a screen's own export."""
    content = exported(screen, who, kind)
    run = take_file(screen, SimpleUploadedFile(f"file.{kind}", content), by=Actor.person(who))
    start_check(run)
    run.refresh_from_db()
    return run


def assert_round_trip(screen: Screen, who: User, kind: str = "csv") -> None:
    """Assert that every record of the screen comes back unchanged from its own export."""
    run = reimported(screen, who, kind)
    strange = [
        (row.number, row.verdict, row.differences, row.reasons, row.data)
        for row in run.rows.exclude(verdict="unchanged")
    ]
    assert not strange, f"{screen.label} as {kind}: {strange[:3]}"
    assert run.total == screen.model._base_manager.count()
