"""Signing people out: one session, all of somebody's, or all but the one that asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.rights import check_may, may
from erp.foundation.telling import about_record
from erp.staff.models import RememberedDevice, Session, User
from erp.staff.models.session import digest_of
from erp.staff.services.access_log import note_access


@service(OperationKind.SESSION, told=gettext_lazy("signed out elsewhere"))
def end_sessions(user: User, *, keep: str | None = None, by: Actor, reason: str = "") -> int:
    """End a person's sessions, all but the one whose key is ``keep``; return how many.

    The caller has asked for the right. What is ended is recorded in the person's log; where there
    is nothing to end, nothing is.
    """
    ending = Session.stored.filter(person=user)
    if keep:
        ending = ending.exclude(session_key=digest_of(keep))
    return _end(user, ending)


@service(OperationKind.SESSION, told=gettext_lazy("signed somebody out"))
def end_session(session: Session, *, by: Actor, reason: str = "") -> int:
    """End one session: one's own, or with the right to end sessions anybody's."""
    if by.user is None or session.person_id != by.user.pk:
        check_may(by, "delete", session)
    return _end(session.person, Session.stored.filter(pk=session.pk))


@service(OperationKind.SESSION, told=gettext_lazy("signed somebody out everywhere"))
def sign_out_everywhere(account: User, *, by: Actor, reason: str = "") -> User:
    """End all sessions of an account; whoever sits there signs in again, with the second factor.

    Remembered devices are forgotten: one that was stolen is the reason as often as not.
    """
    check_may(by, "delete", Session)
    RememberedDevice.objects.filter(user=account).delete()
    _end(account, Session.stored.filter(person=account))
    return account


def may_end_sessions(account: User, by: Actor) -> bool:
    """Tell whether somebody may sign others out."""
    return may(by, "delete", Session)


def end_sessions_of_changed(changed: Iterable[Any]) -> None:
    """End the sessions of accounts whose password was changed or that may not act any more.

    Called when an operation settles. The browser that changed its own password gets a new session
    from the page that did it.
    """
    for change in changed:
        before = change.before or {}
        if change.sign == "~" and before and _lost_its_sessions(before, change.after):
            _end(change.record, Session.stored.filter(person=change.pk))


def _lost_its_sessions(before: dict[str, Any], after: dict[str, Any]) -> bool:
    shut = before.get("is_active") and not after.get("is_active")
    return bool(shut or before.get("password") != after.get("password"))


def _end(person: User | None, ending: QuerySet[Session]) -> int:
    """Delete sessions and note it in the person's log, under the running operation."""
    devices = sorted({session.device() for session in ending.only("user_agent")})
    count, _by_kind = ending.delete()
    running = running_operation()
    if not count or person is None or running is None:
        return count
    if running.row.kind == OperationKind.SESSION and not running.row.summary:
        running.row.be_about(about_record(User, person))
        running.row.details = {**running.row.details, "sessions": count}
    note_access(person, {"sessions": [", ".join(devices)[:200], None]}, under=running.stored())
    return count
