"""What stands before writes by which somebody could approve more: of roles and of accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from erp.foundation.actor import Actor
from erp.foundation.gate import Attempt, Verb, guard
from erp.staff.models import Role, User
from erp.staff.queries.approval import (
    approval_handed_on,
    approving,
    approving_rights_of_role,
    roles_that_approve,
    sets_limits_freely,
    widest_approval,
)
from erp.staff.queries.right import rights_named, rights_of_account
from erp.staff.rules.approval import (
    check_does_not_approve_more,
    check_limit_not_above,
    check_not_own_role,
    check_own_papers_not_above,
    is_more,
)

LIMIT, OWN = "approval_limit", "approves_own"


def register() -> None:
    """Put the checks before roles and accounts."""
    guard(Role, _role_may_approve_more)
    guard(User, _account_approves_no_more)
    guard(User, _account_may_approve_more)


def _role_may_approve_more(attempt: Attempt) -> None:
    """Nobody raises the limit of an own role, nor any above their own; System is free."""
    role: Any = attempt.record
    if attempt.relation == "permissions":
        rights = approving(rights_named(attempt.added))
        if rights and not sets_limits_freely(attempt.by):
            _check_handed_on(role, rights, attempt.by, limit="permissions", own="permissions")
    elif attempt.verb in {Verb.CREATE, Verb.CHANGE}:
        widened = _widened(role)
        if widened and not sets_limits_freely(attempt.by):
            _check_widened(role, widened, attempt.by)


def _widened(role: Any) -> set[str]:
    """Return the fields by whose change the role approves more than before."""
    new = role._state.adding
    before: dict[str, Any] = {LIMIT: Decimal(0), OWN: False} if new else role.before()
    fields = {OWN} if role.approves_own and not before[OWN] else set()
    return fields | ({LIMIT} if is_more(role.approval_limit, before[LIMIT]) else set())


def _check_widened(role: Any, widened: set[str], by: Actor) -> None:
    new = role._state.adding
    holds_it = not new and User.objects.filter(pk=by.user.pk, groups=role.pk).exists()  # type: ignore[union-attr]
    for field in sorted(widened):
        check_not_own_role(holds_it=holds_it, field=field)
    rights = [] if new else approving_rights_of_role(role.pk)
    if rights:
        _check_handed_on(role, rights, by, limit=LIMIT, own=OWN)
        return
    # Without a right to approve an empty limit means nothing yet: it is looked at with the right.
    widest = widest_approval(by)
    if role.approval_limit is not None:
        check_limit_not_above(role.approval_limit, widest.limit, field=LIMIT)
    check_own_papers_not_above(wanted=role.approves_own, allowed=widest.own, field=OWN)


def _check_handed_on(role: Any, rights: list[str], by: Actor, *, limit: str, own: str) -> None:
    """Refuse a role that approves more, by any of these rights, than the actor may by it."""
    for right in sorted(rights):
        held = approval_handed_on(by, right)
        check_limit_not_above(role.approval_limit, held.limit, field=limit)
        check_own_papers_not_above(wanted=role.approves_own, allowed=held.own, field=own)


def _account_approves_no_more(attempt: Attempt) -> None:
    """Nobody touches an account that approves more than they do: its password would be theirs."""
    account: Any = attempt.record
    by = attempt.by
    if not account._state.adding and not (by.user is not None and by.user.pk == account.pk):
        check_approves_no_more(account, by)


def check_approves_no_more(account: Any, by: Actor) -> None:
    """Refuse where the account may approve larger amounts, or own papers, and the actor not."""
    if sets_limits_freely(by):
        return
    for right in approving(rights_of_account(account)):
        theirs = approval_handed_on(Actor.person(account), right)
        mine = approval_handed_on(by, right)
        more = is_more(theirs.limit, mine.limit) or (theirs.own and not mine.own)
        check_does_not_approve_more(more=more, name=str(account))


def _account_may_approve_more(attempt: Attempt) -> None:
    """Nobody gives a role that approves more than they may, nor such a right without a limit."""
    if attempt.relation not in {"groups", "user_permissions"} or not attempt.added:
        return
    if sets_limits_freely(attempt.by):
        return
    if attempt.relation == "groups":
        for role, rights in roles_that_approve(attempt.added):
            _check_handed_on(role, rights, attempt.by, limit="groups", own="groups")
        return
    for right in sorted(approving(rights_named(attempt.added))):
        held = approval_handed_on(attempt.by, right)
        check_limit_not_above(None, held.limit, field="user_permissions")
