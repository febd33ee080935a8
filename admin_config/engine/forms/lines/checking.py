"""Check all rows of a grid at once; what is wrong is said at the cell and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.forms.lines.doubts import keep_doubt
from admin_config.engine.forms.lines.overtaken import compare_row
from admin_config.engine.forms.lines.relations import choosable_records
from erp.foundation.digits import number_in
from erp.foundation.gate import Attempt, Verb, ask_gate
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_new_is_within_reach, may

if TYPE_CHECKING:
    from admin_config.engine.forms.lines.grid import Grid
    from admin_config.engine.forms.lines.state import Row

_LINE_GONE = gettext_lazy(
    "Somebody else deleted this line meanwhile: save again to enter it anew, or remove it."
)


def check_rows(grid: Grid) -> None:
    """Fill every row's record with what was typed, or its errors with why not."""
    _meet_stored(grid)
    grid.state.rows = [row for row in grid.state.rows if not _is_blank(grid, row)]
    _check_removed(grid)
    typed = [row for row in grid.state.rows if _note_changes(grid, row)]
    _fill_relations(grid, typed)
    for row in typed:
        _fill_values(grid, row)
    _put_in_order(grid)
    for row in grid.state.rows:
        _check_rights(grid, row)
        if row.changed and not row.errors:
            _ask_rules(grid, row)


def _meet_stored(grid: Grid) -> None:
    """Give every row its record: the stored one, compared with what was opened, or a new one."""
    fresh = {c.name: c.to_typed(grid.lines.model()) for c in grid.columns if c.kind != "shown"}
    for row in grid.state.rows:
        if row.key is None:
            row.cells = {**fresh, **row.cells}
        row.record = None if row.key is None else grid.stored.get(row.key)
        if row.key is not None and row.record is None:
            row.key = row.version = None
            row.complain("", str(_LINE_GONE))
        if row.record is None:
            row.record = grid.lines.model()
            grid.relation.set_cached_value(row.record, grid.instance)
            setattr(row.record, grid.relation.attname, grid.instance.pk)
        elif row.version != row.record.version:
            compare_row(grid, row)


def _is_blank(grid: Grid, row: Row) -> bool:
    """Tell whether nobody typed anything into a new row."""
    if row.key is not None or row.errors:
        return False
    fresh = grid.lines.model()
    return not any(row.texts.get(name) for name in row.texts) and all(
        not row.cells[column.name] or column.is_same(row.cells[column.name], column.to_typed(fresh))
        for column in grid.columns
        if column.kind != "shown"
    )


def _check_removed(grid: Grid) -> None:
    for key, version in list(grid.state.gone.items()):
        record = grid.stored.get(key)
        if record is None:
            del grid.state.gone[key]
        elif record.version != version:
            grid.state.gone[key] = record.version
            grid.notes.append(
                _("“%(line)s” was changed by somebody else meanwhile. Save again to remove it.")
                % {"line": record}
            )
        elif not may(grid.actor, "delete", record):
            grid.notes.append(_("You may not delete “%(line)s”.") % {"line": record})


def _note_changes(grid: Grid, row: Row) -> bool:
    """Tell whether a row differs from what is stored; a new one does."""
    row.changed = (
        keep_doubt(grid, row)
        or row.key is None
        or any(
            not column.is_same(row.cells.get(column.name, ""), column.to_typed(row.record))
            for column in grid.columns
            if column.kind != "shown"
        )
    )
    return row.changed


def _fill_relations(grid: Grid, rows: list[Row]) -> None:
    """Set what relation cells point to, one query a column."""
    for column in (c for c in grid.columns if c.kind == "relation"):
        field, name = column.field, column.name
        keys = {row.cells[name] for row in rows if row.cells.get(name)}
        present = {getattr(record, field.attname) for record in grid.stored.values()}
        found = choosable_records(column, keys, present)
        for row in rows:
            key = number_in(row.cells.get(name, ""))
            if key is not None and key in found:
                setattr(row.record, name, found[key])
                row.texts[name] = str(found[key])
            elif row.cells.get(name) or row.texts.get(name):
                row.complain(name, _("Choose one that the list offers."))
            elif column.typed.required:
                row.complain(name, _("This field is required."))
            else:
                setattr(row.record, name, None)


def _fill_values(grid: Grid, row: Row) -> None:
    plain = [c for c in grid.columns if c.kind not in {"shown", "relation"}]
    for column in plain:
        try:
            value = column.clean(row.cells.get(column.name, ""))
        except ValidationError as error:
            for message in error.messages:
                row.complain(column.name, message)
        else:
            setattr(row.record, column.field.attname, value)
    names = {c.name for c in plain if c.name not in row.errors}
    left_out = {f.name for f in row.record._meta.concrete_fields} - names
    try:
        row.record.clean_fields(exclude=left_out)
    except ValidationError as error:
        complain_of(grid, row, error)
    if not row.errors:
        try:
            row.record.clean()
        except ValidationError as error:
            complain_of(grid, row, error)


def _put_in_order(grid: Grid) -> None:
    """Number rows upwards as they stand; those that stand right already keep their number."""
    name = grid.lines.order
    if not name:
        return
    last = 0
    for row in grid.state.rows:
        place = getattr(row.record, name) if row.key is not None else 0
        if place <= last:
            place = last + 1
        if getattr(row.record, name) != place:
            setattr(row.record, name, place)
            row.changed = True
        last = place


def _check_rights(grid: Grid, row: Row) -> None:
    if not row.changed:
        return
    if row.key is not None:
        if not may(grid.actor, "change", row.record):
            row.complain("", _("You may not change this."))
    elif "add" not in grid.allowed:
        row.complain("", _("You may not add lines."))
    else:
        try:
            check_new_is_within_reach(grid.actor, row.record)
        except Refusal as refusal:
            complain_of(grid, row, refusal)


def _ask_rules(grid: Grid, row: Row) -> None:
    """Ask what asks the database only where it may say no: unique keys, and after a refusal."""
    record = row.record
    unique = record._meta.total_unique_constraints or record._meta.unique_together
    single = any(f.unique and not f.primary_key for f in record._meta.concrete_fields)
    try:
        if unique or single or grid.exactly:
            record.validate_unique()
        if grid.exactly:
            if grid.instance.pk is not None:
                record.validate_constraints()
            verb = Verb.CREATE if row.key is None else Verb.CHANGE
            ask_gate(Attempt(record, grid.actor, verb))
    except ValidationError as error:
        complain_of(grid, row, error)


def complain_of(grid: Grid, row: Row, error: ValidationError) -> None:
    """Note a rule's complaint at its cells, or at the row where no cell of it is shown."""
    if not hasattr(error, "error_dict"):
        for message in error.messages:
            row.complain("", message)
        return
    shown = {column.name for column in grid.columns}
    guarded: set[Any] = set(getattr(row.record, "guarded_fields", ()))
    for name, errors in error.error_dict.items():
        hidden = name in guarded and name not in shown
        for message in ValidationError(errors).messages:
            text = _("A value that you do not see is not accepted.") if hidden else message
            row.complain(name if name in shown and name != NON_FIELD_ERRORS else "", text)
