"""The table that a person fills in: header, an example, what is allowed in each column."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from admin_config.engine.transfer.columns import Column
from admin_config.engine.transfer.picture_columns import PictureColumn
from admin_config.engine.transfer.values import text_of
from admin_config.engine.transfer.writers import stream_csv
from erp.foundation.models.several_choices import SeveralChoicesField

_ROWS = 1000
#: Records of which all names are told; of more the first is an example.
_NAMED = 30
#: What a spreadsheet takes as a list within a cell's rule.
_LIST = 250


def _allowed(column: Column) -> list[str]:
    if isinstance(column.model_field, models.BooleanField):
        return [_("yes"), _("no")]
    field = column.model_field
    pairs = getattr(field, "pairs", None) or getattr(field, "flatchoices", None) or ()
    return [str(label) for value, label in pairs if value not in (None, "")]


def _named(column: Column) -> list[str]:
    """Return the first names that a relation may hold, one more than are told."""
    return column.references.first(_NAMED + 1) if column.references is not None else []


def _takes_several(column: Column) -> bool:
    return isinstance(column.model_field, SeveralChoicesField)


def _rule(column: Column) -> str:
    """Say in words what may stand in a column."""
    field = column.model_field
    if allowed := _allowed(column):
        words = _(", ").join(allowed[:30])
        several = _("any of these, with commas between them: %(values)s")
        return several % {"values": words} if _takes_several(column) else words
    if column.references is not None:
        kind = {"kind": field.related_model._meta.verbose_name}
        several = _("names of records: %(kind)s; with semicolons between them")
        rule = (several if column.is_many else _("name of a record: %(kind)s")) % kind
        named = _named(column)
        if len(named) > _NAMED:
            return _("%(rule)s, such as “%(name)s”") % {"rule": rule, "name": named[0]}
        return f"{rule} ({_(', ').join(named)})" if named else rule
    if isinstance(column, PictureColumn):
        several = _("names of files in the ZIP; with semicolons between them")
        return several if column.relation else _("name of a file in the ZIP")
    most = getattr(field, "max_length", None)
    rules: tuple[tuple[Any, str], ...] = (
        (models.DateTimeField, _("date and time, such as 2026-03-31 14:30")),
        (models.DateField, _("date, such as 2026-03-31")),
        (models.DecimalField, _("number, at most %(places)s digits after the point")),
        (models.IntegerField, _("whole number")),
        (models.Field, _("text, at most %(most)s characters") if most else _("text")),
    )
    rule = next(text for kind, text in rules if isinstance(field, kind))
    return rule % {"places": getattr(field, "decimal_places", 0), "most": most}


def described(columns: Mapping[str, Column], key: Sequence[str]) -> list[dict[str, Any]]:
    """Return each column with its rule, whether it is needed and whether it is the key."""
    return [
        {
            "header": column.header,
            "rule": _rule(column),
            "required": column.required and not column.model_field.has_default(),
            "key": name in key,
        }
        for name, column in columns.items()
    ]


_EXAMPLES: tuple[tuple[Any, Any], ...] = (
    (models.DateTimeField, dt.datetime(2026, 3, 31, 14, 30)),  # noqa: DTZ001 - cells have no zone
    (models.DateField, dt.date(2026, 3, 31)),
    (models.DecimalField, 12.5),
    (models.FloatField, 12.5),
    (models.IntegerField, 1),
    (models.EmailField, "name@example.com"),
    (models.URLField, "https://example.com"),
)


def _example(column: Column) -> Any:
    field = column.model_field
    if _takes_several(column):
        return column.widget.render(",".join(field.codes[:2]))
    if allowed := _allowed(column):
        return allowed[0]
    if column.references is not None or isinstance(column, PictureColumn):
        return next(iter(_named(column)), "")
    if field.has_default() and not callable(field.default):
        return column.widget.render(field.default)
    for kind, example in _EXAMPLES:
        if isinstance(field, kind):
            return example
    return _("example")[: field.max_length] if getattr(field, "max_length", None) else ""


def template(columns: Mapping[str, Column], key: Sequence[str], kind: str) -> bytes:
    """Return the empty table as a file; the XLSX also says what is allowed, on a second sheet."""
    headers = [column.header for column in columns.values()]
    example = [_example(column) for column in columns.values()]
    if kind == "csv":
        return b"".join(stream_csv(headers, [[text_of(value) for value in example]]))
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Data")
    sheet.append(headers)
    sheet.append(example)
    sheet.freeze_panes = "A2"
    rules = described(columns, key)
    for place, (column, rule) in enumerate(zip(columns.values(), rules, strict=True), start=1):
        _prepare(sheet, place, column, needed=rule["required"] or rule["key"])
    _explain(book.create_sheet(_("Columns")), rules)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _prepare(sheet: Any, place: int, column: Column, *, needed: bool) -> None:
    letter = get_column_letter(place)
    head = sheet[f"{letter}1"]
    head.font = Font(bold=True)
    if needed:
        head.fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.column_dimensions[letter].width = max(12, min(40, len(column.header) + 6))
    if isinstance(column.model_field, models.CharField | models.TextField):
        for row in range(2, _ROWS):
            sheet[f"{letter}{row}"].number_format = "@"
    one = not (_takes_several(column) or column.is_many)
    named = _named(column) if one else []
    few = named if len(named) <= _NAMED else []
    allowed = (_allowed(column) or few) if one else []
    joined = ",".join(allowed)
    if allowed and len(joined) <= _LIST and not any("," in text or '"' in text for text in allowed):
        offered = DataValidation("list", formula1=f'"{joined}"', allow_blank=True)
        offered.add(f"{letter}2:{letter}{_ROWS}")
        sheet.add_data_validation(offered)


def _explain(sheet: Any, rules: list[dict[str, Any]]) -> None:
    sheet.append([_("Column"), _("Allowed"), _("Needed"), _("Recognises records")])
    for rule in rules:
        needed, key = (_("yes") if rule[name] else "" for name in ("required", "key"))
        sheet.append([rule["header"], rule["rule"], needed, key])
    for letter, width in (("A", 28), ("B", 60), ("C", 12), ("D", 20)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
