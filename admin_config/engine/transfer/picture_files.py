"""The files of an import on private disk: the table, and the ZIP with the pictures it names."""

from __future__ import annotations

import uuid
from pathlib import Path, PurePath
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from admin_config.engine.transfer.kept_files import check_is_kept
from admin_config.engine.transfer.limits import MOST_BYTES, MOST_PACK
from admin_config.engine.transfer.picture_columns import PictureColumn
from admin_config.engine.transfer.picture_pack import PicturePack, is_pack
from admin_config.engine.transfer.reading import too_large
from admin_config.models import ImportRun
from erp.foundation.refusal import Refusal


def keep_files(run: ImportRun, upload: UploadedFile, pictures: UploadedFile | None) -> None:
    """Keep the table and the ZIP beside it; a ZIP instead of a table has the table in it."""
    size = upload.size or 0
    packed = PurePath(upload.name or "").suffix.lower() == ".zip"
    if size > (MOST_PACK if packed else MOST_BYTES):
        raise _pack_too_large() if packed else too_large()
    run.file.save(_name(upload), upload, save=False)
    if is_pack(Path(run.file.path)):
        if pictures is not None:
            raise Refusal(_("Both files are ZIPs: choose the table first."), code="wrong_type")
        run.pictures, run.file = run.file.name, ""
        table = PicturePack(Path(run.pictures.path)).read_table()
        run.filename = str(table.name)[-200:]
        run.file.save(_name(table), table, save=False)
        if table.size > MOST_BYTES:
            raise too_large()
    elif pictures is not None:
        if (pictures.size or 0) > MOST_PACK:
            raise _pack_too_large()
        run.pictures.save(_name(pictures), pictures, save=False)
        if not is_pack(Path(run.pictures.path)):
            raise Refusal(_("The file with the pictures is no ZIP."), code="wrong_type")
        PicturePack(Path(run.pictures.path))


def _name(file: File[Any]) -> str:
    return f"{uuid.uuid4().hex}{PurePath(file.name or '').suffix[:6].lower()}"


def _pack_too_large() -> Refusal:
    return Refusal(
        _("The ZIP is larger than %(most)s MB. Split it into smaller files.")
        % {"most": MOST_PACK // 1024 // 1024},
        code="too_large",
    )


def attach_pictures(checker: Any, run: ImportRun) -> None:
    """Let the columns that name files find them in the ZIP."""
    named = [c for c in checker.columns.values() if isinstance(c, PictureColumn)]
    if named and run.pictures:
        check_is_kept(Path(run.pictures.path))
        pack = PicturePack(Path(run.pictures.path))
        for column in named:
            column.pack = pack
