"""The tax rates that lines of papers carry."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class TaxKind(models.TextChoices):
    """What kind of rate it is."""

    STANDARD = "standard", _("standard")
    REDUCED = "reduced", _("reduced")
    ZERO = "zero", _("zero-rated")
    EXEMPT = "exempt", _("exempt")


class TaxRate(Recorded, Bilingual):
    """A rate of value added tax, in percent."""

    name_key = KeyField("name", max_length=80, unique=True)
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=TaxKind.choices, default=TaxKind.STANDARD
    )
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ("name_key",)

    def clean(self) -> None:
        """Keep kind and percent in agreement."""
        from erp.company.rules.tax_rate import check_kind_fits

        check_kind_fits(self.kind, self.percent)
