"""The people whom the house talks to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import KeyField, Recorded
from erp.parties.models.party import Party


class Salutation(models.TextChoices):
    """How a contact is addressed."""

    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    DR = "dr", _("Dr")


class Contact(Recorded):
    """A person at a customer's or supplier's; exactly one of each company is the default."""

    party = models.ForeignKey(
        Party, verbose_name=_("company"), on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    name_key = KeyField("name", max_length=60, db_index=True)
    salutation = models.CharField(
        _("salutation"), max_length=2, choices=Salutation.choices, blank=True
    )
    department = models.CharField(_("department"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile"), max_length=30, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    fax = models.CharField(_("fax"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("New papers start with this contact.")
    )
    #: Filled for the default alone, so that the database allows no second one.
    default_of = models.OneToOneField(
        Party,
        verbose_name=_("default of"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="default_contact",
    )

    search_fields = ("name", "department", "mobile", "phone", "email")
    owner_fields = ("party__sales_owner", "party__purchasing_owner")
    natural_key_fields = ("party", "name")
    derived_fields = ("default_of",)

    class Meta(Recorded.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("name_key",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
