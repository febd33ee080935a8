"""A line of a quotation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.paper_line import PaperLine
from erp.sales.models.quotation import Quotation


class QuotationLine(PaperLine):
    """What the customer asked for, what is offered for it, and what it costs the house."""

    quotation = models.ForeignKey(
        Quotation, verbose_name=_("quotation"), on_delete=models.CASCADE, related_name="lines"
    )
    #: In the base currency, taken from the sku when it is chosen; never typed.
    cost = models.DecimalField(
        _("cost"), max_digits=13, decimal_places=4, null=True, blank=True, editable=False
    )
    margin = models.DecimalField(
        _("margin %"), max_digits=9, decimal_places=2, null=True, blank=True, editable=False
    )

    search_fields = ("wording",)
    owner_fields = ("quotation__owner",)
    guarded_fields = ("cost", "margin")
    derived_fields: ClassVar[tuple[str, ...]] = (*PaperLine.derived_fields, "cost", "margin")

    class Meta(PaperLine.Meta):
        verbose_name = _("quotation line")
        verbose_name_plural = _("quotation lines")
        ordering = ("position", "pk")
