"""What a currency was worth on a day."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.currency import Currency
from erp.foundation.models import Recorded


class ExchangeRate(Recorded):
    """How much of the base currency one unit of a currency is worth from a day on."""

    currency = models.ForeignKey(
        Currency, verbose_name=_("currency"), on_delete=models.PROTECT, related_name="rates"
    )
    date = models.DateField(_("from"), db_index=True)
    rate = models.DecimalField(
        _("rate"),
        max_digits=15,
        decimal_places=8,
        validators=[MinValueValidator(Decimal("0.00000001"))],
        help_text=_("How much of the base currency one unit is worth."),
    )

    natural_key_fields = ("currency", "date")

    class Meta(Recorded.Meta):
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("-date",)
        constraints = (
            models.UniqueConstraint(fields=("currency", "date"), name="exchange_rate_once"),
        )

    def __str__(self) -> str:
        """Return currency, day and rate."""
        return f"{self.currency} {self.date}: {self.rate.normalize():f}"
