"""What stands before every write of an account or a role, wherever it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.recorder import Change
from erp.foundation.settling import settle
from erp.staff.models import Role, User
from erp.staff.queries.right import (
    limited_roles,
    rights_named,
    rights_of_account,
    rights_of_actor,
    rights_of_roles,
)
from erp.staff.queries.user import (
    has_system_role,
    lasting_system_users,
    means_another_account,
    system_role,
)
from erp.staff.rules.right import check_may_grant, check_not_above
from erp.staff.rules.role import check_can_be_deleted, check_members_end, check_rights_are_free
from erp.staff.rules.user import (
    check_has_end,
    check_name_is_nobody_elses,
    check_not_oneself,
    check_own_end_is_not_later,
    check_superuser_flag,
    check_system_remains,
)


def register() -> None:
    """Put the checks before accounts and roles."""
    guard(User, _account_may_be_written)
    guard(User, _names_mean_one_person)
    guard(User, _a_system_user_remains)
    settle(User, _a_system_user_is_left)
    guard(User, _limited_account_ends)
    guard(Role, _role_may_be_written)


def _account_may_be_written(attempt: Attempt) -> None:
    """Nobody edits someone above them, nor grants what they do not hold."""
    account: Any = attempt.record
    by = attempt.by
    if by.is_system:
        return
    held = rights_of_actor(by)
    before = account.before() if account.pk and not account._state.adding else {}
    check_superuser_flag(
        changed=account.is_superuser != before.get("is_superuser", False),
        actor_is_superuser=bool(by.user and by.user.is_superuser),
    )
    own = by.user is not None and by.user.pk == account.pk
    if not own and before:
        check_not_above(held, rights_of_account(account), name=str(account))
    if own and before:
        check_own_end_is_not_later(account.ends_on, before.get("ends_on"))
    if own and (attempt.verb == Verb.DELETE or _goes_inactive(account, before)):
        check_not_oneself(by.user.pk if by.user else None, account.pk)
    if attempt.relation == "groups":
        check_may_grant(held, rights_of_roles(attempt.added), field="groups")
    elif attempt.relation == "user_permissions":
        check_may_grant(held, rights_named(attempt.added), field="user_permissions")


def _names_mean_one_person(attempt: Attempt) -> None:
    """One signs in by username, email or mobile, so none of them is another person's name."""
    account: Any = attempt.record
    if attempt.verb not in {Verb.CREATE, Verb.CHANGE}:
        return
    before = {} if account._state.adding else account.before()
    for field in ("username", "email", "mobile"):
        if getattr(account, field) != before.get(field):
            check_name_is_nobody_elses(field, taken=means_another_account(account, field))


def _goes_inactive(account: User, before: dict[str, Any]) -> bool:
    if not before:
        return False
    ends = account.ends_on != before.get("ends_on") and account.is_past_end
    return bool((before.get("is_active") and not account.is_active) or ends)


def _a_system_user_remains(attempt: Attempt) -> None:
    """The last account with the System role stays, active and with the role.

    The role's row is locked before anybody is counted, also by whoever gives the role: to hand it
    on and to shut out the one who gets it, in two requests at once, would leave nobody.
    """
    account: Any = attempt.record
    if account._state.adding:
        return
    leaving = attempt.verb == Verb.DELETE or (
        attempt.verb == Verb.CHANGE and _ends_some_day(account, account.before())
    )
    if attempt.relation == "groups":
        touched = Role.objects.filter(pk__in=attempt.added | attempt.removed, code="system")
        if touched.exists():
            system_role()
        leaving = leaving or touched.filter(pk__in=attempt.removed).exists()
    if leaving:
        system_role()
    if leaving and has_system_role(account.pk):
        check_system_remains(lasting_system_users(besides={account.pk, *attempt.together}))


def _a_system_user_is_left(changes: Sequence[Change]) -> None:
    """Look again when all is written: several may have lost the role or their access at once."""
    role = system_role()
    if role is None or not any(_lost_system(change, role.pk) for change in changes):
        return
    check_system_remains(lasting_system_users())


def _lost_system(change: Change, role_id: Any) -> bool:
    if role_id in change.relations.get("groups", {}).get("removed", ()):
        return True
    before = change.before or {}
    shut = before.get("is_active") and not change.after["is_active"]
    dated = before and change.after["ends_on"] is not None and before["ends_on"] is None
    return change.sign == "~" and bool(shut or dated) and has_system_role(change.pk)


def _ends_some_day(account: User, before: dict[str, Any]) -> bool:
    """Tell whether the change switches the account off, today or on a day that is set."""
    dated = account.ends_on is not None and account.ends_on != before.get("ends_on")
    return bool((before.get("is_active") and not account.is_active) or dated)


def _limited_account_ends(attempt: Attempt) -> None:
    """An account with a role for a limited time has a day on which it ends."""
    account: Any = attempt.record
    if attempt.relation == "groups" and attempt.added:
        check_has_end(account.ends_on, limited_roles(attempt.added))
    elif attempt.verb == Verb.CHANGE and account.ends_on is None and account.before()["ends_on"]:
        keys = account.groups.values_list("pk", flat=True)
        check_has_end(None, limited_roles(keys))


def _role_may_be_written(attempt: Attempt) -> None:
    """System stays whole, roles of the house stay, and nobody edits a role above them."""
    role: Any = attempt.record
    if attempt.verb == Verb.DELETE:
        people = User.objects.filter(groups=role).count()
        check_can_be_deleted(str(role), built_in=role.code is not None, people=people)
    _members_end(attempt, role)
    if attempt.by.is_system:
        return
    held = rights_of_actor(attempt.by)
    if not role._state.adding:
        check_not_above(held, rights_of_roles([role.pk]), name=str(role))
    if attempt.relation == "permissions":
        check_rights_are_free(is_system=role.is_system)
        check_may_grant(held, rights_named(attempt.added), field="permissions")


def _members_end(attempt: Attempt, role: Any) -> None:
    """A role becomes one for a limited time only when everybody who has it has an end."""
    if attempt.verb != Verb.CHANGE or not role.needs_end or role.before()["needs_end"]:
        return
    lasting = User.objects.filter(groups=role.pk, ends_on=None).order_by("username_key")
    check_members_end([str(account) for account in lasting])
