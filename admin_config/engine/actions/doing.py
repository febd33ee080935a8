"""One verb for one record: the right, the state, then the service."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from admin_config.engine.spec import Do
from erp.foundation.actor import Actor
from erp.foundation.rights import may


def do_one(do: Do, record: Any, actor: Actor, reason: str) -> Any:
    """Call the service of a verb; ``ValidationError`` says why it is refused."""
    if not may(actor, do.right, record):
        raise ValidationError(_("You do not have the right."))
    if do.when is not None and not do.when(record):
        raise ValidationError(_("It is not in a state for this."))
    given = {"reason": reason} if do.reason else {}
    return do.service(record, by=actor, **given)
