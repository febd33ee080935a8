"""Fields of the records that a record points to, as columns that go out and never come in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import BesideWriter, ExtraColumn
from admin_config.engine.along.fields import ExtraField
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.columns import Column, columns_for
from erp.foundation.actor import Actor
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.rights import Reach, may, reach, scoped

_BETWEEN = "__"


class RelatedColumn(ExtraColumn):
    """A field of the record that a column points to; no file that comes in is read by it."""

    def __init__(self, screen: Screen, relation: Column, column: Column, actor: Actor) -> None:
        """Take the field, and in whose name it is looked up."""
        self.relation, self.actor = relation, actor
        self.relation_label = capfirst(str(relation.model_field.verbose_name))
        self.label = column.header
        name = f"{relation.name}{_BETWEEN}{column.name}"
        header = _("%(record)s: %(field)s") % {"record": self.relation_label, "field": self.label}
        extra = ExtraField(name, column.model_field, header, column.name)
        super().__init__(screen, extra, header, {})

    def writer(self, *, native: bool) -> RelatedWriter:
        """Return what writes its cells, a fixed number of queries for each chunk of records."""
        return RelatedWriter(self, native=native)


class RelatedWriter(BesideWriter):
    """Writes a field of other records; nothing of those that the person may not look up."""

    def __init__(self, column: RelatedColumn, *, native: bool) -> None:
        """Prepare the writer of the kind of value."""
        super().__init__(column, native=native)
        self._related = column

    def prepare(self, keys: list[Any]) -> None:
        """Fetch the values of a chunk's records."""
        column, model = self._related, self._related.screen.model
        relation, other = column.relation.name, column.relation.model_field.related_model
        rows = model._base_manager.filter(pk__in=keys).order_by()
        if reach(column.actor, "view", other) != Reach.ALL:
            seen = scoped(column.actor, "view", other._base_manager.order_by())
            rows = rows.filter(**{f"{relation}__in": seen.values("pk")})
        path = f"{relation}{_BETWEEN}{column.model_field.attname}"
        self._held = dict(rows.values_list("pk", path))
        if self._names is not None:
            self._names.prepare(self._held.values())


def related_columns(
    screen: Screen, actor: Actor, names: Collection[str] | None = None
) -> dict[str, RelatedColumn]:
    """Return what may go out of the records that a screen's point to, by name, in order.

    With names only those are looked for. What is hidden or secret there stays away, and so does
    what the screen shows as its own already.
    """
    wanted = None if names is None else {name.partition(_BETWEEN)[0] for name in names}
    if wanted is not None and not any(_BETWEEN in name for name in names or ()):
        return {}
    along = {each.relation for each in screen.along}
    found: dict[str, RelatedColumn] = {}
    for relation in columns_for(screen, actor).values():
        asked = wanted is None or relation.name in wanted
        own = relation.is_relation and not isinstance(relation, ExtraColumn)
        if asked and own and relation.name not in along:
            found |= {c.name: c for c in _of(screen, relation, actor)}
    return found if names is None else {n: c for n, c in found.items() if n in names}


def _of(screen: Screen, relation: Column, actor: Actor) -> list[RelatedColumn]:
    """Return the columns of one relation."""
    other = registry.for_model(relation.model_field.related_model)
    if other is None or not may(actor, "view", other.model):
        return []
    return [
        RelatedColumn(screen, relation, column, actor)
        for column in columns_for(other, actor).values()
        if not (column.is_many or isinstance(column, ExtraColumn))
        and column.name not in HOUSEKEEPING
        and not column.model_field.primary_key
    ]


def export_columns(screen: Screen, actor: Actor) -> dict[str, Column]:
    """Return everything that an export of a screen may hold for this person, by name."""
    return {**columns_for(screen, actor), **related_columns(screen, actor)}
