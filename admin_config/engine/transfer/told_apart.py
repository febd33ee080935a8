"""Records that share a name, told apart by the ID that their export carries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.transfer.keys import NaturalKey
from erp.foundation.rights import owner_fields
from erp.foundation.roles import rows_of

_BATCH = 500


class ToldApart:
    """Finds the records that rows name by ID, for a whole chunk with few queries.

    An ID from another installation must not lead to a stranger here: the record has to agree with
    the row in some part of the natural key, such as the company of a contact.
    """

    def __init__(self, model: Any, key: NaturalKey) -> None:
        """Look among all records of a model; rights are asked for later, record by record."""
        self.model, self.key = model, key
        self._found: dict[Any, Any] = {}

    def prepare(self, findings: Iterable[Any], rows: Any) -> None:
        """Fetch the records whose IDs stand in these rows."""
        name = self.model._meta.pk.name
        keys = [key for f in findings if (key := f.values.get(name)) is not None]
        self._found = {}
        for start in range(0, len(keys), _BATCH):
            self._found |= rows.in_bulk(keys[start : start + _BATCH])

    def find(self, pk: Any, key: tuple[Any, ...] | None) -> tuple[Any, str]:
        """Return the record with this ID, or none and the reason."""
        record = self._found.get(pk)
        if record is None:
            return None, _("There is no record with this ID.")
        own = [part.of(record) for part in self.key.parts]
        if key is None or not any(a == b for a, b in zip(own, key, strict=True)):
            return None, _("This ID belongs to another record.")
        return record, ""


def stored_records(model: Any, *, lock: bool) -> Any:
    """Return the rows among which a file's records are found, with what leads to their owners.

    Of a table of several roles only those of the model's own: of the others no row is taken.
    """
    rows = rows_of(model)
    joined = {path.rsplit("__", 1)[0] for path in owner_fields(model) if "__" in path}
    if joined:
        rows = rows.select_related(*joined)
    return rows.select_for_update(of=()) if lock else rows
