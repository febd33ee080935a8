"""The folder of the house into which planned exports may be dropped, and nothing outside it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from admin_config.engine.exports.schedule import house_zone
from admin_config.engine.exports.writing import ending_of
from erp.foundation.refusal import Refusal
from erp.foundation.rights import held_permissions

_LONGEST = 60
#: Everything else becomes a dash: what separates folders, and what some systems cannot store.
_STRANGE = re.compile(r"[^\w ()\-.]+")


def may_drop(user: Any) -> bool:
    """Tell whether somebody may let files leave for the folder, where no right guards them."""
    held = user.is_superuser or "console.drop_exportplan" in held_permissions(user)
    return bool(settings.EXPORT_FOLDER) and bool(held)


def dated_name(title: str, number: int, kind: str, moment: dt.datetime) -> str:
    """Return the name of a file: the plan's name, the day and time of the house, its number."""
    plain = _STRANGE.sub("-", title).strip(" .-")[:_LONGEST].strip(" .-") or "export"
    stamp = moment.astimezone(house_zone()).strftime("%Y-%m-%d %H%M")
    return f"{plain} {stamp} {number}.{ending_of(kind)}"


def drop(file: Path, name: str) -> Path:
    """Put a copy of a file into the folder, whole or not at all; doing it twice leaves one file.

    A name that would lead elsewhere is refused, and a link that stands there is replaced, not
    followed.
    """
    if not settings.EXPORT_FOLDER:
        raise Refusal(_("No folder for exports is set up."), code="folder")
    folder = Path(settings.EXPORT_FOLDER).resolve()
    target = folder / name
    if target.parent != folder or Path(name).name != name or name.startswith("."):
        raise Refusal(_("This name leads out of the folder."), code="folder")
    if not folder.is_dir():
        raise FileNotFoundError(_("The folder for exports is not there."))
    beside = folder / f".{uuid.uuid4().hex}.part"
    try:
        shutil.copyfile(file, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target
