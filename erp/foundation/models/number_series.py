"""Number series: unique human numbers for papers, without doubles and without a gap unexplained."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from erp.foundation.models.recorded import Recorded


class Period(models.TextChoices):
    """When a series starts again at 1."""

    NEVER = "never", _("never")
    YEAR = "year", _("every year")
    MONTH = "month", _("every month")


class NumberSeries(Recorded):
    """How the numbers of one kind of paper look: prefix, period and counter."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(
        _("prefix"), max_length=8, validators=[RegexValidator(r"^[A-Z]{1,8}$")]
    )
    period = models.CharField(
        _("starts again"), max_length=5, choices=Period.choices, default=Period.YEAR
    )
    digits = models.PositiveSmallIntegerField(pgettext_lazy("paper number", "digits"), default=6)

    search_fields = ("code", "name", "prefix")

    class Meta(Recorded.Meta):
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(digits__gte=3, digits__lte=9), name="number_series_digits"
            ),
        )

    def __str__(self) -> str:
        """Return the name; what the house named itself, in the reader's language."""
        return gettext(self.name) if self.name else ""

    def called(self) -> str:
        """Return the same for a column of its own."""
        return str(self)

    called.short_description = _("name")  # type: ignore[attr-defined]


class NumberCounter(models.Model):
    """The last number given in one period of one series; its row is locked while one is taken."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="counters")
    period = models.CharField(max_length=6, blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number counter")
        verbose_name_plural = _("number counters")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("series", "period"), name="number_counter_once"),
        )

    def __str__(self) -> str:
        """Return series, period and last number."""
        return f"{self.series_id} {self.period}: {self.last}"
