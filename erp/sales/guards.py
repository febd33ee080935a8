"""What stands before writes of quotations, and what is worked out after them."""

from __future__ import annotations

from typing import Any

from erp.catalog.services.paper_totals import PricedPaper
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import govern
from erp.foundation.settling import settle
from erp.sales.life_cycles import QUOTATION
from erp.sales.models import Quotation, QuotationLine, QuotationStatus
from erp.sales.rules.quotation import (
    check_contact_belongs,
    check_day_of_winning,
    check_no_open_revision,
    check_validity,
)
from erp.sales.rules.revision import check_former_is_closed
from erp.sales.services.taking_up import settle_revisions, standing
from erp.sales.services.validity import fill_validity
from erp.staff.queries.paper_approval import let_deputies_approve

PRICED_QUOTATION = PricedPaper(
    cycle=QUOTATION,
    head=Quotation,
    line=QuotationLine,
    relation="quotation",
    fill=fill_validity,
    facts=("valid_until",),
    costed=True,
)


def register() -> None:
    """Put the guards up and let totals follow heads and lines."""
    govern(QUOTATION)
    guard(Quotation, _quotation_may_be_written)
    let_deputies_approve(Quotation, (QuotationLine, "quotation"))
    guard(Quotation, _day_of_winning_is_true)
    settle(Quotation, PRICED_QUOTATION.settle_heads)
    settle(Quotation, settle_revisions)
    settle(QuotationLine, PRICED_QUOTATION.settle_lines)


def _quotation_may_be_written(attempt: Attempt) -> None:
    """The contact is the customer's, and a quotation holds at least for the day of its date."""
    paper: Any = attempt.record
    if attempt.verb not in {Verb.CREATE, Verb.CHANGE}:
        return
    check_validity(paper.issued_on, paper.valid_until)
    before = {} if attempt.verb == Verb.CREATE else paper.before()
    superseded = before.get("status") == QuotationStatus.SUPERSEDED
    if superseded and paper.status != QuotationStatus.SUPERSEDED:
        newer = standing().filter(revises=paper.pk).first()
        check_no_open_revision(newer.number if newer else None)
    _check_stands_alone(paper, before)
    same = all(before.get(n) == getattr(paper, n) for n in ("contact_id", "customer_id"))
    if paper.contact_id is not None and not same:
        check_contact_belongs(paper.contact.party_id, paper.customer_id)


def _day_of_winning_is_true(attempt: Attempt) -> None:
    """What people state by files is a day that has come; the house itself states what it knows."""
    paper: Any = attempt.record
    if attempt.by.is_system or attempt.verb not in {Verb.CREATE, Verb.CHANGE}:
        return
    before = {} if attempt.verb == Verb.CREATE else paper.before()
    if all(before.get(name) == getattr(paper, name) for name in ("status", "won_on")):
        return
    won = paper.status == QuotationStatus.WON
    check_day_of_winning(paper.won_on, house_day(), won=won)


def _check_stands_alone(paper: Any, before: dict[str, Any]) -> None:
    """Refuse a revision that comes to stand beside the paper that it replaces."""
    cancelled = QuotationStatus.CANCELLED
    stood = before.get("status") not in {None, cancelled}
    if paper.revises_id is None or paper.status == cancelled:
        return
    if stood and before.get("revises_id") == paper.revises_id:
        return
    rows = Quotation.objects.filter(pk=paper.revises_id).exclude(status=QuotationStatus.SUPERSEDED)
    former = rows.first()
    check_former_is_closed(str(paper), former.number if former else None)
