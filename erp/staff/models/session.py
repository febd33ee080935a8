"""Who is signed in where: sessions of people, by a digest of the key that their browser holds."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.device_words import device_words
from erp.staff.models.user import User


def digest_of(key: str) -> str:
    """Return what is stored of a session's key: whoever reads the table cannot use it."""
    return hashlib.sha256(key.encode()).hexdigest()


class LivingSessions(models.Manager["Session"]):
    """The sessions with which somebody is signed in now."""

    def get_queryset(self) -> models.QuerySet[Session]:
        """Leave out browsers that nobody signed in with, and what has ended but lies there."""
        rows = super().get_queryset()
        return rows.filter(person__isnull=False, expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """One browser that somebody is signed in with, or one that has not signed in yet."""

    id = models.BigAutoField(primary_key=True)
    #: The digest of the key; the key itself is known to the browser alone.
    session_key = models.CharField(max_length=64, unique=True, editable=False)
    session_data = models.TextField(editable=False)
    #: Until when it lasts unless it is used again.
    expire_date = models.DateTimeField(_("ends at"), db_index=True, editable=False)
    person = models.ForeignKey(
        User,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="sessions",
    )
    address = models.GenericIPAddressField(
        pgettext_lazy("network", "address"), null=True, editable=False
    )
    user_agent = models.CharField(_("browser"), max_length=250, blank=True, editable=False)
    since = models.DateTimeField(_("signed in"), default=timezone.now, editable=False)
    last_seen = models.DateTimeField(
        _("last seen"), default=timezone.now, editable=False, db_index=True
    )

    #: What people are shown; the store works with every row.
    objects: ClassVar[LivingSessions] = LivingSessions()  # type: ignore[assignment]
    stored: ClassVar[models.Manager[Session]] = models.Manager()

    secret_fields = ("session_key", "session_data")

    class Meta:
        verbose_name = pgettext_lazy("browser", "session")
        verbose_name_plural = _("who is signed in")
        ordering = ("-last_seen", "-id")
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        """Return person and device, never the key."""
        return f"{self.person or _('nobody')} · {self.device()}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads and writes these rows."""
        from erp.staff.session_store import SessionStore

        return SessionStore

    def device(self) -> str:
        """Return browser and system in words."""
        return device_words(self.user_agent)

    device.short_description = _("device")  # type: ignore[attr-defined]
