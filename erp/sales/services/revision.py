"""A revision: a new paper under the same number, beside the one that it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import take_step
from erp.foundation.models import OperationKind
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.operation import service
from erp.foundation.rights import check_may
from erp.foundation.services.bulk import create_records
from erp.sales.life_cycles import QUOTATION
from erp.sales.models import Quotation, QuotationLine, QuotationStatus
from erp.sales.rules.quotation import check_no_open_revision

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: What a revision does not take over from the paper that it replaces.
_ANEW = frozenset(
    {
        "number", "status", "issued_on", "valid_until", "rate", "revision", "revises", "origin",
        "submitted_by", "submitted_at", "approved_by", "approved_at", "reject_reason",
        "lost_reason", "won_on",
    }
)  # fmt: skip


@service(OperationKind.ACTION, told=_("revised"))
def revise_quotation(quotation: Quotation, *, by: Actor) -> Quotation:
    """Return the next revision as a draft, lines along; the former one is closed.

    Both stand under one number: ``QT-2026-000123``, then ``QT-2026-000123-R2``. There is one
    revision at a time, because the former one can be revised no more.
    """
    check_may(by, "add", Quotation)
    former = Quotation.objects.select_for_update().get(pk=quotation.pk)
    existing = Quotation.objects.filter(revises=former).first()
    check_no_open_revision(existing.number if existing else None)
    former = take_step(QUOTATION, former, "supersede", by=by)
    new: Quotation = _taken_over(former, _ANEW)
    stem = former.number.removesuffix(f"-R{former.revision}")
    new.revision = _next_revision(stem, former)
    new.number = f"{stem}-R{new.revision}"
    new.revises, new.issued_on = former, house_day()
    new.status = QuotationStatus.DRAFT
    new.save()
    rows = former.lines.select_related("sku").order_by("position", "pk")
    lines = [_taken_over(row, frozenset({"quotation"})) for row in rows]
    for line in lines:
        line.quotation = new
    create_records(lines)
    return new


def _next_revision(stem: str, former: Quotation) -> int:
    """Return the number after the last one in use, that of a cancelled revision included."""
    family = Quotation.objects.filter(number__startswith=f"{stem}-R")
    last = family.aggregate(last=Max("revision"))["last"] or 0
    return int(max(last, former.revision)) + 1


def _taken_over(record: Quotation | QuotationLine, anew: frozenset[str]) -> Any:
    """Return an unsaved twin without its key, what the house keeps and what starts anew."""
    twin = type(record)()
    for stored in record._meta.concrete_fields:
        skipped = stored.primary_key or isinstance(stored, KeyField)
        if not skipped and stored.name not in HOUSEKEEPING | anew:
            setattr(twin, stored.attname, getattr(record, stored.attname))
    return twin
