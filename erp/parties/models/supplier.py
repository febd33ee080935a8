"""A company from which the house buys."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Recorded
from erp.foundation.models.role_manager import RoleManager
from erp.parties.models.party import Party


class Supplier(Party):
    """A party in the role of a supplier; its owner is the person who buys from it."""

    stands_for: ClassVar[Mapping[str, Any]] = {"is_supplier": True}
    objects: ClassVar[RoleManager] = RoleManager()

    owner_fields: ClassVar[Sequence[str]] = ("purchasing_owner",)

    class Meta(Recorded.Meta):
        proxy = True
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ("name_key",)

    def __init__(self, *args: Any, **values: Any) -> None:
        """A new one is a supplier from the start; rows that are read come with their own flags."""
        if not args:
            values.setdefault("is_supplier", True)
        super().__init__(*args, **values)
