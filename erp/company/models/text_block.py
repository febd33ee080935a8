"""Default texts of papers and mails."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.company.models.paper import Paper
from erp.foundation.models import KeyField, Language, Recorded


class TextKind(models.TextChoices):
    """Where a text block goes."""

    TERMS = "terms", _("terms")
    REMARKS = "remarks", _("remarks")
    MAIL = "mail", _("mail")


class TextBlock(Recorded):
    """A text that a kind of paper starts with, in one language."""

    name = models.CharField(_("name"), max_length=60)
    name_key = KeyField("name", max_length=60, db_index=True)
    paper = models.CharField(_("paper"), max_length=20, choices=Paper.choices)
    kind = models.CharField(_("kind"), max_length=7, choices=TextKind.choices)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    subject = models.CharField(
        _("subject"), max_length=150, blank=True, help_text=_("For mails only.")
    )
    text = models.TextField(pgettext_lazy("body", "text"))
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("name", "subject")
    natural_key_fields = ("paper", "kind", "language", "name")
    open_for_choice = True

    class Meta(Recorded.Meta):
        verbose_name = _("text block")
        verbose_name_plural = _("text blocks")
        ordering = ("name_key",)
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "kind", "language", "name_key"), name="text_block_once"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def clean(self) -> None:
        """A mail has a subject, nothing else has; it names what papers fill in."""
        from erp.company.rules.text_block import check_placeholders, check_subject

        is_mail = self.kind == TextKind.MAIL
        check_subject(is_mail=is_mail, subject=self.subject)
        if is_mail:
            check_placeholders(subject=self.subject, text=self.text)
