"""What goods of a category are described by: bore, width, colour, voltage."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.catalog.models.category import Category
from erp.foundation.models import Bilingual, KeyField, Recorded


class SpecificationKind(models.TextChoices):
    """What its values are."""

    NUMBER = "number", _("number")
    CHOICE = "choice", _("choice")
    TEXT = "text", _("text")
    YES_NO = "yes_no", _("yes or no")


class Specification(Recorded, Bilingual):
    """A property of the goods of a category and of all categories below it."""

    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="specifications",
    )
    code = models.CharField(
        _("code"),
        max_length=30,
        validators=[
            RegexValidator(r"^[a-z](_?[a-z0-9])*\Z", _("Use small letters, digits and single _."))
        ],
        help_text=_("Files name its column so, such as bore."),
    )
    code_key = KeyField("code", max_length=30)
    kind = models.CharField(
        _("kind"),
        max_length=6,
        choices=SpecificationKind.choices,
        default=SpecificationKind.NUMBER,
    )
    unit_text = models.CharField(
        _("unit"), max_length=20, blank=True, help_text=_("Shown behind numbers, such as mm.")
    )
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    search_fields = ("code", "name", "name_zh")
    natural_key_fields = ("category", "code")
    versions_found_by = ("category",)

    class Meta(Recorded.Meta):
        verbose_name = _("specification")
        verbose_name_plural = _("specifications")
        ordering = ("category", "position")
        constraints = (
            models.UniqueConstraint(fields=("category", "code_key"), name="specification_code"),
        )
        indexes = (
            models.Index(fields=("category", "position"), name="specification_place"),
            models.Index(fields=("code_key",), name="specification_code_key"),
        )

    def clean(self) -> None:
        """A unit belongs to numbers."""
        from erp.catalog.rules.specification import check_unit_fits_kind

        check_unit_fits_kind(self)


class SpecificationChoice(Recorded, Bilingual):
    """One of the values that a specification of kind choice may have."""

    specification = models.ForeignKey(
        Specification,
        verbose_name=_("specification"),
        on_delete=models.CASCADE,
        related_name="choices",
    )
    name_key = KeyField("name", max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("specification", "name")

    class Meta(Recorded.Meta):
        verbose_name = _("value to choose")
        verbose_name_plural = _("values to choose")
        ordering = ("specification", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("specification", "name_key"), name="specification_choice_once"
            ),
        )
        indexes = (
            models.Index(fields=("specification", "position"), name="specification_choice_place"),
        )
