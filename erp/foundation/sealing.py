"""Seal an operation in its own transaction: one row with the digests of what was filed under it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from erp.foundation.canonical import layout_of
from erp.foundation.filed_rows import digests_of
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import Seal, SealKind
from erp.foundation.signed_words import seal_text, signed

if TYPE_CHECKING:
    from django.db import models


def seal_operation(
    operation: Operation,
    touched: Iterable[type[models.Model]],
    *,
    kind: SealKind = SealKind.WRITTEN,
    note: str = "",
) -> Seal:
    """Store the digests of an operation, its log entries and its versions of these kinds.

    What is hashed is what the database keeps, not what was meant to be stored: so rounding,
    scales and defaults cannot make a difference. Nothing but an insert happens, and no row that
    another writer needs is touched.
    """
    tables: list[Any] = [Operation, LogEntry]
    tables += [model.history.model for model in touched]  # type: ignore[attr-defined]
    digests = zip(tables, digests_of(tables, operation.pk), strict=True)
    parts = {layout_of(model).key: digest.facts() for model, digest in digests if digest.count}
    return store_seal(operation.pk, parts, kind=kind, note=note)


def store_seal(
    operation: int,
    parts: dict[str, Any],
    *,
    kind: SealKind = SealKind.WRITTEN,
    note: str = "",
    former: Seal | None = None,
) -> Seal:
    """Insert a seal that the sealer has yet to put into the chain.

    One that is not written with its operation is signed, and names the seal before it.
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    digest = Seal.digest_of(operation, kind.value, text, note)
    seal = Seal(operation_id=operation, kind=kind, parts=text, note=note, digest=digest)
    if kind != SealKind.WRITTEN:
        seal.key, seal.signature = signed(seal_text(digest, former.digest if former else ""))
    seal.save(force_insert=True)
    return seal
