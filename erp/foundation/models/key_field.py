"""The stored key column that makes uniqueness and order independent of a database's collation."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from erp.foundation.text import fold, squeeze


class KeyField(models.CharField):  # type: ignore[type-arg]
    """The folded form of one text field, kept by ``save`` and by bulk paths alike.

    ``KeyField("name", unique=True)`` refuses a second name that differs only in case, width or
    outer blanks; lists sort the source by it. ``squeezed=True`` also drops blanks and dashes (for
    codes), ``blank_is_null=True`` lets any number of records have none.
    """

    def __init__(
        self,
        source: str = "",
        *,
        squeezed: bool = False,
        blank_is_null: bool = False,
        **options: Any,
    ) -> None:
        """Remember the source field; the column is never edited by hand."""
        self.source = source
        self.squeezed = squeezed
        self.blank_is_null = blank_is_null
        options.setdefault("max_length", 200)
        options["editable"] = False
        options["blank"] = True
        if blank_is_null:
            options["null"] = True
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Write the source into migrations."""
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        options.pop("blank", None)
        options["source"] = self.source
        if self.squeezed:
            options["squeezed"] = True
        if self.blank_is_null:
            options["blank_is_null"] = True
            options.pop("null", None)
        return name, path, args, options

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Compare bytes on MariaDB, where the default collation would merge too much."""
        kind = super().db_type(connection)
        if connection.vendor == "mysql":
            return f"{kind} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        return kind

    def key_of(self, value: object) -> str | None:
        """Return the stored key of a source value."""
        text = "" if value is None else str(value)
        key = (squeeze(text) if self.squeezed else fold(text))[: self.max_length]
        return None if self.blank_is_null and not key else key

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Fill the column from its source on every write."""
        key = self.key_of(getattr(model_instance, self.source, None)) if self.source else None
        if self.source:
            setattr(model_instance, self.attname, key)
        return getattr(model_instance, self.attname)
