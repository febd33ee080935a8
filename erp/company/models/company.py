"""The legal entity that issues papers."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.currency import Currency
from erp.foundation.files import check_picture
from erp.foundation.models import Bilingual, KeyField, Language, Recorded
from erp.foundation.models.colour import ColourField
from erp.foundation.time_zone import check_time_zone


class Company(Recorded, Bilingual):
    """A company of the group: its letterhead, bank and base currency; one at first."""

    name_key = KeyField("name", max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_zh = models.CharField(_("address in Chinese"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    fax = models.CharField(_("fax"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    website = models.URLField(_("website"), blank=True)
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True)
    logo = models.ImageField(
        _("logo"), upload_to="company/", blank=True, validators=[check_picture]
    )
    stamp = models.ImageField(
        _("stamp"),
        upload_to="company/",
        blank=True,
        validators=[check_picture],
        help_text=_("Printed over the signature of papers, on a transparent ground."),
    )
    accent = ColourField(
        _("colour"), help_text=_("Of titles and lines on papers; empty takes a dark green.")
    )
    bank_name = models.CharField(_("bank"), max_length=100, blank=True)
    bank_name_zh = models.CharField(_("bank in Chinese"), max_length=100, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)
    bank_code = models.CharField(_("bank code (SWIFT or CNAPS)"), max_length=20, blank=True)
    bank_address = models.CharField(_("bank's address"), max_length=200, blank=True)
    bank_address_zh = models.CharField(_("bank's address in Chinese"), max_length=200, blank=True)
    base_currency = models.ForeignKey(
        Currency,
        verbose_name=_("base currency"),
        on_delete=models.PROTECT,
        related_name="companies",
        help_text=_("The books are kept in it; all rates are rates to it."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Shanghai", validators=[check_time_zone]
    )

    validity_reseller = models.PositiveSmallIntegerField(
        _("validity for resellers"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Days for which a quotation to a reseller holds."),
    )
    validity_end_user = models.PositiveSmallIntegerField(
        _("validity for end users"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Days for which a quotation to an end user holds."),
    )

    search_fields = ("name", "name_zh", "short_name")
    natural_key_fields = ("name",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("company")
        verbose_name_plural = _("our companies")
        ordering = ("name_key",)
