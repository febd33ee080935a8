"""Who stands in for whom, from one day to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import Recorded
from erp.staff.models.user import User


class Deputyship(Recorded):
    """While somebody is away, one colleague approves what waits for them, and nothing else."""

    person = models.ForeignKey(
        User,
        verbose_name=_("who is away"),
        on_delete=models.CASCADE,
        related_name="deputyships",
    )
    deputy = models.ForeignKey(
        User,
        verbose_name=_("deputy"),
        on_delete=models.CASCADE,
        related_name="stands_in",
        help_text=_("Approves what waits for the person, within the person's own rights."),
    )
    starts_on = models.DateField(pgettext_lazy("period", "from"))
    ends_on = models.DateField(
        pgettext_lazy("period", "to"), help_text=_("The last day; it ends by itself.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    owner_fields = ("person",)
    search_fields = ("note",)

    class Meta(Recorded.Meta):
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        ordering = ("-starts_on", "-pk")
        indexes = (models.Index(fields=("starts_on",), name="deputyship_starts"),)
        constraints = (
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputyship_two"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="deputyship_days"
            ),
        )

    def __str__(self) -> str:
        """Return who stands in for whom."""
        return f"{self.person} → {self.deputy}"
