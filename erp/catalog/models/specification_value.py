"""A value of a specification, whatever it describes: a sku or a line of a catalogue."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import KeyField, Recorded


class SpecificationValue(Recorded):
    """One of four columns, by the kind of the specification; a subclass says what it describes."""

    number = models.DecimalField(
        _("number"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    text = models.CharField(_("text"), max_length=120, blank=True)
    text_key = KeyField("text", max_length=120, blank_is_null=True)
    yes_no = models.BooleanField(_("yes or no"), null=True, blank=True)

    specification: Any
    choice: Any
    choice_id: int | None

    #: What a row needs fetched to say its name.
    label_relations: ClassVar[tuple[str, ...]] = ("specification", "choice")

    class Meta(Recorded.Meta):
        abstract = True

    def __str__(self) -> str:
        """Return the specification and its value."""
        return f"{self.specification}: {self.shown()}"

    def shown(self) -> str:
        """Return the value as people read it."""
        if self.choice_id is not None:
            return str(self.choice)
        if self.number is not None:
            return f"{self.number.normalize():f} {self.specification.unit_text}".strip()
        if self.yes_no is not None:
            return str(_("yes") if self.yes_no else _("no"))
        return self.text
