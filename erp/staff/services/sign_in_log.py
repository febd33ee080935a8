"""Signing in and out is written to the log: who, when, from where, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from django.contrib.auth import user_logged_in, user_logged_out, user_login_failed
from django.db import DatabaseError
from django.utils.translation import gettext_lazy, pgettext_lazy

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.telling import about_words
from erp.staff.models import User
from erp.staff.services.access_log import note_access
from erp.staff.sign_in import account_named

log = structlog.get_logger("sign_in")

SIGNED_IN, SIGNED_OUT, REFUSED, HELD = "signed in", "signed out", "refused", "held up"
#: What the log says of each, for the catalogue.
_WORDS = (
    gettext_lazy("signed in"),
    gettext_lazy("signed out"),
    pgettext_lazy("signing in", "refused"),
    pgettext_lazy("signing in", "held up"),
)
_CONTEXTS = {REFUSED: "signing in", HELD: "signing in"}


def connect() -> None:
    """Listen to Django's own signals of signing in and out (technical ones, no business rule)."""
    user_logged_in.connect(_signed_in, dispatch_uid="staff.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="staff.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="staff.refused")


def _signed_in(user: User, **_more: Any) -> None:
    _note(SIGNED_IN, account=user, by=Actor.person(user))


def _signed_out(user: User | None, **_more: Any) -> None:
    if user is not None:
        _note(SIGNED_OUT, account=user, by=Actor.person(user))


def _refused(credentials: dict[str, Any], **_more: Any) -> None:
    """File a refusal under the account it was meant for; an unknown name is never written down.

    What was typed there may be a password that went into the wrong field.
    """
    account = account_named(str(credentials.get("username") or ""))
    _note(REFUSED, account=account, by=SYSTEM)


def note_hold(account: User | None, *, kinds: Sequence[str]) -> None:
    """File that too many failures make the next attempt wait, and what was counted."""
    _note(HELD, account=account, by=SYSTEM, counted=list(kinds))


def _note(outcome: str, *, account: User | None, by: Actor, **details: Any) -> None:
    """Write operation and log entry; a database in trouble does not keep anybody out."""
    key = account.pk if account else None
    log.info("sign_in", outcome=outcome, account=key)
    try:
        run(
            lambda running: _write(running, outcome, account),
            OperationKind.SIGN_IN,
            by=by,
            details={"outcome": outcome, **details},
        )
    except DatabaseError:
        log.exception("sign_in_not_filed", outcome=outcome, account=key)


def _write(running: RunningOperation, outcome: str, account: User | None) -> Operation:
    context = _CONTEXTS.get(outcome, "")
    name = account.get_username() if account is not None else ""
    running.row.be_about(about_words(outcome, context=context, name=name))
    row = running.stored()
    if account is not None:
        note_access(account, {"sign_in": [None, outcome]}, under=row)
    return row
