"""A company that buys from the house."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Recorded
from erp.foundation.models.role_manager import RoleManager
from erp.parties.models.party import Party


class Customer(Party):
    """A party in the role of a customer; its owner is the person who sells to it."""

    stands_for: ClassVar[Mapping[str, Any]] = {"is_customer": True}
    objects: ClassVar[RoleManager] = RoleManager()

    owner_fields: ClassVar[Sequence[str]] = ("sales_owner",)

    class Meta(Recorded.Meta):
        proxy = True
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ("name_key",)

    def __init__(self, *args: Any, **values: Any) -> None:
        """A new one is a customer from the start; rows that are read come with their own flags."""
        if not args:
            values.setdefault("is_customer", True)
        super().__init__(*args, **values)
