"""Load the people of the demo company."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.staff.models import Role, User
from erp.staff.queries.demo_sign_in import STAFF
from erp.staff.rules.factor_code import AppMatch
from erp.staff.services.role import align_roles
from erp.staff.services.second_factor import store_app, store_backup_codes

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


_NO_FIELDS = frozenset({"role", "ends_in_days", "second_factor"})


@service(OperationKind.COMMAND)
def load_demo_staff(*, by: Actor, today: dt.date | None = None) -> list[User]:
    """Align the roles and create the demo's accounts that do not exist yet; return the new ones."""
    align_roles(by=by)
    staff = read_fixture(STAFF)
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in staff["accounts"] if account["username"] not in known]
    if not missing:
        return []
    password = make_password(staff["password"])
    roles = {role.code: role for role in Role.objects.filter(code__isnull=False)}
    start = today or timezone.now().date()
    made = []
    for facts in missing:
        ends = facts.get("ends_in_days")
        account = User(
            **{k: v for k, v in facts.items() if k not in _NO_FIELDS},
            password=password,
            email_verified_at=timezone.now(),
            ends_on=start + dt.timedelta(days=ends) if ends else None,
            time_zone="Asia/Shanghai",
        )
        account.full_clean()
        account.save()
        account.groups.set([roles[facts["role"]]])
        _enrol(account, facts.get("second_factor"))
        made.append(account)
    return made


def _enrol(account: User, second_factor: dict[str, Any] | None) -> None:
    """Enrol the one account with which the second factor is tried: its secret is no secret."""
    if second_factor is None:
        return
    never = AppMatch(step=-1, drift=0)
    store_app(account, secret=second_factor["secret"], match=never, name="Demo")
    store_backup_codes(account, second_factor["backup_codes"])
    account.has_second_factor = True
    account.save()
