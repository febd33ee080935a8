"""Who may approve which papers: by somebody else, within the amount of the person's roles.

A paper has ``owner`` and ``submitted_by``; one with money is weighed in the base currency.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from erp.company.models import PaperHead
from erp.company.queries.approval_weight import weighed, weight_of, within
from erp.company.rules.approval import check_may_approve_own, check_within_limit
from erp.foundation.actor import Actor
from erp.foundation.operation import act_for
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, may, may_oneself, reach
from erp.foundation.standing_in import (
    fits,
    let_stand_in,
    principals_of,
    reached_standing_in,
)
from erp.staff.queries.approval import approval_of

if TYPE_CHECKING:
    from erp.staff.models import User


def check_may_approve(paper: Any, by: Actor) -> None:
    """Refuse who submitted or owns it, and base-currency amounts above the person's limit.

    A deputy may where the colleague who is away may; the operation then says for whom it was done.
    """
    act_for(approver_of(paper, by))


def note_deputy(paper: Any, by: Actor) -> None:
    """Say for whom a deputy decides about a paper otherwise, as by giving it back."""
    if not may_oneself(by, "approve", paper):
        act_for(approver_of(paper, by))


def approver_of(paper: Any, by: Actor) -> User | None:
    """Return the colleague for whom somebody approves it as a deputy; ``None`` in their own name.

    Their own rights come first. Refused as they themselves would be where it waits for nobody for
    whom they stand in.
    """
    try:
        _check_own(paper, by)
    except Refusal as refusal:
        refused: Refusal | None = refusal
    else:
        refused = None
        if by.user is None or may_oneself(by, "approve", paper):
            return None
    for principal in principals_of(by.user):
        if fits(paper, reached_for(type(paper), principal, by.user, "approve")):
            _check_own(paper, Actor.person(principal))
            found: User = principal
            return found
    if refused is not None:
        raise refused
    return None


def _check_own(paper: Any, by: Actor) -> None:
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
    if not may(by, "approve", paper):
        return False
    try:
        approver_of(paper, by)
    except Refusal:
        return False
    return True


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


def papers_as_deputy(papers: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Return those of the submitted papers that wait for whom this person stands in for."""
    condition = reached_standing_in(actor, "approve", papers.model)
    found = papers.none() if condition is None else papers.filter(condition)
    return found.order_by("issued_on", "pk")


def let_deputies_approve(model: Any, *parts: tuple[Any, str]) -> None:
    """Let deputies look at what waits for a colleague, with its lines, and decide about it.

    ``parts`` are the models of its lines, each with the relation to the paper. Called once, in
    ``AppConfig.ready``.
    """
    let_stand_in(model, partial(reached_for, model))
    for part, relation in parts:
        let_stand_in(part, partial(_parts_reached_for, model, relation))


def reached_for(model: Any, principal: Any, deputy: Any, action: str) -> Q:
    """Return the papers that a deputy reaches for a colleague: what waits for their approval.

    Never what the deputy owns or submitted. To look at, also what the deputy approved.
    """
    submitted = model._base_manager.filter(status="submitted")
    waiting = papers_to_approve(submitted, Actor.person(principal)).order_by().values("pk")
    found = Q(pk__in=waiting) & ~Q(owner=deputy.pk)
    found &= Q(submitted_by=None) | ~Q(submitted_by=deputy.pk)
    return found | Q(approved_by=deputy.pk) if action == "view" else found


def _parts_reached_for(model: Any, relation: str, principal: Any, deputy: Any, action: str) -> Q:
    if action != "view":
        return Q(pk__in=[])
    papers = model._base_manager.filter(reached_for(model, principal, deputy, action))
    return Q(**{f"{relation}__in": papers.order_by().values("pk")})


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
