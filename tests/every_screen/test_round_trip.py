"""What goes out comes in unchanged, whatever records hold, in each language and format."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from admin_config.engine.transfer.columns import Column, import_columns, widget_for
from admin_config.engine.transfer.keys import key_fields
from admin_config.engine.transfer.values import CodeWidget, plain
from erp.foundation.actor import Actor
from erp.foundation.text import squeeze
from tests.admin_config.transfer.round_trip import assert_round_trip
from tests.every_screen.making import make_many
from tests.every_screen.nasty_values import values_for
from tests.every_screen.test_bad_values import taken_back
from tests.every_screen.visiting import Visit
from tests.language.writing import as_the_house

#: One zone with hours that exist twice, one without.
_ZONES = ("Europe/Berlin", "Asia/Shanghai")
_LANGUAGES = [code for code, _name in configured.LANGUAGES]
RECORDS = 5


class Nasty:
    """What is tried in the records of a screen, and in the names of what they point to."""

    def __init__(self, visit: Visit) -> None:
        """Find a strategy for each field that a file may fill."""
        self.columns = import_columns(visit.screen, Actor.person(visit.who))
        own = visit.model._meta.concrete_model
        typed = {n: c for n, c in self.columns.items() if c.typed and c.model_field.model is own}
        found = {name: self._values(column) for name, column in typed.items()}
        self.fields = {name: values for name, values in found.items() if values is not None}

    def _values(self, column: Column) -> st.SearchStrategy[Any] | None:
        field = self._named_by(column)
        values = values_for(field) if field is not None else None
        if values is not None and isinstance(widget_for(field, {}), CodeWidget):
            return values.map(_coded)
        return values

    def _named_by(self, column: Column) -> Any:
        """Return the field that is tried: of another record the one text by which files know it."""
        field = column.model_field
        if not (column.is_relation or column.is_many):
            return field
        key = key_fields(field.related_model)
        named = field.related_model._meta.get_field(key[0]) if key != ("pk",) else None
        return named if len(key) == 1 and isinstance(named, CharField) else None

    def give(self, record: Any, values: dict[str, Any]) -> set[str]:
        """Give a record, and those it points to, what the house keeps; return which fields."""
        own = {n: v for n, v in values.items() if not self.columns[n].model_field.is_relation}
        kept = put(record, own)
        for name in values.keys() - own.keys():
            others = getattr(record, name)
            other = others.first() if self.columns[name].is_many else others
            if other is not None:
                key = self._named_by(self.columns[name]).name
                kept |= {name} if put(other, {key: values[name]}) else set()
        return kept


def _coded(text: str | None) -> str | None:
    """Return a code as a form keeps it: in plain signs, and with one that codes are known by."""
    return plain(text) if text and squeeze(text) else "1E5"


def put(record: Any, values: dict[str, Any]) -> set[str]:
    """Give a record as many of these values as the house keeps; return of which fields."""
    kept = dict(values)
    while kept:
        before = {name: getattr(record, name) for name in kept}
        for name, value in kept.items():
            setattr(record, name, value)
        try:
            with transaction.atomic(), as_the_house():
                record.full_clean()
                record.save()
        except ValidationError as error:
            for name, value in before.items():
                setattr(record, name, value)
            record.refresh_from_db()
            named = set(getattr(error, "error_dict", ())) & kept.keys()
            refused = named or {next(iter(kept))}
            kept = {name: value for name, value in kept.items() if name not in refused}
        else:
            return set(kept)
    return set()


@pytest.mark.for_screens("exportable", "importable")
def test_an_export_comes_back_as_unchanged_whatever_records_hold(visit: Visit) -> None:
    records = make_many(visit.model, RECORDS)
    nasty = Nasty(visit)
    kept: set[str] = set()
    kinds = cycle((("csv", "csv"), ("csv", "xlsx"), ("xlsx", "ods"), ("ods", "csv")))

    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.fixed_dictionaries(nasty.fields), min_size=RECORDS, max_size=RECORDS))
    def holds(rows: list[dict[str, Any]]) -> None:
        with taken_back():
            for record, values in zip(records, rows, strict=True):
                fresh = visit.model._base_manager.get(pk=record.pk)
                kept.update(nasty.give(fresh, values))
            for language, zone, kind in zip(_LANGUAGES, _ZONES, next(kinds), strict=True):
                with translation.override(language), timezone.override(zone):
                    assert_round_trip(visit.screen, visit.who, kind)

    holds()
    assert kept or not nasty.fields, "the house kept nothing of what was tried"
