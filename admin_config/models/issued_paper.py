"""A paper that left the house, kept byte for byte."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import Operation


class IssuedPaper(models.Model):
    """One print of one record: what it said then, whoever changes the record since."""

    #: Who, when, from where and why: the act of printing.
    operation = models.ForeignKey(
        Operation, verbose_name=_("operation"), on_delete=models.PROTECT, related_name="+"
    )
    #: The screen's label and the record's key; the record may be gone.
    screen = models.CharField(_("screen"), max_length=80)
    record = models.CharField(_("record"), max_length=80)
    name = models.CharField(_("number"), max_length=150)
    layout = models.CharField(_("layout"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    #: It said "draft" across its pages.
    draft = models.BooleanField(pgettext_lazy("paper", "draft"), default=False)
    file = models.FileField(_("file"), upload_to="issued/%Y/%m/", max_length=200)
    size = models.PositiveIntegerField(_("size"))
    #: SHA-256 of the file, in hexadecimal.
    digest = models.CharField(_("digest"), max_length=64)
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ("-id",)
        default_permissions = ()
        indexes = (models.Index(fields=("screen", "record", "id"), name="issued_paper_record"),)

    def __str__(self) -> str:
        """Return the number."""
        return self.name
