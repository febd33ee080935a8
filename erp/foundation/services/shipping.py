"""Ship signed heads to a folder outside the house, which is never contradicted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from erp.foundation.models.seal import Head

log = structlog.get_logger("audit")
_FILES = "heads-*.jsonl"


def ship_heads(folder: Path | None = None) -> int:
    """Append the heads that the folder does not have yet to its file of the month; say how many.

    The folder is meant to lie on another machine, or to be one that can only be added to. Where its
    last head is another here, or is not here, the log was cut or written anew: nothing is added,
    so that the folder goes on telling the truth, and the server's log says it every time.
    """
    folder = folder or settings.AUDIT_HEADS_DIR
    if folder is None:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    last = _last_shipped(folder)
    if not _is_ours(last):
        log.error("heads_not_shipped", number=last["number"], why=_differs(last))
        return 0
    count = 0
    known = int(last["number"]) if last else 0
    for head in Head.objects.filter(number__gt=known).order_by("number").iterator():
        with (folder / f"heads-{head.made_at:%Y-%m}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(head.facts()) + "\n")
            file.flush()
            os.fsync(file.fileno())
        count += 1
    return count


def shipping_stopped() -> str:
    """Return why no heads are shipped any more, in words; nothing where all is well."""
    folder = settings.AUDIT_HEADS_DIR
    try:
        last = _last_shipped(folder) if folder is not None else {}
    except (OSError, ValueError) as error:
        return _("The folder of kept heads cannot be read: %(error)s") % {"error": error}
    return "" if _is_ours(last) else _differs(last)


def has_shipped() -> bool:
    """Tell whether heads of this house lie in the folder they are shipped to."""
    folder = settings.AUDIT_HEADS_DIR
    return folder is not None and any(folder.glob(_FILES))


def files_shipped(folder: Path) -> list[Path]:
    """Return the files of the folder, the oldest first."""
    return sorted(folder.glob(_FILES))


def _is_ours(last: dict[str, Any]) -> bool:
    """Tell whether the last head of the folder is the one of that number here.

    Each head names the one before it, so the last one stands for all.
    """
    if not last:
        return True
    here = Head.objects.filter(number=last["number"]).first()
    return here is not None and here.facts() == last


def _differs(last: dict[str, Any]) -> str:
    words = _(
        "Head %(number)d of the folder of kept heads is another here, or is not here: the log was "
        "cut, written anew, or replaced by an older copy. No heads are added there any more."
    )
    return words % {"number": last["number"]}


def _last_shipped(folder: Path) -> dict[str, Any]:
    files = files_shipped(folder)
    lines = files[-1].read_text(encoding="utf-8").splitlines() if files else []
    last: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return last
