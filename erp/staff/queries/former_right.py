"""Tells what a person or a role was allowed on a day, from the log of rights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from erp.foundation.models import LogEntry
from erp.staff.models import Role, User


@dataclass(frozen=True)
class FormerRight:
    """A right that was held, and through what."""

    permission: Permission
    #: The roles that gave it; empty where the person held it on their own.
    roles: tuple[str, ...]
    own: bool


@dataclass
class FormerRights:
    """What was allowed at one moment."""

    #: It did not exist yet, or not any more.
    there: bool = True
    active: bool = True
    ends_on: dt.date | None = None
    roles: list[str] = field(default_factory=list)
    rights: list[FormerRight] = field(default_factory=list)


def rights_of_role_then(role: Role, moment: dt.datetime) -> FormerRights:
    """Return what a role allowed at a moment."""
    if _version(role, moment) is None:
        return FormerRights(there=False)
    keys = _joined_then(role, "permissions", moment)
    return FormerRights(roles=[str(role)], rights=_told({str(role): keys}, set()))


def rights_of_person_then(person: User, moment: dt.datetime) -> FormerRights:
    """Return what a person was allowed at a moment, by the roles of then as they were then."""
    version = _version(person, moment)
    if version is None:
        return FormerRights(there=False)
    given: dict[str, set[int]] = {}
    for key in sorted(_joined_then(person, "groups", moment)):
        role = Role.objects.filter(pk=key).first() or _gone(Role, key)
        if role is not None:
            given[str(role)] = _joined_then(role, "permissions", moment)
    own = _joined_then(person, "user_permissions", moment)
    return FormerRights(
        active=version.is_active,
        ends_on=version.ends_on,
        roles=list(given),
        rights=_told(given, own),
    )


def _version(record: Any, moment: dt.datetime) -> Any:
    """Return the version that stood at a moment; ``None`` before it was made and after its end."""
    pk = type(record)._meta.pk.attname
    rows = type(record).history.filter(**{pk: record.pk}, history_date__lte=moment)
    last = rows.order_by("-history_id").first()
    return None if last is None or last.history_type == "-" else last


def _gone(model: Any, key: int) -> Any:
    """Return a record that was deleted since, as its last version has it."""
    last = model.history.filter(**{model._meta.pk.attname: key}).order_by("-history_id").first()
    return last.instance if last is not None else None


def _joined_then(record: Any, name: str, moment: dt.datetime) -> set[int]:
    """Return what a record was joined to at a moment: as it is now, what came since taken back."""
    model = type(record)
    joined = set()
    if model._base_manager.filter(pk=record.pk).exists():
        joined = set(getattr(record, name).values_list("pk", flat=True))
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id=record.pk,
        timestamp__gt=moment,
    )
    for changes in rows.order_by("-pk").values_list("changes", flat=True):
        change = (changes or {}).get(name)
        if isinstance(change, dict) and change.get("type") == "m2m":
            joined = (joined - set(change["added"])) | set(change["removed"])
    return joined


def _told(given: dict[str, set[int]], own: set[int]) -> list[FormerRight]:
    keys = own.union(*given.values())
    rows = Permission.objects.filter(pk__in=keys).select_related("content_type")
    return [
        FormerRight(
            permission=each,
            roles=tuple(role for role, keys in given.items() if each.pk in keys),
            own=each.pk in own,
        )
        for each in rows.order_by("content_type__app_label", "content_type__model", "codename")
    ]
