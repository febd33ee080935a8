"""What invoices to a company show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Recorded
from erp.parties.models.party import Party


class BillingProfile(Recorded):
    """Legal name, tax number and bank of a company, as its tax office knows them."""

    party = models.OneToOneField(
        Party, verbose_name=_("company"), on_delete=models.CASCADE, related_name="billing"
    )
    legal_name = models.CharField(_("legal name"), max_length=120)
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)

    search_fields = ("legal_name", "tax_id")
    owner_fields = ("party__sales_owner", "party__purchasing_owner")
    natural_key_fields = ("party",)

    class Meta(Recorded.Meta):
        verbose_name = _("billing profile")
        verbose_name_plural = _("billing profiles")
        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the legal name."""
        return self.legal_name
