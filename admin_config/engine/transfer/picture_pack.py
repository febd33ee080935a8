"""A ZIP with the files that rows name: looked at before it is kept, read one by one."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from admin_config.engine.transfer.limits import MOST_BYTES, MOST_PICTURES, MOST_PICTURES_UNPACKED
from admin_config.engine.transfer.packed import check_entries, password_refusal
from erp.foundation.refusal import Refusal
from erp.foundation.text import fold

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
#: What programs add to a ZIP without being asked.
_STRAY = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_UTF8 = 0x800


def is_pack(path: Path) -> bool:
    """Tell whether a file is a ZIP that is no spreadsheet."""
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            return False
    check_entries(path)
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    sheets = {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml"}
    return not names & sheets


class PicturePack:
    """The files of a ZIP by their names; nothing is ever unpacked to disk by the name it has."""

    def __init__(self, path: Path) -> None:
        """Read the list of what is in it; a refusal says what is wrong with the ZIP."""
        self._path = path
        #: By folded path, and by folded name alone: the entries that are called so.
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        self.names: dict[str, str] = {}
        check_entries(path)
        try:
            with zipfile.ZipFile(path) as package:
                entries = [e for e in package.infolist() if not e.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _damaged() from error
        _check_sizes(entries)
        for entry in entries:
            self._take(entry)

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = _name_of(entry)
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise Refusal(
                _("The ZIP holds “%(name)s”, which leads out of it.") % {"name": name[:80]},
                code="traversal",
            )
        if any(part in _STRAY or part.startswith("._") for part in path.parts):
            return
        if entry.flag_bits & 1:
            raise password_refusal()
        self.names[entry.filename] = name
        for key in {fold(name), fold(path.name)}:
            self._entries.setdefault(key, []).append(entry)

    def table(self) -> str:
        """Return the one table that lies in the ZIP; a refusal where there is none, or several."""
        found = [n for n, name in self.names.items() if name.lower().endswith(_TABLES)]
        if len(found) == 1:
            return found[0]
        raise Refusal(
            _("The ZIP holds several tables. Leave one in it, or choose the table beside it.")
            if found
            else _("The ZIP holds no table. Choose the table beside it."),
            code="wrong_type",
        )

    def read_table(self) -> ContentFile[bytes]:
        """Return the table with its own name."""
        entry = self.table()
        return self._read(entry, PurePosixPath(self.names[entry]).name, MOST_BYTES)

    def check_has(self, name: str) -> None:
        """Refuse a name that no file of the ZIP has, or that several have."""
        found = self._entries.get(fold(name.replace("\\", "/")), [])
        if not found:
            raise ValidationError(_("The ZIP holds no file “%(name)s”.") % {"name": name[:80]})
        if len(found) > 1:
            raise ValidationError(
                _("The ZIP holds several files “%(name)s”. Say the folder too, as folder/name.")
                % {"name": name[:80]}
            )

    def read(self, name: str) -> ContentFile[bytes]:
        """Return a file that is there once, up to the size that is taken anywhere in the house."""
        entry = self._entries[fold(name.replace("\\", "/"))][0]
        base = PurePosixPath(self.names[entry.filename]).name
        return self._read(entry.filename, base, settings.FILE_SIZE_LIMIT)

    def _read(self, entry: str, name: str, most: int) -> ContentFile[bytes]:
        try:
            with zipfile.ZipFile(self._path) as package, package.open(entry) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
            raise _damaged() from error
        return ContentFile(content, name=name)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return the name as it was given: programs of the East write their own encoding unmarked."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding).replace("\\", "/")
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PICTURES:
        raise Refusal(
            _("The ZIP holds more than %(most)s files.") % {"most": MOST_PICTURES}, code="bomb"
        )
    if sum(entry.file_size for entry in entries) > MOST_PICTURES_UNPACKED:
        raise Refusal(
            _("Unpacked, the file is larger than %(most)s MB. Split it into smaller files.")
            % {"most": MOST_PICTURES_UNPACKED // 1024 // 1024},
            code="bomb",
        )


def _damaged() -> Refusal:
    return Refusal(_("The file is damaged: it cannot be unpacked."), code="damaged")
