"""The operation: one act of one actor, under which every version and log entry is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.actor import ActorKind
from erp.foundation.telling import About, told
from erp.foundation.verbs import verb_choices, verb_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from erp.foundation.actor import Actor


class OperationKind(models.TextChoices):
    """What kind of act it was."""

    CREATE = "create", _("create")
    CHANGE = "change", _("change")
    DELETE = "delete", _("delete")
    COPY = "copy", _("copy")
    RESTORE = "restore", _("restore")
    UNDO = "undo", _("undo")
    IMPORT = "import", _("import")
    EXPORT = "export", _("export")
    PRINT = "print", _("print")
    ACTION = "action", _("action")
    JOB = "job", _("job")
    SIGN_IN = "sign_in", _("sign-in")
    RIGHTS = "rights", _("rights")
    COMMAND = "command", _("command")
    SECOND_FACTOR = "factor", _("second factor")
    INVITATION = "invite", _("invitation")
    SESSION = "session", _("session")
    MAIL = "mail", pgettext_lazy("kind of operation", "mail")
    READ = "read", pgettext_lazy("kind of operation", "reading")


class Operation(models.Model):  # type: ignore[django-manager-missing] # auditlog is untyped
    """One act: who did it, for whom, from where, why and when. Never changed but by its undo."""

    kind = models.CharField(_("kind"), max_length=12, choices=OperationKind.choices)
    #: Which verb of the house it was, e.g. ``submit_quotation``; empty where the kind says it all.
    verb = models.CharField(_("step"), max_length=60, blank=True, choices=verb_choices)
    actor_kind = models.CharField(_("kind of actor"), max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
    )
    #: The name at that time; it outlives the account.
    actor_label = models.CharField(pgettext_lazy("actor", "name"), max_length=150)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: What it was about in words, e.g. the first record's name.
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    #: The same as facts, by which every reader is told in their own language.
    about = models.JSONField(default=dict, blank=True, editable=False)
    request_id = models.CharField(_("request id"), max_length=64, blank=True, db_index=True)
    address = models.GenericIPAddressField(
        pgettext_lazy("network", "address"), null=True, blank=True
    )
    device = models.CharField(_("device"), max_length=250, blank=True)
    #: Sent along by a form, so that the same form posted twice makes one record.
    form_token = models.CharField(_("form token"), max_length=64, null=True, unique=True)
    #: How many records it created, changed or deleted.
    records = models.PositiveIntegerField(_("records"), default=0)
    #: What does not fit elsewhere: an export's filter and row count, an import's figures.
    details = models.JSONField(_("details"), default=dict, blank=True)
    created_at = models.DateTimeField(_("when"), db_index=True)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("undoes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
    )

    #: The act that this one is a chunk of: long work commits in chunks and is undone as a whole.
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )

    #: What it was about is a record that this row's reader may not look up.
    keeps_name: bool = False
    #: Lets rows tell only what a reader may know; connected when all kinds of record are known.
    show_to: ClassVar[Callable[[Iterable[Operation], Actor], None]]
    #: The fields that tell names without asking whose they are: kept from whoever reads not all.
    withheld_from: ClassVar[Callable[[Actor], frozenset[str]]]
    #: Read along wherever an operation says what it was about.
    label_fields = ("about", "kind", "verb")

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ("-id",)
        default_permissions = ("view", "export")
        indexes = (
            models.Index(fields=("actor",), name="operation_actor"),
            models.Index(fields=("kind",), name="operation_kind"),
            models.Index(fields=("verb",), name="operation_verb"),
            models.Index(fields=("address",), name="operation_address"),
        )

    def __str__(self) -> str:
        """Return what was done and the number: of what, is told to whoever may know it."""
        return f"{self.act()} (#{self.pk})"

    def act(self) -> str:
        """Return what was done in the reader's language: the verb, or the kind of act."""
        return verb_told(self.verb) if self.verb else str(self.get_kind_display())

    act.short_description = _("what was done")  # type: ignore[attr-defined]

    def be_about(self, about: About) -> None:
        """Keep what it is about: as facts, and in words of the actor's language for files."""
        self.about = about
        self.summary = told(about)[:250]

    def be_about_the_same(self, other: Operation) -> None:
        """Take over what another act was about."""
        self.about, self.summary = other.about, other.summary

    def told(self) -> str:
        """Return what it was about, in the reader's language where that is known."""
        said = told(self.about, nameless=self.keeps_name)
        return said or ("" if self.keeps_name else self.summary)

    told.short_description = _("summary")  # type: ignore[attr-defined]
