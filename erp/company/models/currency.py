"""The currencies in which the house buys and sells."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, Recorded


class Currency(Recorded, Bilingual):
    """A currency and how many digits its amounts have."""

    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as CNY."))],
    )
    symbol = models.CharField(_("symbol"), max_length=5, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits"), default=2)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("code", "name", "name_zh")
    natural_key_fields = ("code",)
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=models.Q(digits__lte=4), name="currency_digits"),
        )

    def __str__(self) -> str:
        """Return the code, by which everybody knows it."""
        return self.code
