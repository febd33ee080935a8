"""What a quotation must have before it is handed in, by its step or by an undo that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from erp.foundation.house_day import house_day
from erp.sales.rules.quotation import (
    check_every_line_is_decided,
    check_every_line_is_priced,
    check_has_lines,
    check_still_holds,
)

if TYPE_CHECKING:
    from erp.sales.models import QuotationLine


def check_can_be_submitted(paper: Any) -> None:
    """Refuse an offer whose day is over, an empty one, and lines undecided or without a price."""
    check_still_holds(paper.valid_until, house_day())
    lines = list(paper.lines.all())
    check_has_lines(len(lines))
    check_every_line_is_decided(_undecided(lines))
    bare = [str(line) for line in lines if line.sku_id is None and not line.unit_price]
    check_every_line_is_priced(bare)


def _undecided(lines: list[QuotationLine]) -> list[str]:
    """Return the lines whose goods are open, each with its place in the paper."""
    placed = enumerate(lines, start=1)
    words = _("line %(number)d “%(wording)s”")
    return [
        words % {"number": number, "wording": line.wording}
        for number, line in placed
        if line.undecided and line.sku_id is None
    ]
