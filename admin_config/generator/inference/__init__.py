"""Guesses what a database means, each guess with its evidence, and drafts a domain from it."""

from __future__ import annotations

from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.inference.choices import can_be_several
from admin_config.generator.inference.drafting import ModelDraft, joined
from admin_config.generator.inference.findings import Inference, Relation, TableFinding
from admin_config.generator.inference.mending import mended
from admin_config.generator.inference.naming import model_names
from admin_config.generator.inference.pointers import pointers_in
from admin_config.generator.inference.shapes import columns_of, findings_of
from admin_config.generator.names import spoken
from admin_config.generator.reading import Family, Samples, Schema, Table

__all__ = ["Inference", "Relation", "TableFinding", "columns_of", "findings_of", "infer"]


def infer(
    schema: Schema, samples: Samples | None = None, *, name: str = "", above: str = "catalog"
) -> Inference:
    """Return the domain that a schema could become here, with every finding and its evidence.

    Nothing is asked of the database; without samples, names and types alone are judged.
    """
    tables = findings_of(schema, samples or Samples())
    domain = name or "imported"
    models, reports = _models(tables, domain)
    pointers = pointers_in(schema, samples or Samples(), tables)
    notes = samples.notes if samples else ()
    reports = [*schema.notes, *notes, *_of_tables(schema), *pointers, *reports]
    title = spoken(domain).capitalize()
    plan = DomainPlan(
        name=domain,
        title=title,
        about=f"{title}: what was kept in the database {schema.name}.",
        models=tuple(models),
        above=above,
    )
    return Inference(plan, tables, tuple(reports))


def _models(tables: tuple[TableFinding, ...], domain: str) -> tuple[list[ModelPlan], list[str]]:
    kept = [found for found in tables if not found.joins and found.table.columns]
    names = model_names([found.table.name for found in kept], domain)
    drafts = {found.table.name: ModelDraft(found, names) for found in kept}
    models = {table: draft.model() for table, draft in drafts.items()}
    reports = [report for draft in drafts.values() for report in draft.reports]
    reports += [_join(found, models, names) for found in tables if found.joins]
    models = {table: model for table, model in models.items() if model.fields}
    done, changes = mended(list(models.values()))
    return done, [*reports, *changes]


def _join(found: TableFinding, models: dict[str, ModelPlan], names: dict[str, str]) -> str:
    """Put a table that joins into the model it begins with."""
    first, second = found.joins
    if first.to not in models or second.to not in names:
        return f"{found.table.name}: left out, it joins tables that are left out"
    models[first.to] = joined(models[first.to], first, second, names[second.to])
    return f"{found.table.name}: joins, so {names[first.to]} has several {names[second.to]}"


def _keys_of_sets(table: Table) -> list[str]:
    """Return what is said of keys that hold a SET: several choices tell no records apart."""
    sets = {column.name for column in table.columns if column.family is Family.SET}
    keys = dict.fromkeys([table.primary, *(each.columns for each in table.indexes if each.unique)])
    return [
        f"{table.name}: the key {' + '.join(columns)} is not taken over, it holds a SET"
        for columns in keys
        if sets.intersection(columns)
    ]


_NO_CODES = "its values are no codes that can be told apart in one text"


def _of_tables(schema: Schema) -> list[str]:
    said = [f"{view.name}: left out, a view" for view in schema.views]
    for table in schema.tables:
        keyed = " + ".join(table.primary)
        said += _keys_of_sets(table)
        if table.triggers:
            said.append(f"{table.name}: triggers not taken over: {', '.join(table.triggers)}")
        for column in table.columns:
            if column.family is Family.SET and not can_be_several(column.values):
                values = ", ".join(map(repr, column.values))
                said.append(f"{table.name}.{column.name}: stays a text, {_NO_CODES}: {values}")
        if not table.is_view and not table.primary:
            said.append(f"{table.name}: has no primary key; every record gets a number")
        elif len(table.primary) > 1:
            said.append(f"{table.name}: known by {keyed}; gets a number besides")
    return said
