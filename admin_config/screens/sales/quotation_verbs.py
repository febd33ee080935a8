"""What can be done with a quotation, as buttons: the steps of its life cycle and its revision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do
from erp.sales.life_cycles import QUOTATION
from erp.sales.services.quotation import (
    approve_quotation,
    cancel_quotation,
    lose_quotation,
    reject_quotation,
    reopen_quotation,
    submit_quotation,
    win_quotation,
)
from erp.sales.services.revision import revise_quotation
from erp.staff.queries.paper_approval import may_approve


def _can(step: str) -> Callable[[Any], bool]:
    return lambda quotation: QUOTATION.can(step, quotation)


VERBS = (
    Do(submit_quotation, _("Submit"), icon="send", when=_can("submit")),
    Do(
        approve_quotation,
        _("Approve"),
        right="approve",
        icon="verified",
        when=_can("approve"),
        allowed=may_approve,
    ),
    Do(
        reject_quotation,
        _("Reject"),
        right="approve",
        icon="undo",
        reason=True,
        when=_can("reject"),
    ),
    Do(win_quotation, _("Won"), icon="emoji_events", when=_can("win")),
    Do(lose_quotation, _("Lost"), icon="thumb_down", reason=True, when=_can("lose")),
    Do(
        revise_quotation,
        _("Revise"),
        right="add",
        icon="edit_document",
        when=_can("supersede"),
        opens=True,
    ),
    Do(
        reopen_quotation,
        _("Reopen"),
        right="approve",
        icon="lock_open",
        reason=True,
        when=_can("reopen"),
    ),
    Do(cancel_quotation, _("Cancel"), icon="cancel", reason=True, when=_can("cancel")),
)
