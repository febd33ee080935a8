"""What can be done with contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.rights import check_may
from erp.parties.models import Contact

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@service(OperationKind.CHANGE, told=_("made the default"))
def set_default_contact(contact: Contact, *, by: Actor) -> Contact:
    """Make this contact the default of its company; the one before is no longer."""
    check_may(by, "change", contact)
    contact.is_default = True
    contact.save()
    return contact
