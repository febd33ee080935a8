"""What the house offers a customer, at which price and until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.company.models import Paper, PaperHead
from erp.parties.models import Contact, Customer


class QuotationStatus(models.TextChoices):
    """Where a quotation stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    WON = "won", _("won")
    LOST = "lost", pgettext_lazy("quotation", "lost")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    SUPERSEDED = "superseded", _("superseded")


class Quotation(PaperHead):
    """An offer to a customer; once submitted it is locked, and what changes is a revision."""

    paper: ClassVar[Paper] = Paper.QUOTATION

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=QuotationStatus.choices,
        default=QuotationStatus.DRAFT,
        editable=False,
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        on_delete=models.PROTECT,
        related_name="quotations",
    )
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("contact"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("Empty: as many days as the company grants this kind of customer."),
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    revises = models.OneToOneField(
        "self",
        verbose_name=_("revises"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="revised_by",
    )
    external_number = models.CharField(_("customer's number"), max_length=60, blank=True)
    reject_reason = models.CharField(
        _("rejected because"), max_length=500, blank=True, editable=False
    )
    lost_reason = models.CharField(_("lost because"), max_length=500, blank=True, editable=False)
    won_on = models.DateField(_("won on"), null=True, blank=True, editable=False)

    search_fields = ("number", "external_number")
    natural_key_fields = ("number",)

    class Meta(PaperHead.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ("-issued_on",)
        indexes = (
            models.Index(fields=("issued_on",), name="quotation_issued"),
            models.Index(fields=("status", "issued_on"), name="quotation_status"),
            models.Index(fields=("customer", "issued_on"), name="quotation_customer"),
            models.Index(fields=("owner", "issued_on"), name="quotation_owner"),
            models.Index(fields=("currency", "issued_on"), name="quotation_currency"),
            models.Index(fields=("status", "valid_until"), name="quotation_status_valid"),
            models.Index(fields=("valid_until",), name="quotation_valid"),
            models.Index(fields=("total",), name="quotation_total"),
            models.Index(fields=("base_total",), name="quotation_base_total"),
            models.Index(fields=("external_number",), name="quotation_external"),
        )
