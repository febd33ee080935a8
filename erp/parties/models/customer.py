"""A company that buys from the house."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Recorded
from erp.parties.models.party import Party, RoleManager


class Customer(Party):
    """A party in the role of a customer; its owner is the person who sells to it."""

    objects: ClassVar[RoleManager] = RoleManager("is_customer")

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
