"""When a customer pays, and when the house pays its suppliers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded


class PaymentTerms(Recorded, Bilingual):
    """Terms of payment as papers print them, with the days after which an invoice is due."""

    name_key = KeyField("name", max_length=80, unique=True)
    days = models.PositiveSmallIntegerField(
        _("days"), default=0, help_text=_("Days from the invoice until it is due.")
    )
    month_end = models.BooleanField(
        _("from the end of the month"),
        default=False,
        help_text=_("The days count from the end of the invoice's month."),
    )
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        ordering = ("name_key",)
        constraints = (
            models.CheckConstraint(condition=models.Q(days__lte=730), name="payment_terms_days"),
        )
