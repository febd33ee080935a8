"""Keep papers that leave the house byte for byte, hand them out again, let the oldest files go."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.spec import Layout, Screen
from admin_config.models import IssuedPaper
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.telling import about_many
from erp.foundation.verbs import name_verb

#: Files that are let go in one operation.
_BATCH = 500
name_verb("clear_issued_papers", gettext_lazy("cleared files of papers older than kept"))


@dataclass(frozen=True)
class Drawn:
    """A paper and what was drawn of it."""

    paper: Any
    sheet: Sheet
    data: bytes

    @property
    def file(self) -> str:
        """Return how its file may be called, without an ending."""
        return file_name(self.sheet.number)


def file_name(number: str) -> str:
    """Return a number as a file may be called."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in number) or "paper"


def issued_row(
    drawn: Drawn, *, done: Operation, screen: Screen, layout: Layout, language: str = ""
) -> IssuedPaper:
    """Store the file of a paper and return its row, not stored yet.

    A transaction that fails afterwards leaves a file that nobody points to.
    """
    digest = hashlib.sha256(drawn.data).hexdigest()
    issued = IssuedPaper(
        operation=done,
        screen=screen.label,
        record=str(drawn.paper.pk),
        name=drawn.sheet.number[:150],
        layout=layout.name,
        language=drawn.sheet.language or language,
        draft=layout.draft is not None and bool(layout.draft(drawn.paper)),
        size=len(drawn.data),
        digest=digest,
        issued_by_id=done.actor_id,
        issued_at=timezone.now(),
    )
    issued.file.save(f"{drawn.file}-{digest[:12]}.pdf", ContentFile(drawn.data), save=False)
    return issued


def digest_of_all(digests: Iterable[str]) -> str:
    """Return one digest for several papers: with it their act in the sealed log names them all."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def issued_bytes(issued: IssuedPaper) -> bytes:
    """Return the file as it left the house; refused when it is not what was kept then."""
    if issued.cleared_at is not None:
        raise Refusal(
            _("The file of “%(paper)s” was cleared: it was older than the house keeps them."),
            code="cleared",
            params={"paper": issued.name},
        )
    try:
        with issued.file.open("rb") as file:
            data = bytes(file.read())
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != issued.digest:
        raise Refusal(
            _("The file of “%(paper)s” is gone or was altered since it was printed."),
            code="altered",
            params={"paper": issued.name},
        )
    return data


def discard(held: Sequence[IssuedPaper]) -> None:
    """Forget papers that were drawn and never handed out, with their files."""
    IssuedPaper.all_rows.filter(pk__in=[each.pk for each in held]).delete()
    for each in held:
        default_storage.delete(each.file.name)


def clear_old_issued() -> int:
    """Let files go that are older than the house keeps papers; return how many.

    Nothing unless a setting says so. The rows stay: who got what and when, with its digest.
    """
    days = settings.ISSUED_KEPT_DAYS
    if not days:
        return 0
    before = timezone.now() - dt.timedelta(days=days)
    old = IssuedPaper.objects.filter(issued_at__lt=before, cleared_at=None)
    gone = 0
    while batch := list(old.order_by("pk")[:_BATCH]):
        details = {"papers": len(batch), "kept_days": days}
        facts = {"verb": "clear_issued_papers", "details": details}
        with operation(OperationKind.COMMAND, by=SYSTEM, **facts) as running:
            running.stored()
            running.row.be_about(about_many(IssuedPaper, len(batch)))
            IssuedPaper.objects.filter(pk__in=[each.pk for each in batch]).update(
                cleared_at=timezone.now()
            )
        for name in {each.file.name for each in batch}:
            default_storage.delete(name)
        gone += len(batch)
    return gone
