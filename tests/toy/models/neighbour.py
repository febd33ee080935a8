"""Who lends toys to the house or borrows them: one table, shown by its two roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from erp.foundation.models import KeyField, Recorded
from erp.foundation.models.role_manager import RoleManager


class Neighbour(Recorded):
    """A neighbour under the one name: lender, borrower or both."""

    name = models.CharField("name", max_length=40)
    name_key = KeyField("name", max_length=40, unique=True)
    is_lender = models.BooleanField("lender", default=False, editable=False)
    is_borrower = models.BooleanField("borrower", default=False, editable=False)
    phone = models.CharField("phone", max_length=30, blank=True)
    lending_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="owner of the lending",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    search_fields = ("name", "phone")
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = "neighbour"
        verbose_name_plural = "neighbours"
        ordering = ("name_key",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Lender(Neighbour):
    """A neighbour who lends toys; its owner is the person who borrows them for the house."""

    stands_for: ClassVar[Mapping[str, Any]] = {"is_lender": True}
    objects: ClassVar[RoleManager] = RoleManager()

    owner_fields: ClassVar[Sequence[str]] = ("lending_owner",)

    class Meta(Recorded.Meta):
        proxy = True
        verbose_name = "lender"
        verbose_name_plural = "lenders"
        ordering = ("name_key",)

    def __init__(self, *args: Any, **values: Any) -> None:
        """A new one lends from the start; rows that are read come with their own flags."""
        if not args:
            values.setdefault("is_lender", True)
        super().__init__(*args, **values)


class Borrower(Neighbour):
    """A neighbour who borrows toys."""

    stands_for: ClassVar[Mapping[str, Any]] = {"is_borrower": True}
    objects: ClassVar[RoleManager] = RoleManager()

    class Meta(Recorded.Meta):
        proxy = True
        verbose_name = "borrower"
        verbose_name_plural = "borrowers"
        ordering = ("name_key",)

    def __init__(self, *args: Any, **values: Any) -> None:
        """A new one borrows from the start; rows that are read come with their own flags."""
        if not args:
            values.setdefault("is_borrower", True)
        super().__init__(*args, **values)
