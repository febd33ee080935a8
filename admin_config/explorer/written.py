"""What a model of changeable rows knows of its table: rules, defaults, who points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from admin_config.explorer.columns import is_optional
from admin_config.explorer.presets import preset_of, simple_preset
from admin_config.explorer.rows import TAKEN_ALONG

if TYPE_CHECKING:
    from admin_config.explorer.making import Plan


def written_facts(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what the model of a plan says, by the names of its attributes."""
    columns = [column for column in plan.table.columns if not column.generated]
    shown = [column for column in columns if column.name in plan.names]
    simple = {plan.names[c.name]: simple_preset(c) for c in shown}
    typed = {c.name for c in shown if fields[plan.names[c.name]].editable or c.automatic}
    return {
        "checks": plan.table.checks,
        "unique_indexes": tuple(index for index in plan.table.indexes if index.unique),
        "can_be_added": all(is_optional(c) or c.name in typed for c in columns),
        "simple_presets": {name: value for name, value in simple.items() if value is not None},
        "presets": {
            plan.names[c.name]: str(preset_of(c))
            for c in shown
            if preset_of(c) is not None and simple[plan.names[c.name]] is None
        },
    }


def unique_sets(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Return the fields of every unique index, so that a form says what is taken already."""
    known = [columns for columns in plan.unique if columns != plan.key]
    return tuple(
        tuple(plan.names[name] for name in columns)
        for columns in sorted(known)
        if set(columns) <= set(plan.names)
    )


def tell_what_points(model: Any, plan: Plan, plans: dict[str, Plan], made: dict[str, Any]) -> None:
    """Tell a model which declared relations lead to it, and which of its columns they name."""
    incoming, pointed = [], set()
    own = {field.column: field for field in model._meta.concrete_fields}
    for name, other in plans.items():
        columns = {field.column: field for field in made[name]._meta.concrete_fields}
        for link in other.table.foreign_keys:
            if link.table.casefold() != plan.table.name.casefold():
                continue
            pairs = list(zip(link.columns, link.to_columns, strict=False))
            if all(here in columns and there in own for here, there in pairs):
                names = {columns[here].attname: own[there].attname for here, there in pairs}
                incoming.append((made[name], names, link.on_delete.upper()))
                pointed |= {own[there].name for _here, there in pairs}
            elif link.on_delete.upper() in TAKEN_ALONG:
                model.can_be_deleted = False
    model.incoming = tuple(incoming)
    model.pointed_to = frozenset(pointed - {model._meta.pk.name})
