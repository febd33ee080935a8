"""Let exactly one of several people undo an operation, and tell the others that it is done."""

from __future__ import annotations

from typing import NoReturn

from django.utils.translation import gettext as _

from erp.foundation.models.operation import Operation
from erp.foundation.refusal import Refusal


def claim_undo(target: Operation) -> None:
    """Lock the operation for the running undo of it; refuse when another one came before.

    Whoever comes second waits here until the first is through, and finds what that one did.
    """
    Operation.objects.select_for_update().get(pk=target.pk)
    if Operation.objects.filter(undoes=target).exists():
        refuse_second()


def refuse_second() -> NoReturn:
    """Refuse to undo an operation again."""
    raise Refusal(_("This operation was already undone."), code="already_undone")
