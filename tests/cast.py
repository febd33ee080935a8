"""The people of the tests: one for each role of the house, a second seller and a stranger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.utils import timezone

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff import default_rights
from erp.staff.models import Role, User
from erp.staff.queries.right import permissions_by_name

PASSWORD = "a long-standing secret 42"
#: Name in the tests, and the role that comes with it; the stranger has none.
ROLE_OF: dict[str, str | None] = {
    "system": "system",
    "manager": "manager",
    "sales": "sales",
    "other_sales": "sales",
    "purchasing": "purchasing",
    "storekeeper": "storekeeper",
    "finance": "finance",
    "auditor": "auditor",
    "stranger": None,
}
AUDITED_DAYS = 30


def make_role(code: str) -> Role:
    """Return the role of the house, made with the rights of the default table where missing."""
    known = Role.objects.filter(code=code).first()
    if known is not None:
        return known
    facts = next(role for role in default_rights.ROLES if role.code == code)
    keys = _permission_keys()
    wanted = (
        set(keys)
        if code == default_rights.SYSTEM
        else default_rights.rights_of_role(code) & set(keys)
    )
    role = Role(
        code=code,
        name=facts.name,
        name_zh=facts.name_zh,
        needs_end=facts.needs_end,
        rights_given=sorted(wanted),
    )
    role.save()
    _give(role, (keys[name] for name in wanted))
    return role


def _permission_keys() -> dict[str, int]:
    """Return the key of every permission; read again when there are others than last time."""
    newest = Permission.objects.order_by("-pk").values_list("pk", "content_type_id", "codename")
    return _keys_while((Permission.objects.count(), newest.first()))


@lru_cache(maxsize=1)
def _keys_while(_there: tuple[int, tuple[int, int, str] | None]) -> dict[str, int]:
    return permissions_by_name()


def _give(role: Role, keys: Iterable[int]) -> None:
    """Write what the role may, hundreds of rows: as plain SQL, since most tests begin with it."""
    columns = [
        Group.permissions.through._meta.get_field(name).column for name in ("group", "permission")
    ]
    quoted = map(connection.ops.quote_name, (Group.permissions.through._meta.db_table, *columns))
    sql = "INSERT INTO {} ({}, {}) VALUES (%s, %s)".format(*quoted)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(role.pk, key) for key in keys])


def make_person(name: str) -> User:
    """Return the person of that name, made with the role and the rights it brings."""
    known = User.objects.filter(username=name).first()
    if known is not None:
        return known
    code = ROLE_OF[name]
    with operation(OperationKind.COMMAND, by=SYSTEM):
        person = User(
            username=name,
            name=name.replace("_", " ").title(),
            email=f"{name}@house.example",
            ends_on=_end_of_audit() if code == "auditor" else None,
        )
        person.set_password(PASSWORD)
        person.save()
        if code:
            person.groups.add(make_role(code))
    return person


def _end_of_audit() -> dt.date:
    return timezone.now().date() + dt.timedelta(days=AUDITED_DAYS)
