"""How a company's papers of one layout are printed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.company.models.company import Company
from erp.company.models.paper_head import _first_company
from erp.company.printed import optional_parts, printed_layouts
from erp.foundation.models import Recorded
from erp.foundation.models.colour import ColourField
from erp.foundation.models.switches import SwitchesField


class PaperSize(models.TextChoices):
    """The papers that printers hold."""

    A4 = "a4", "A4"
    A5 = "a5", "A5"
    B5 = "b5", "B5"
    LETTER = "letter", pgettext_lazy("paper size", "Letter")
    LEGAL = "legal", pgettext_lazy("paper size", "Legal")
    HALF = "half", _("241 × 140 mm, half a sheet of continuous paper")


class PrintLanguage(models.TextChoices):
    """In which language papers are printed unless somebody asks for another one."""

    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "简体中文"
    BOTH = "both", _("both languages")


class PrintSetting(Recorded):
    """What the console says about a layout; whatever is empty is as the layout is declared."""

    company = models.ForeignKey(
        Company,
        verbose_name=_("our company"),
        on_delete=models.CASCADE,
        default=_first_company,
        related_name="print_settings",
    )
    layout = models.CharField(
        pgettext_lazy("print", "layout"), max_length=40, choices=printed_layouts
    )
    paper = models.CharField(_("paper size"), max_length=6, choices=PaperSize.choices, blank=True)
    landscape = models.BooleanField(
        _("landscape"), default=False, help_text=_("The longer edge lies below.")
    )
    accent = ColourField(
        _("colour"), help_text=_("Of titles and lines; empty takes the company's colour.")
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=PrintLanguage.choices,
        blank=True,
        help_text=_("Empty takes the language that stands on the paper."),
    )
    parts = SwitchesField(
        _("what is printed"), max_length=2000, switches=optional_parts, of="layout"
    )
    opening = models.TextField(
        _("opening text"), max_length=2000, blank=True, help_text=_("Stands above the lines.")
    )
    opening_zh = models.TextField(_("opening text in Chinese"), max_length=2000, blank=True)
    remarks = models.TextField(
        _("remarks"),
        max_length=4000,
        blank=True,
        help_text=_("Printed where the paper itself has none."),
    )
    remarks_zh = models.TextField(_("remarks in Chinese"), max_length=4000, blank=True)
    terms = models.TextField(
        _("terms"),
        max_length=10_000,
        blank=True,
        help_text=_("Printed where the paper itself has none."),
    )
    terms_zh = models.TextField(_("terms in Chinese"), max_length=10_000, blank=True)
    closing = models.TextField(
        _("closing text"), max_length=2000, blank=True, help_text=_("Stands below everything else.")
    )
    closing_zh = models.TextField(_("closing text in Chinese"), max_length=2000, blank=True)
    foot = models.CharField(
        _("line at the foot"),
        max_length=200,
        blank=True,
        help_text=_("Small, on every page, such as where the company is registered."),
    )
    foot_zh = models.CharField(_("line at the foot in Chinese"), max_length=200, blank=True)

    #: Texts that stand on the papers, each with a Chinese one beside it.
    texts: ClassVar[tuple[str, ...]] = ("opening", "remarks", "terms", "closing", "foot")
    natural_key_fields = ("company", "layout")

    class Meta(Recorded.Meta):
        verbose_name = _("print setting")
        verbose_name_plural = _("print settings")
        ordering = ("layout", "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=("layout", "company"), name="print_setting_once"),
            models.CheckConstraint(
                condition=models.Q(paper__in=["", *PaperSize.values]), name="print_setting_paper"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *PrintLanguage.values]),
                name="print_setting_language",
            ),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__startswith="#"),
                name="print_setting_accent",
            ),
            models.CheckConstraint(condition=~models.Q(layout=""), name="print_setting_layout"),
        )

    def __str__(self) -> str:
        """Return which layout it is of."""
        titles: dict[str, Any] = dict(printed_layouts())
        return str(titles.get(self.layout, self.layout))
