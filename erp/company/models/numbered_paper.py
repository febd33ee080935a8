"""What every paper has, with money or without: its number, its day, its owner, who approved it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.paper import Paper
from erp.company.models.paper_number import PaperNumber
from erp.foundation.house_day import house_day
from erp.foundation.models import Recorded, SoftLink


def today() -> Any:
    """Return the day that a new paper starts with."""
    return house_day()


class NumberedPaper(Recorded):
    """A paper with a number of its series; papers with money are a ``PaperHead``."""

    #: The kind of paper, which is also the code of its number series.
    paper: ClassVar[Paper]

    number = PaperNumber(_("number"))
    issued_on = models.DateField(_("date"), default=today)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    #: It may be deleted; its copies stay as they are and know it again when it comes back.
    origin = SoftLink("self", verbose_name=_("copied from"), editable=False, related_name="copies")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)

    owner_fields: ClassVar[tuple[str, ...]] = ("owner",)

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        """Return the number."""
        return self.number or str(_("new"))
