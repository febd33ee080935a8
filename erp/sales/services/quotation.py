"""What can be done with a quotation: each verb is one step of its life cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import take_step
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.sales.life_cycles import QUOTATION
from erp.sales.models import Quotation
from erp.sales.rules.quotation import check_still_holds
from erp.staff.queries.paper_approval import check_may_approve, note_deputy

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@service(OperationKind.ACTION, told=_("submitted"))
def submit_quotation(quotation: Quotation, *, by: Actor) -> Quotation:
    """Hand a draft in for approval; from now on it is locked."""

    def prepare(paper: Any) -> None:
        paper.submitted_by, paper.submitted_at = by.user, timezone.now()
        paper.approved_by, paper.approved_at, paper.reject_reason = None, None, ""

    return _step(quotation, "submit", by, prepare)


@service(OperationKind.ACTION, told=_("approved"))
def approve_quotation(quotation: Quotation, *, by: Actor) -> Quotation:
    """Approve a submitted quotation: by somebody else, within the amount of the person's roles."""

    def prepare(paper: Any) -> None:
        check_may_approve(paper, by)
        check_still_holds(paper.valid_until, house_day())
        paper.approved_by, paper.approved_at = by.user, timezone.now()

    return _step(quotation, "approve", by, prepare)


@service(OperationKind.ACTION, told=_("returned"))
def reject_quotation(quotation: Quotation, *, by: Actor, reason: str) -> Quotation:
    """Give a submitted quotation back as a draft and say why."""

    def prepare(paper: Any) -> None:
        note_deputy(paper, by)
        paper.reject_reason = reason[:500]

    return _step(quotation, "reject", by, prepare)


@service(OperationKind.ACTION, told=_("won"))
def win_quotation(quotation: Quotation, *, by: Actor) -> Quotation:
    """Note that the customer accepted."""

    def prepare(paper: Any) -> None:
        paper.won_on = house_day()

    return _step(quotation, "win", by, prepare)


@service(OperationKind.ACTION, told=pgettext_lazy("quotation", "lost"))
def lose_quotation(quotation: Quotation, *, by: Actor, reason: str) -> Quotation:
    """Note that the customer declined, and why."""

    def prepare(paper: Any) -> None:
        paper.lost_reason = reason[:500]

    return _step(quotation, "lose", by, prepare)


@service(OperationKind.ACTION, told=_("cancelled"))
def cancel_quotation(quotation: Quotation, *, by: Actor, reason: str) -> Quotation:
    """End a quotation that nobody decided about; the reason is kept with the act.

    A revision gives up its place: what it replaced is taken up again and can be revised anew.
    """

    def prepare(paper: Any) -> None:
        paper.revises = None

    return _step(quotation, "cancel", by, prepare)


@service(OperationKind.ACTION, told=_("reopened"))
def reopen_quotation(quotation: Quotation, *, by: Actor, reason: str) -> Quotation:
    """Make an approved or expired quotation a draft again; it needs a new approval."""

    def prepare(paper: Any) -> None:
        paper.submitted_by, paper.submitted_at = None, None
        paper.approved_by, paper.approved_at = None, None

    return _step(quotation, "reopen", by, prepare)


def _step(quotation: Quotation, name: str, by: Actor, prepare: Any = None) -> Quotation:
    given = {"prepare": prepare} if prepare is not None else {}
    paper: Quotation = take_step(QUOTATION, quotation, name, by=by, **given)
    return paper
