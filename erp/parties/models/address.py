"""Where goods and invoices go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models import Country, Region
from erp.foundation.models import KeyField, Recorded
from erp.parties.models.party import Party


class AddressKind(models.TextChoices):
    """What is sent there."""

    SHIP = "ship", _("goods")
    BILL = "bill", _("invoices")


class Address(Recorded):
    """An address of a company; of each kind exactly one is the default."""

    party = models.ForeignKey(
        Party, verbose_name=_("company"), on_delete=models.CASCADE, related_name="addresses"
    )
    kind = models.CharField(
        _("for"), max_length=4, choices=AddressKind.choices, default=AddressKind.SHIP
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="addresses"
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="addresses",
    )
    street = models.CharField(_("street"), max_length=150)
    #: By this a file finds an address again, whatever the database thinks of capitals.
    street_key = KeyField("street", max_length=150, blank_is_null=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    receiver = models.CharField(_("receiver"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("New papers start with this address.")
    )
    #: Filled for the default of its kind alone, so that the database allows no second one.
    default_mark = models.BooleanField(null=True, editable=False)

    search_fields = ("street", "receiver", "phone", "postcode")
    owner_fields = ("party__sales_owner", "party__purchasing_owner")
    derived_fields = ("default_mark",)

    class Meta(Recorded.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("party", "kind", "default_mark"), name="address_one_default"
            ),
        )

    def __str__(self) -> str:
        """Return the street."""
        return self.street

    def clean(self) -> None:
        """Keep the region inside the country."""
        from erp.parties.rules.address import check_region_in_country

        if self.region is not None and self.country_id is not None:
            check_region_in_country(self.region, self.country_id)
