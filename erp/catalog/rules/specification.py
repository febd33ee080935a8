"""What specifications must keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.catalog.models import Specification


def check_like_others(specification: Specification, others: Iterable[Specification]) -> None:
    """Refuse one code with two meanings: what shares a column shares kind and unit."""
    for other in others:
        if other.kind != specification.kind:
            message = _("“%(code)s” is of kind %(kind)s in %(category)s: use another code.")
            facts = {"kind": other.get_kind_display(), "category": other.category}
            raise Refusal({"kind": message % {"code": specification.code, **facts}})
        if other.unit_text != specification.unit_text:
            message = _("“%(code)s” is counted in %(unit)s in %(category)s: use another code.")
            facts = {"unit": other.unit_text or "–", "category": other.category}
            raise Refusal({"unit_text": message % {"code": specification.code, **facts}})


def check_once_in_line(
    specification: Specification, line: Iterable[int], others: Iterable[Specification]
) -> None:
    """Refuse a code that a category above or below already gives to the same goods."""
    keys = set(line)
    for other in others:
        if other.category_id in keys:
            message = _("“%(code)s” is inherited along this branch already: see %(category)s.")
            raise Refusal(
                {"code": message % {"code": specification.code, "category": other.category}}
            )


def check_kind_stays(specification: Specification, before: str, *, used: bool) -> None:
    """Refuse another kind for a specification that has values."""
    if used and before != specification.kind:
        raise Refusal({"kind": _("Goods have values of this kind already: add a new one.")})


def check_unit_fits_kind(specification: Specification) -> None:
    """Refuse a unit for what is no number."""
    if specification.unit_text and specification.kind != "number":
        raise Refusal({"unit_text": _("Only numbers have a unit.")})
