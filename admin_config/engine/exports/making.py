"""Make the file of a planned export with the rights of whom it is for, record it, let it leave."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admin_config.engine.exports.due import forget_error, note_error
from admin_config.engine.exports.folder import dated_name, drop, may_drop
from admin_config.engine.exports.leaving import mail_file
from admin_config.engine.exports.listed import rows_listed
from admin_config.engine.exports.plans import guarded_stays, may_export, screen_of
from admin_config.engine.exports.writing import ending_of, write_file
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.kept_files import exports_folder
from admin_config.engine.transfer.limits import SHEET_ROWS
from admin_config.engine.transfer.writers import FILES
from admin_config.models import ExportFile, ExportWay, FileState
from erp.foundation.actor import SYSTEM, Actor, ActorKind
from erp.foundation.models import OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.refusal import Refusal
from erp.foundation.rights import reach
from erp.foundation.services.job import Cancelled
from erp.foundation.telling import about_many

Tell = Callable[[int, int], None]


@dataclass
class Making:
    """A file that is being made, for one person."""

    file: ExportFile
    export: Export
    keys: Any
    tell: Tell

    @property
    def path(self) -> Path:
        """Return where the file lies below the private folder of exports."""
        return exports_folder() / self.file.file


def make_file(file: ExportFile, tell: Tell) -> int:
    """Make a planned file, and let it leave; return its rows.

    Whoever is killed on the way is followed by another who goes on: a mail is written in the same
    transaction that files it as done, and the name in the folder is fixed. What rights forbid
    ends it with its reason; what may pass, such as a full disk, is raised and tried again later.
    """
    if file.state not in {FileState.WAITING, FileState.WRITTEN}:
        return file.rows or 0
    person: Any = file.person
    zone = zoneinfo.ZoneInfo(person.time_zone or settings.DEFAULT_ZONE)
    with translation.override(person.language), timezone.override(zone):
        try:
            if file.state == FileState.WAITING:
                _write(file, tell)
            if file.state == FileState.WRITTEN:
                _drop(file)
        except PermissionDenied:
            raise _ended(file, _("You may not export here.")) from None
        except Refusal as refusal:
            raise _ended(file, " ".join(refusal.messages)) from None
        except Cancelled:
            _ended(file, _("Stopped."))
            raise
        except OSError as error:
            why = error.strerror or str(error)
            ExportFile.objects.filter(pk=file.pk).update(error=why[:500])
            note_error(file, why)
            raise
    return file.rows or 0


def _ended(file: ExportFile, why: str) -> Refusal:
    """File it as failed for good, with its reason, and return that as a refusal."""
    open_ones = ExportFile.objects.filter(pk=file.pk).exclude(state=FileState.DONE)
    facts = {"state": FileState.FAILED, "error": why[:500], "finished_at": timezone.now()}
    if open_ones.update(**facts):
        note_error(file, why)
    return Refusal(why, code="export")


def _write(file: ExportFile, tell: Tell) -> None:
    screen, person = screen_of(file.screen), file.person
    if not may_export(person, screen):
        raise PermissionDenied
    export = Export(screen, Actor.person(person), file.columns)
    if file.way == ExportWay.FOLDER and export.holds_guarded:
        raise Refusal(guarded_stays(), code="guarded")
    keys = export.keys(rows_listed(screen, person, file.query))
    if file.file_format in FILES and len(keys) > SHEET_ROWS:
        most = {"most": SHEET_ROWS}
        raise Refusal(_("A sheet holds at most %(most)s rows: choose CSV.") % most, code="rows")
    file.file = file.file or f"{uuid.uuid4().hex}.{ending_of(file.file_format)}"
    making = Making(file, export, keys, tell)
    making.path.parent.mkdir(parents=True, exist_ok=True)
    write_file(
        making.path,
        export,
        keys,
        file.file_format,
        encoding=file.encoding or "utf-8",
        tell=lambda done: tell(done, len(keys)),
    )
    tell(len(keys), len(keys))
    try:
        run(lambda running: _record(running, making), OperationKind.EXPORT, by=_house_for(person))
    finally:
        kept = ExportFile.objects.filter(pk=file.pk, file=file.file).exists()
        if not kept:
            making.path.unlink(missing_ok=True)


def _house_for(person: Any) -> Actor:
    """Return the house itself, for somebody: the log does not say that they were there."""
    return Actor(ActorKind.SYSTEM, SYSTEM.label, on_behalf_of=person)


def _record(running: RunningOperation, making: Making) -> None:
    """Write down what was taken for whom, and file it as done, in one transaction with its mail."""
    file, export, count = making.file, making.export, len(making.keys)
    leaves = file.way == ExportWay.FOLDER
    facts = {
        "state": FileState.WRITTEN if leaves else FileState.DONE,
        "rows": count,
        "columns": export.names,
        "file": file.file,
        "guarded": export.holds_guarded,
        "reach": int(reach(export.actor, "export", export.model)),
        "error": "",
        "finished_at": None if leaves else timezone.now(),
    }
    if not ExportFile.objects.filter(pk=file.pk, state=FileState.WAITING).update(**facts):
        return
    for name, value in facts.items():
        setattr(file, name, value)
    running.row.be_about(about_many(export.model, count))
    running.row.details = {
        "screen": export.screen.label,
        "rows": count,
        "columns": export.names,
        "format": file.file_format,
        "encoding": file.encoding,
        "filter": file.query,
        "what": "planned",
        "plan": file.title,
        "plan_of": str(file.plan.person) if file.plan else "",
        "way": file.way,
    }
    running.stored()
    if file.way == ExportWay.MAIL:
        mail_file(file, by=running.by)
    if not leaves:
        forget_error(file)


def _drop(file: ExportFile) -> None:
    """Put what is written and recorded into the folder; the owner has to have the right still."""
    if not may_drop(file.person):
        raise Refusal(_("You may not drop files into the folder."), code="folder")
    name = dated_name(
        file.title, file.plan_id or file.pk, file.file_format, file.due_at or file.created_at
    )
    drop(exports_folder() / file.file, name)
    done = {"state": FileState.DONE, "error": "", "finished_at": timezone.now()}
    if ExportFile.objects.filter(pk=file.pk, state=FileState.WRITTEN).update(**done):
        forget_error(file)
