"""Rights are given and taken only by whoever proved lately who they are, at every write."""

from __future__ import annotations

from typing import Any

from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.gate import Attempt, Verb, guard
from erp.staff.models import Role, User

_RIGHTS_OF_PEOPLE = frozenset({"groups", "user_permissions"})
_RELATIONS_OF_ROLES = frozenset({"permissions", "invites"})
_RIGHTS_OF_ROLES = ("approval_limit", "approves_own")


def register() -> None:
    """Put the checks before accounts and roles."""
    guard(User, _rights_of_a_person)
    guard(Role, _rights_of_a_role)


def _rights_of_a_person(attempt: Attempt) -> None:
    account: Any = attempt.record
    if attempt.by.is_system:
        return
    changed = attempt.relation in _RIGHTS_OF_PEOPLE and bool(attempt.added or attempt.removed)
    before = account.before() if account.pk and not account._state.adding else {}
    let_in = bool(before) and account.is_active and not before["is_active"]
    if changed or let_in or account.is_superuser != before.get("is_superuser", False):
        check_fresh_proof()


def _rights_of_a_role(attempt: Attempt) -> None:
    role: Any = attempt.record
    if attempt.by.is_system:
        return
    changed = attempt.relation in _RELATIONS_OF_ROLES and bool(attempt.added or attempt.removed)
    before = role.before() if role.pk and not role._state.adding else {}
    moved = any(name in before and before[name] != getattr(role, name) for name in _RIGHTS_OF_ROLES)
    if changed or moved or attempt.verb == Verb.DELETE:
        check_fresh_proof()
