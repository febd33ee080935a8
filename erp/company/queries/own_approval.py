"""Finds papers that were approved without a second person: by who owned or submitted them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

#: Approvals that are listed at once.
MOST = 200


@dataclass(frozen=True)
class OwnApproval:
    """An approval that only one person looked at."""

    model: Any
    key: Any
    #: How the paper was called then.
    paper: str
    approver: int
    approved_at: dt.datetime
    operation: int | None
    owned: bool
    submitted: bool


def approved_models() -> list[Any]:
    """Return every kind of paper that somebody approves."""
    wanted = {"approved_by_id", "approved_at", "submitted_by_id", "owner_id"}
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "history")
        and not model._meta.proxy
        and wanted <= {field.attname for field in model._meta.concrete_fields}
    ]


def own_approvals(first: dt.datetime, last: dt.datetime) -> list[OwnApproval]:
    """Return the approvals of a time by the paper's own people, the latest first.

    They are read from the versions, so that one which was taken back since is still listed. Only
    the version that brought the approval counts: who gets the paper later did not approve it alone.
    """
    found: dict[Any, OwnApproval] = {}
    for model in approved_models():
        pk = model._meta.pk.attname
        same = {name: OuterRef(name) for name in (pk, "approved_by_id", "approved_at")}
        before = model.history.filter(**same, history_id__lt=OuterRef("history_id"))
        rows = model.history.filter(
            ~Exists(before),
            Q(approved_by_id=F("owner_id")) | Q(approved_by_id=F("submitted_by_id")),
            history_date__gte=first,
            history_date__lt=last,
            approved_at__gte=first,
            approved_at__lt=last,
        )
        for row in rows.order_by("history_id")[: MOST * 20]:
            key = getattr(row, pk)
            seen = (model, key, row.approved_at)
            found.setdefault(
                seen,
                OwnApproval(
                    model=model,
                    key=key,
                    paper=str(row.instance),
                    approver=row.approved_by_id,
                    approved_at=row.approved_at,
                    operation=row.operation_id,
                    owned=row.approved_by_id == row.owner_id,
                    submitted=row.approved_by_id == row.submitted_by_id,
                ),
            )
    ordered = sorted(found.values(), key=lambda one: one.approved_at, reverse=True)
    return ordered[:MOST]
