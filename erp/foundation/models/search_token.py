"""The search index: which record can be found by which token."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from erp.foundation.text import TOKEN_LENGTH


class TokenField(models.CharField):  # type: ignore[type-arg]
    """A token, compared byte by byte on every database."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Use the binary collation on MariaDB, so that a prefix is a range of the index."""
        kind: str | None = super().db_type(connection)
        if connection.vendor == "mysql":
            return f"{kind} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        return kind


class SearchToken(models.Model):
    """One token of one record; the primary key is the index that a search walks."""

    pk = models.CompositePrimaryKey("content_type_id", "token", "object_id")
    content_type_id = models.PositiveIntegerField(_("content type"))
    token = TokenField(_("token"), max_length=TOKEN_LENGTH)
    object_id = models.BigIntegerField(_("object id"))

    class Meta:
        verbose_name = _("search token")
        verbose_name_plural = _("search tokens")
        default_permissions = ()
        indexes = (
            models.Index(
                fields=("content_type_id", "object_id", "token"), name="search_token_record"
            ),
        )

    def __str__(self) -> str:
        """Return the token."""
        return str(self.token)
