"""Who may approve which papers: by somebody else, within the amount of the person's roles.

A paper has ``owner`` and ``submitted_by``; one with money is weighed in the base currency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from erp.company.models import PaperHead
from erp.company.queries.approval_weight import weighed, weight_of, within
from erp.company.rules.approval import check_may_approve_own, check_within_limit
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, may, reach
from erp.staff.queries.approval import approval_of

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def check_may_approve(paper: Any, by: Actor) -> None:
    """Refuse who submitted or owns it, and base-currency amounts above the person's limit."""
    owns = by.user is not None and paper.owner_id == by.user.pk
    allowed = approval_of(by, type(paper), own=owns)
    submitted_it = by.user is not None and paper.submitted_by_id == by.user.pk
    check_may_approve_own(submitted_it=submitted_it, owns_it=owns, may_own=allowed.own)
    if allowed.limit is None or not isinstance(paper, PaperHead):
        return
    base, currency = paper.company.base_currency.code, paper.currency.code
    check_within_limit(weight_of(paper), allowed.limit, base, currency)


def may_approve(paper: Any, by: Actor) -> bool:
    """Tell whether this person could approve it: nothing is offered that would be refused."""
    try:
        check_may_approve(paper, by)
    except Refusal:
        return False
    return may(by, "approve", paper)


def papers_to_approve(papers: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Return those of the submitted papers that this person could approve now, the oldest first."""
    model = papers.model
    extent = reach(actor, "approve", model)
    if extent == Reach.NONE or actor.user is None:
        return papers.none()
    allowed = _approvable(model, actor, own=True)
    if extent == Reach.ALL:
        allowed |= _approvable(model, actor, own=False)
    rows = weighed(papers) if issubclass(model, PaperHead) else papers
    return rows.filter(allowed).order_by("issued_on", "pk")


def _approvable(model: Any, actor: Actor, *, own: bool) -> Q:
    """Return the condition under which the actor may approve own papers, or those of others."""
    me = actor.user.pk if actor.user is not None else None
    approval = approval_of(actor, model, own=own)
    if own and not approval.own:
        return Q(pk__in=[])
    found = Q(owner=me) if own else ~Q(owner=me)
    if approval.limit is not None and issubclass(model, PaperHead):
        found &= within(approval.limit)
    if not approval.own:
        found &= Q(submitted_by=None) | ~Q(submitted_by=me)
    return found
