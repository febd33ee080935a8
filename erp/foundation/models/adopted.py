"""The base of records that lie in a table of another program, which goes on writing it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models.recorded import Recorded


class Adopted(Recorded):
    """A record whose row stands in a table that no migration of ours makes or drops.

    What the house keeps of a row stands in three columns that ``AdoptTable`` adds; the database
    itself fills them when the other program writes, so that a form that was overtaken is refused.
    """

    version = models.PositiveIntegerField(
        _("version"), default=0, editable=False, db_column="house_version"
    )
    created_at = models.DateTimeField(
        pgettext_lazy("moment", "created"),
        default=timezone.now,
        editable=False,
        db_column="house_created_at",
    )
    changed_at = models.DateTimeField(
        pgettext_lazy("moment", "changed"),
        default=timezone.now,
        editable=False,
        db_column="house_changed_at",
    )

    class Meta(Recorded.Meta):
        abstract = True
        managed = False
