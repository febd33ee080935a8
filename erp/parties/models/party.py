"""A company with which the house trades: customer, supplier or both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models import Currency, PaymentTerms
from erp.foundation.models import KeyField, Language, Recorded


class PartyKind(models.TextChoices):
    """What becomes of the goods."""

    RESELLER = "reseller", _("reseller")
    END_USER = "end_user", _("end user")


class Party(Recorded):
    """A company under its one name; ``Customer`` and ``Supplier`` are its two roles."""

    name = models.CharField(_("name"), max_length=100, validators=[MinLengthValidator(2)])
    name_key = KeyField("name", max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    is_customer = models.BooleanField(_("customer"), default=False, editable=False)
    is_supplier = models.BooleanField(_("supplier"), default=False, editable=False)
    kind = models.CharField(
        _("kind"), max_length=8, choices=PartyKind.choices, default=PartyKind.END_USER
    )
    sales_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sales owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
    )
    purchasing_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("purchasing owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suppliers",
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    fax = models.CharField(_("fax"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True)
    payment_terms = models.ForeignKey(
        PaymentTerms,
        verbose_name=_("payment terms"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
    )
    credit_limit = models.DecimalField(
        _("credit limit"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In the base currency; empty means no limit."),
    )
    currency = models.ForeignKey(
        Currency,
        verbose_name=_("currency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
    )
    language = models.CharField(
        _("language of papers"),
        max_length=10,
        choices=Language.choices,
        default=Language.CHINESE,
    )
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "short_name", "phone", "email", "tax_id")
    owner_fields: ClassVar[Sequence[str]] = ("sales_owner", "purchasing_owner")
    guarded_fields = ("credit_limit",)
    natural_key_fields = ("name",)

    class Meta(Recorded.Meta):
        verbose_name = _("trading partner")
        verbose_name_plural = _("trading partners")
        ordering = ("name_key",)
        indexes = (
            models.Index(fields=("is_customer", "name_key"), name="party_customer_name"),
            models.Index(fields=("is_supplier", "name_key"), name="party_supplier_name"),
            models.Index(fields=("sales_owner", "name_key"), name="party_sales_name"),
            models.Index(fields=("purchasing_owner", "name_key"), name="party_purchasing_name"),
            models.Index(fields=("kind", "name_key"), name="party_kind_name"),
            models.Index(fields=("created_at",), name="party_created"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def unique_error_message(self, model_class: Any, unique_check: Any) -> ValidationError:
        """Say who has the name already, and what to do when it is the same company."""
        from erp.parties.rules.party import name_is_taken

        if "name_key" not in unique_check:
            return super().unique_error_message(model_class, unique_check)
        other = Party.objects.filter(name_key=self.name_key).exclude(pk=self.pk).first()
        return name_is_taken(self, other)
