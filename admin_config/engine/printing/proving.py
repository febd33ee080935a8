"""Prove the archive: every file is the one that left the house, and the log names the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from admin_config.engine.printing.keeping import digest_of_all, issued_bytes
from admin_config.models import IssuedPaper
from erp.foundation.models import Operation, OperationKind

_AT_ONCE = 500
_KINDS = (OperationKind.PRINT, OperationKind.MAIL)


def faults_in_files() -> Iterator[str]:
    """Yield each paper whose file is gone or altered; files that were cleared in time are none."""
    rows = IssuedPaper.objects.filter(cleared_at=None).order_by("pk")
    known: set[str] = set()
    for row in rows.iterator(chunk_size=_AT_ONCE):
        if row.file.name in known:
            continue
        known.add(row.file.name)
        try:
            issued_bytes(row)
        except ValidationError as fault:
            yield " ".join(fault.messages)


def faults_against_the_log() -> Iterator[str]:
    """Yield each act whose papers are not those that the sealed log knows by their digest."""
    for act in Operation.objects.filter(kind__in=_KINDS).order_by("pk").iterator(_AT_ONCE):
        told = act.details.get("digest")
        if told is None or _is_overtaken(act):
            continue
        rows = IssuedPaper.objects.filter(operation=act.part_of_id or act.pk)
        found = digest_of_all(set(rows.values_list("digest", flat=True)))
        if found != told:
            yield _("The papers of operation #%(number)d are not those that the log knows.") % {
                "number": act.pk
            }


def _is_overtaken(act: Operation) -> bool:
    """Tell whether a later part of the same work names all that this one names, and more."""
    if act.part_of_id is None:
        return False
    later = Operation.objects.filter(part_of=act.part_of_id, pk__gt=act.pk, kind__in=_KINDS)
    return later.exists()
