"""Provinces, cities and districts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.company.models.country import Country
from erp.foundation.models import Bilingual, Recorded


class Region(Recorded, Bilingual):
    """A province, a city or a district; forms choose it level by level within a country."""

    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="regions"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField(_("code"), max_length=12, unique=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1, editable=False)
    #: From the smallest to the largest, as an address is written in the West.
    full_name = models.CharField(_("full name"), max_length=250, blank=True, editable=False)
    #: From the largest to the smallest, as an address is written in China.
    full_name_zh = models.CharField(
        _("full name in Chinese"), max_length=250, blank=True, editable=False
    )
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("code", "name", "name_zh")
    natural_key_fields = ("code",)
    derived_fields = ("level", "full_name", "full_name_zh")
    open_for_choice = True
    #: A form shows one picker per level, each filled by the one before.
    tree_levels = (_("province"), _("city"), _("district"))
    #: The first level shows what belongs to the country chosen in the same form.
    tree_within = "country"

    class Meta(Recorded.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("code",)
        indexes = (models.Index(fields=("parent", "code"), name="region_parent_code"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(level__lte=3), name="region_level"),
        )

    def __str__(self) -> str:
        """Return the full name in the reader's language."""
        from django.utils.translation import get_language

        chinese = (get_language() or "").startswith("zh")
        return (self.full_name_zh if chinese else self.full_name) or super().__str__()

    def derive(self) -> None:
        """Work out level and full names from the parent's.

        A city that is a province of its own, such as Beijing, is named once.
        """
        parent = self.parent
        chinese = self.name_zh or self.name
        self.level = parent.level + 1 if parent else 1
        self.full_name, self.full_name_zh = self.name, chinese
        if parent and parent.name == self.name:
            self.full_name, self.full_name_zh = parent.full_name, parent.full_name_zh
        elif parent:
            self.full_name = f"{self.name}, {parent.full_name}"
            self.full_name_zh = f"{parent.full_name_zh}{chinese}"

    def clean(self) -> None:
        """Keep a region inside its country and the tree at three levels."""
        from erp.company.rules.region import check_place_in_tree

        check_place_in_tree(self, self.parent)
        self.derive()
