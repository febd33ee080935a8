"""What a customer or supplier must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

if TYPE_CHECKING:
    from erp.parties.models import Party


def name_is_taken(record: Party, other: Party | None) -> ValidationError:
    """Return the message for a name in use: who has it, and how one company gets both roles."""
    if other is None:
        message = _("There is a company of this name already.")
    elif other.is_customer and not other.is_supplier and record.is_supplier:
        message = _(
            "“%(other)s” is a customer already. Open it there and choose “Also a supplier”, "
            "or ask somebody who may."
        )
    elif other.is_supplier and not other.is_customer and record.is_customer:
        message = _(
            "“%(other)s” is a supplier already. Open it there and choose “Also a customer”, "
            "or ask somebody who may."
        )
    else:
        message = _("There is “%(other)s” already, which counts as the same name.")
    return ValidationError(message, code="unique", params={"other": str(other)})


def check_has_role(*, is_customer: bool, is_supplier: bool) -> None:
    """Refuse a company that is neither customer nor supplier: no screen would show it."""
    if not (is_customer or is_supplier):
        raise Refusal(_("A company is a customer, a supplier or both."), code="no_role")


def check_not_yet(already: bool, name: str) -> None:
    """Refuse to give a role a second time."""
    if already:
        raise Refusal(_("“%(name)s” has this role already."), code="role", params={"name": name})


def check_may_delete_both(name: str, *, both_roles: bool, may_both: bool) -> None:
    """Refuse to delete somebody else's supplier along with one's own customer."""
    if both_roles and not may_both:
        raise Refusal(
            _("“%(name)s” is both customer and supplier, and you may delete only one of them."),
            code="both",
            params={"name": name},
        )
