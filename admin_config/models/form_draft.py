"""What a person typed into a form and has not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormDraft(models.Model):
    """The last state of one form of one person; it goes when the form is saved, or with time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: The screen's label and the record's key, or ``add`` for a new one.
    form = models.CharField(_("form"), max_length=120)
    #: Names and values as the form would send them, in order.
    fields = models.JSONField(_("entries"), default=list)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("unsaved entries")
        verbose_name_plural = _("unsaved entries")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("person", "form"), name="form_draft_once"),)

    def __str__(self) -> str:
        """Return the form."""
        return self.form
