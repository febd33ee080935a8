"""The steps that papers of sales take, each declared once."""

from django.utils.translation import gettext as _

from erp.foundation.life_cycle import LifeCycle, Step
from erp.sales.models import Quotation, QuotationLine, QuotationStatus
from erp.sales.services.submitting import check_can_be_submitted

_S = QuotationStatus
_UNDECIDED = frozenset({_S.APPROVED.value, _S.EXPIRED.value})
_REVISABLE = _UNDECIDED | {_S.LOST.value}


def _advice() -> str:
    return _("Make a revision of it, or have it reopened.")


QUOTATION = LifeCycle(
    model=Quotation,
    start=_S.DRAFT.value,
    open=frozenset({_S.DRAFT.value}),
    past=frozenset({_S.WON.value, _S.LOST.value, _S.EXPIRED.value, _S.CANCELLED.value}),
    parts=((QuotationLine, "quotation"),),
    advice=_advice,
    steps=(
        Step(
            "submit",
            frozenset({_S.DRAFT.value}),
            _S.SUBMITTED.value,
            check=check_can_be_submitted,
        ),
        Step("approve", frozenset({_S.SUBMITTED.value}), _S.APPROVED.value, right="approve"),
        Step("reject", frozenset({_S.SUBMITTED.value}), _S.DRAFT.value, right="approve"),
        Step("win", frozenset({_S.APPROVED.value}), _S.WON.value),
        Step("lose", _UNDECIDED, _S.LOST.value),
        Step("expire", frozenset({_S.APPROVED.value}), _S.EXPIRED.value, right="approve"),
        Step("reopen", _UNDECIDED, _S.DRAFT.value, right="approve"),
        # what loses its revision is taken up again by the house, as what it was
        *(
            Step(f"take_up_{state}", frozenset({_S.SUPERSEDED.value}), state)
            for state in sorted(_REVISABLE)
        ),
        Step("supersede", _REVISABLE, _S.SUPERSEDED.value),
        Step(
            "cancel",
            _UNDECIDED | {_S.DRAFT.value, _S.SUBMITTED.value},
            _S.CANCELLED.value,
        ),
    ),
)
