"""Ask the reader of sheets, a process of its own, and say what kept it from reading."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from admin_config.engine.transfer import sheet_reader
from admin_config.engine.transfer.cells import unkept
from admin_config.engine.transfer.limits import MOST_MEMORY
from admin_config.engine.transfer.packed import password_refusal
from erp.foundation.refusal import Refusal


def answers_about(path: Path, sheet: str | None = None) -> Iterator[Any]:
    """Yield the names of the visible sheets, or the rows of one sheet, many at a time."""
    asked = [sys.executable, "-m", sheet_reader.__name__, str(path), str(MOST_MEMORY)]
    reader = subprocess.Popen(  # noqa: S603 - our own program; the names are arguments
        [*asked, *([sheet] if sheet is not None else [])],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield from _answers(reader, sheet or "")
    finally:
        reader.kill()
        reader.communicate()


def _answers(reader: subprocess.Popen[str], sheet: str) -> Iterator[Any]:
    for line in reader.stdout or ():
        try:
            answer = json.loads(line, object_hook=unkept)
        except ValueError:
            break
        if answer == "end":
            return
        if answer == "heavy":
            break
        if isinstance(answer, str):
            raise _refusal(answer, sheet)
        yield answer
    raise Refusal(
        _("The file needs more memory or time than there is for one. Save it as CSV, or split it."),
        code="heavy",
    )


def _refusal(word: str, sheet: str) -> Refusal:
    if word == "password":
        return password_refusal()
    if word == "sheet":
        return Refusal(_("The sheet “%(sheet)s” cannot be read.") % {"sheet": sheet}, code="sheet")
    return Refusal(_("The file is damaged: it cannot be read as a spreadsheet."), code="damaged")
