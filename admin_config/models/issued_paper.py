"""A paper that left the house, kept byte for byte."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import MailState, Operation, OutboxMail


class Way(models.TextChoices):
    """How a paper left the house."""

    DOWNLOAD = "download", _("downloaded")
    MAIL = "mail", _("sent by mail")


def layout_choices() -> list[tuple[str, Any]]:
    """Return every layout that the house prints by, with its title."""
    from admin_config.engine.registry import registry

    found = {layout.name: layout for screen in registry for layout in screen.layouts}
    return sorted((name, layout.title) for name, layout in found.items())


class _LeftTheHouse(models.Manager["IssuedPaper"]):
    """Passes over what a job has drawn and not handed out yet."""

    def get_queryset(self) -> models.QuerySet[IssuedPaper]:
        """Return what left the house."""
        return super().get_queryset().filter(issued_at__isnull=False)


class IssuedPaper(models.Model):
    """One record's paper to one reader: what it said then, whoever changes the record since."""

    #: Who, when, from where and why: the act of printing or sending.
    operation = models.ForeignKey(
        Operation, verbose_name=_("operation"), on_delete=models.PROTECT, related_name="+"
    )
    #: The screen's label and the record's key; the record may be gone.
    screen = models.CharField(_("screen"), max_length=80)
    record = models.CharField(_("record"), max_length=80)
    name = models.CharField(_("number"), max_length=150)
    layout = models.CharField(_("layout"), max_length=40, choices=layout_choices)
    language = models.CharField(_("language"), max_length=10)
    #: It said "draft" across its pages.
    draft = models.BooleanField(pgettext_lazy("paper", "draft"), default=False)
    way = models.CharField(
        pgettext_lazy("issued paper", "how"),
        max_length=8,
        choices=Way.choices,
        default=Way.DOWNLOAD,
    )
    #: The address that it was sent to; empty for a download.
    recipient = models.CharField(_("sent to"), max_length=254, blank=True)
    mail = models.ForeignKey(
        OutboxMail,
        verbose_name=_("mail"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    #: Papers that went to several readers at once share one file.
    file = models.FileField(_("file"), upload_to="issued/%Y/%m/", max_length=200)
    size = models.PositiveIntegerField(_("size"))
    #: SHA-256 of the file, in hexadecimal.
    digest = models.CharField(_("digest"), max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
    )
    #: Empty while a job draws the others of its file.
    issued_at = models.DateTimeField(_("issued"), null=True)
    #: The file went when it was older than the house keeps them; everything else stays.
    cleared_at = models.DateTimeField(_("file cleared"), null=True, blank=True)

    objects = _LeftTheHouse()
    all_rows: ClassVar[models.Manager[Any]] = models.Manager()

    owner_fields = ("issued_by",)
    #: Everybody sees what they issued.
    owners_may = ("view",)
    label_fields = ("name",)

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ("-id",)
        default_permissions = ("view", "export")
        indexes = (
            models.Index(fields=("screen", "record", "id"), name="issued_paper_record"),
            models.Index(fields=("issued_at",), name="issued_paper_time"),
            models.Index(fields=("layout",), name="issued_paper_layout"),
            models.Index(fields=("way",), name="issued_paper_way"),
            models.Index(fields=("recipient",), name="issued_paper_recipient"),
            models.Index(fields=("name",), name="issued_paper_name"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("operation", "screen", "record", "recipient"), name="issued_paper_once"
            ),
        )

    def __str__(self) -> str:
        """Return the number."""
        return self.name

    @property
    def is_kept(self) -> bool:
        """Tell whether its file is still meant to be there."""
        return self.cleared_at is None

    @property
    def has_failed(self) -> bool:
        """Tell whether it was to go by mail and could not."""
        return self.mail is not None and self.mail.state == MailState.FAILED

    def language_told(self) -> str:
        """Return the language as people call it."""
        return str({**dict(settings.LANGUAGES), "both": _("both languages")}.get(self.language, ""))

    language_told.short_description = _("language")  # type: ignore[attr-defined]

    def size_told(self) -> str:
        """Return the size of the file as people read it."""
        return filesizeformat(self.size)

    size_told.short_description = _("size")  # type: ignore[attr-defined]

    def outcome(self) -> str:
        """Return how it left the house, and whether its mail was taken."""
        if self.mail is None:
            return str(capfirst(self.get_way_display()))
        return str(capfirst(self.mail.get_state_display()))

    outcome.short_description = _("outcome")  # type: ignore[attr-defined]
