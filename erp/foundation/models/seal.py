"""The sealed chain: a digest of every operation, in an order that cannot be changed unseen."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealKind(models.TextChoices):
    """Why an operation was sealed."""

    WRITTEN = "written", _("written with the operation")
    AMENDED = "amended", _("written anew when work in parts was finished")
    WITHDRAWN = "withdrawn", _("withdrawn, because nothing came of it")
    TAKEN = "taken", _("taken as it stood")
    PURGED = "purged", _("what was too old went")
    RETAKEN = "retaken", _("taken anew, because a column was dropped")


class Seal(models.Model):
    """What an operation and everything filed under it looked like: written with it, never after.

    Only the sealer fills ``position`` and ``link``, once, when the operation takes its place in the
    chain. The last seal of an operation holds; the ones before stay, so that nothing is hidden.
    """

    #: The operation by number alone: a lock on its row would make writers wait for each other.
    operation_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=9, choices=SealKind.choices)
    #: JSON as it was hashed: count and digests of the rows by layout.
    parts = models.TextField()
    #: Why it was sealed anew, in words.
    note = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    position = models.BigIntegerField(null=True, unique=True)
    link = models.CharField(max_length=64, blank=True)
    #: Of a seal that was not written with its operation: which key signed it.
    key = models.CharField(max_length=16, blank=True)
    signature = models.CharField(max_length=128, blank=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        """Return the number of the operation."""
        return f"#{self.operation_id}"

    @staticmethod
    def digest_of(operation: int, kind: str, parts: str, note: str) -> str:
        """Return what the chain links: everything that the seal says."""
        text = "\n".join((str(operation), kind, parts, note))
        return hashlib.sha256(text.encode()).hexdigest()

    @staticmethod
    def link_of(former: str, position: int, digest: str) -> str:
        """Return the link at a position from the one before it."""
        return hashlib.sha256(f"{former}\n{position}\n{digest}".encode()).hexdigest()


class Head(models.Model):
    """The signed end of the chain at one moment; whoever keeps it proves all that came before."""

    number = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField()
    link = models.CharField(max_length=64)
    #: The digest of the head before, so that none can be left out.
    former = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)
    #: Which key signed it.
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("head of the chain")
        verbose_name_plural = _("heads of the chain")
        ordering = ("number",)
        default_permissions = ()

    def __str__(self) -> str:
        """Return its number."""
        return str(self.number)

    def facts(self) -> dict[str, Any]:
        """Return what a shipped head says, as one line of a file."""
        return {
            "number": self.number,
            "position": self.position,
            "link": self.link,
            "former": self.former,
            "made_at": self.made_at.isoformat(timespec="microseconds"),
            "key": self.key,
            "signature": self.signature,
        }


class Layout(models.Model):
    """Which columns of a table seals cover; kept, because tables gain and lose columns."""

    key = models.CharField(max_length=16, primary_key=True)
    label = models.CharField(max_length=100)
    columns = models.TextField()

    class Meta:
        verbose_name = _("layout of a sealed table")
        verbose_name_plural = _("layouts of sealed tables")
        default_permissions = ()

    def __str__(self) -> str:
        """Return the table."""
        return self.label


class Sealer(models.Model):
    """The one row that whoever lengthens the chain locks; writers never touch it."""

    #: Operations up to this number were there before the chain began.
    former_up_to = models.BigIntegerField(default=0)
    #: Up to where those were taken as they stood.
    taken_up_to = models.BigIntegerField(default=0)
    #: Seals up to this position are of before they were signed one by one.
    unsigned_up_to = models.BigIntegerField(default=0)
    #: Which key signed the first and the third, so that nobody else moves them.
    key = models.CharField(max_length=16, blank=True)
    signature = models.CharField(max_length=128, blank=True)

    class Meta:
        verbose_name = _("sealer")
        verbose_name_plural = _("sealers")
        default_permissions = ()

    def __str__(self) -> str:
        """Return how far former operations were taken."""
        return f"{self.taken_up_to}/{self.former_up_to}"
