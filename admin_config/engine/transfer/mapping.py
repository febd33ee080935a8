"""Which column of a file means which field: found, remembered, corrected by hand, checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from admin_config.engine.spec import Screen
from admin_config.engine.transfer.cells import kept
from admin_config.engine.transfer.columns import Column
from admin_config.engine.transfer.dates import AmbiguousDate, DateTimeWidget, DateWidget
from admin_config.engine.transfer.keys import key_in_file
from admin_config.engine.transfer.reading import Row, rows_of
from admin_config.engine.transfer.values import text_of
from admin_config.models import ImportMapping, ImportRun
from erp.foundation.refusal import Refusal
from erp.foundation.text import fold

#: Above the header there may be a title and remarks.
_HEADER_WITHIN = 20
_SAMPLED = 200
_SHOWN = 3
#: Cells of a row that may be the upper half of a header; fewer are a title.
_FEWEST = 2


def find_columns(
    path: Path, source: dict[str, Any], columns: Mapping[str, Column]
) -> tuple[int, list[dict[str, Any]]]:
    """Return the row number of the header and its columns with a few cells below each."""
    first = list(islice(rows_of(path, source), _HEADER_WITHIN + _SAMPLED))
    if not first:
        raise Refusal(_("The file holds no rows."), code="empty")
    known = _known_names(columns)
    heads = [_head(first, i) for i in range(min(len(first), _HEADER_WITHIN))]
    place = max(
        range(len(heads)), key=lambda i: (sum(_name(cell) in known for cell in heads[i]), -i)
    )
    number, headers = first[place][0], heads[place]
    below = first[place + 1 :]
    if not below:
        raise Refusal(_("The file holds a header and no rows below it."), code="empty")
    return number, [_described(i, header, below) for i, header in enumerate(headers)]


def _head(rows: list[Row], place: int) -> list[Any]:
    """Return a row as a header; where it is empty, what stands in the row above it is meant.

    Heads of two rows are made so: cells that span both, and cells that span several columns.
    """
    number, cells = rows[place]
    above_number, above = rows[place - 1] if place else (0, [])
    if above_number != number - 1 or len(above) < _FEWEST:
        return cells
    width = max(len(cells), len(above))
    own, over = ([*row, *[""] * (width - len(row))] for row in (cells, above))
    return [
        cell if text_of(cell).strip() else higher for cell, higher in zip(own, over, strict=True)
    ]


def _described(place: int, header: Any, below: list[Row]) -> dict[str, Any]:
    cells = [cells[place] for _number, cells in below if place < len(cells)]
    filled = [cell for cell in cells if not isinstance(cell, str) or cell.strip()]
    return {
        "header": text_of(header).strip()[:200],
        "cells": [text_of(cell)[:60] for cell in filled[:_SHOWN]],
        "sample": [kept(cell) for cell in filled[:_SAMPLED]][:50],
    }


def _name(cell: Any) -> str:
    return fold(text_of(cell)).strip(" *：:﹡")


def _known_names(columns: Mapping[str, Column]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, column in columns.items():
        for header in column.names():
            known.setdefault(header, name)
    for name, column in columns.items():
        known[fold(column.header)] = name
        known[fold(name)] = name
    return known


def propose(
    found: list[dict[str, Any]],
    columns: Mapping[str, Column],
    remembered: Mapping[str, str],
    key: Collection[str] = (),
) -> dict[str, str]:
    """Return column number to field: as remembered, else by label or name; each field once.

    That a column was matched to nothing counts only while no field of the key is left without one.
    """
    known = _known_names(columns)
    headers = [_name(column["header"]) for column in found]
    mapping: dict[str, str] = {}
    for place, header in enumerate(headers):
        name = remembered.get(header, known.get(header, ""))
        if name in columns and name not in mapping.values():
            mapping[str(place)] = name
    for place, header in enumerate(headers):
        name = known.get(header, "")
        if name in key and name not in mapping.values() and str(place) not in mapping:
            mapping[str(place)] = name
    return mapping


def remembered_for(run: ImportRun) -> ImportMapping | None:
    """Return what the person decided about this screen's files the last time."""
    return ImportMapping.objects.filter(person=run.asked_by_id, screen=run.screen).first()


def remember(run: ImportRun) -> None:
    """Keep what the person decided, column by column, for the next file.

    Of columns of one header, the one that is matched to a field is remembered.
    """
    decided: dict[str, str] = {}
    for place, column in enumerate(run.columns):
        if column["header"]:
            header, name = _name(column["header"]), run.mapping.get(str(place), "")
            decided[header] = decided.get(header) or name
    known = remembered_for(run)
    options = {
        name: run.options[name]
        for name in ("mode", "dates", "numbers", "create")
        if name in run.options
    }
    ImportMapping.objects.update_or_create(
        person_id=run.asked_by_id,
        screen=run.screen,
        defaults={
            "columns": {**(known.columns if known else {}), **decided},
            "options": options,
        },
    )


def doubled_headers(found: list[dict[str, Any]]) -> list[str]:
    """Return the headers that stand more than once."""
    names = [_name(column["header"]) for column in found]
    return sorted(
        {c["header"] for c in found if c["header"] and names.count(_name(c["header"])) > 1}
    )


def ambiguous_dates(run: ImportRun, columns: Mapping[str, Column]) -> list[str]:
    """Return the date columns in which day and month could be either way round."""
    found = []
    for place, name in run.mapping.items():
        column = columns.get(name)
        if column is None or not isinstance(column.widget, DateWidget | DateTimeWidget):
            continue
        if any(_is_ambiguous(column, cell) for cell in run.columns[int(place)]["sample"]):
            found.append(column.header)
    return found


def _is_ambiguous(column: Column, cell: Any) -> bool:
    try:
        column.widget.clean(cell if not isinstance(cell, dict) else None)
    except AmbiguousDate:
        return True
    except (ValueError, TypeError):
        return False
    return False


def problems_of(
    screen: Screen, mapping: Mapping[str, str], columns: Mapping[str, Column], mode: str
) -> list[str]:
    """Return what keeps a mapping from being used, in words."""
    chosen = [name for name in mapping.values() if name]
    problems = [
        _("Two columns are matched to “%(field)s”. Keep one.") % {"field": columns[name].header}
        for name in sorted({name for name in chosen if chosen.count(name) > 1})
    ]
    if not chosen:
        problems.append(_("No column is matched to a field yet."))
    key = key_in_file(screen, chosen)
    lacking = [name for name in key if name not in chosen]
    if lacking and key != ("pk",):
        names = _(", ").join(columns[n].header if n in columns else n for n in lacking)
        problems.append(
            _("Records are recognised by “%(key)s”: match a column to it.") % {"key": names}
        )
    elif key == ("pk",) and mode == "update" and screen.model._meta.pk.name not in chosen:
        problems.append(
            _("Records of this kind have no natural key: only adding is possible without the ID.")
        )
    return problems
