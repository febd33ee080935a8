"""Put the values of rows on records, without saving, and say what differs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_config.engine.registry import registry
from admin_config.engine.transfer.columns import Column, put
from admin_config.engine.transfer.keys import Names, NaturalKey
from admin_config.engine.transfer.values import CodeWidget, plain, text_of
from admin_config.models import Verdict
from erp.foundation.actor import Actor
from erp.foundation.models.made import new_record
from erp.foundation.models.recorded import HOUSEKEEPING

if TYPE_CHECKING:
    from admin_config.engine.transfer.finding import Finding

_NEWLINE = re.compile(r"\r\n?")


class Applying:
    """Applies rows to records of one model."""

    def __init__(
        self,
        model: Any,
        everything: Mapping[str, Column],
        mapped: Mapping[str, Column],
        actor: Actor,
    ) -> None:
        """Prepare what each new record starts with and what it lacks."""
        self.model, self.everything, self.mapped, self.actor = model, everything, mapped, actor
        self._many = [column for column in mapped.values() if column.is_many]
        self._names = {
            name: Names(NaturalKey(column.model_field.related_model))
            for name, column in everything.items()
            if column.is_relation or column.is_many
        }
        self._compared = [
            (column, column.model_field.attname)
            for name, column in everything.items()
            if not column.is_many and name not in HOUSEKEEPING
        ]
        self._untold = {n: c for n, c in everything.items() if n not in mapped and c.typed}
        screen = registry.for_model(model)
        self._defaults = screen.defaults if screen is not None else ()
        #: Defaults of a screen are made for a request; of one they may ask who it is.
        self._asker = SimpleNamespace(user=actor.user)
        self._lacking: list[tuple[str, str]] | None = None

    def apply(self, findings: list[Finding]) -> None:
        """Give every record its row's values; existing ones without a difference are unchanged."""
        joined = self._joined(findings)
        for finding in findings:
            if finding.is_new:
                finding.record = self._new(finding)
                continue
            finding.joined = joined.get(finding.record.pk, {})
            if not self._change(finding):
                finding.verdict = Verdict.UNCHANGED

    def _new(self, finding: Finding) -> Any:
        record = new_record(self.model)
        for name, make in self._defaults:
            if name not in self.mapped:
                value, field = make(self._asker), record._meta.get_field(name)
                # a default may be a record or its key, as a form takes both
                is_key = field.is_relation and not isinstance(value, models.Model)
                setattr(record, field.attname if is_key else name, value)
        for name, value in finding.values.items():
            column = self.mapped[name]
            if column.is_many:
                finding.joins[name] = {other.pk for other in value}
            elif column.typed:
                put(record, column, column.name, value)
        return record

    def _change(self, finding: Finding) -> bool:
        record, differs = finding.record, False
        for name, value in finding.values.items():
            column = self.mapped[name]
            if column.is_many:
                keys = {other.pk for other in value}
                if keys != finding.joined.get(name, set()):
                    finding.joins[name] = keys
                    differs = True
            elif column.typed:
                differs |= self._set(record, column, value)
        return differs

    def _set(self, record: Any, column: Column, value: Any) -> bool:
        old = record.__dict__.get(column.attname, record)
        if old is record:  # a column that was not read, or that is more than a value
            old = getattr(record, column.attname)
        new = getattr(value, "pk", value) if column.is_relation else value
        if new is None and isinstance(old, dict | list) and not old:
            return False
        if old == new or _is_same_as_written(old, new):
            return False
        if isinstance(column.widget, CodeWidget) and old and plain(old) == new:
            return False
        put(record, column, column.name, value)
        return True

    def _joined(self, findings: list[Finding]) -> dict[Any, dict[str, set[Any]]]:
        if not self._many:
            return {}
        from erp.foundation.deletion import joined_rows

        return joined_rows(self.model, [f.record.pk for f in findings if not f.is_new])

    def check_untold(self, finding: Finding) -> None:
        """Refuse a new record when a field that the file does not have needs a value."""
        if self._lacking is None:
            self._lacking = list(self._find_lacking(finding.record))
        for label, message in self._lacking:
            finding.refuse(message, column=label, hint=_("The file has no such column."))

    def _find_lacking(self, record: Any) -> list[tuple[str, str]]:
        found = []
        for column in self._untold.values():
            if column.is_many:
                lacking = column.required
            else:
                value = getattr(record, column.model_field.attname)
                lacking = column.required and value in column.model_field.empty_values
            if lacking and column.form_field is not None:
                found.append((column.header, str(column.form_field.error_messages["required"])))
        return found

    def prepare_names(self, findings: list[Finding]) -> None:
        """Find what differs in these rows, and fetch the names that the differences will show."""
        wanted: dict[str, set[Any]] = {name: set() for name in self._names}
        for finding in findings:
            before, after = finding.record.before(), finding.record.values()
            for column, attname in self._compared:
                old, new = before.get(attname), after.get(attname)
                if old != new:
                    finding.differing.append((column, old, new))
                    if column.is_relation:
                        wanted[column.name] |= {old, new}
            for name in finding.joins:
                wanted[name] |= finding.joined.get(name, set()) | finding.joins[name]
        for name, keys in wanted.items():
            if keys:
                self._names[name].prepare(keys)

    def differences(self, finding: Finding) -> list[dict[str, str]]:
        """Return field, label, old and new text of everything visible that differs."""
        found = [self._difference(*differing) for differing in finding.differing]
        for name, keys in finding.joins.items():
            old_keys = finding.joined.get(name, set())
            found.append(self._joined_difference(self.mapped[name], old_keys, keys))
        return found

    def _difference(self, column: Column, old: Any, new: Any) -> dict[str, str]:
        if column.is_relation:
            names = self._names[column.name]
            texts = [names.get(old), names.get(new)]
        else:
            texts = [text_of(column.widget.render(value)) for value in (old, new)]
        return {
            "field": column.name,
            "label": column.header,
            "old": texts[0][:500],
            "new": texts[1][:500],
        }

    def _joined_difference(self, column: Column, old: set[Any], new: set[Any]) -> dict[str, str]:
        names = self._names[column.name]
        texts = ["; ".join(sorted(names.get(key) for key in keys)) for keys in (old, new)]
        return {
            "field": column.name,
            "label": column.header,
            "old": texts[0][:500],
            "new": texts[1][:500],
        }


def _is_same_as_written(old: Any, new: Any) -> bool:
    """Tell whether a value differs only in what a file cannot carry.

    These are outer blanks, line ends, nothing as null or as an empty text, and which of two hours
    it was when clocks were put back.
    """
    if old in (None, "") and new in (None, ""):
        return True
    if isinstance(old, str) and isinstance(new, str):
        return _NEWLINE.sub("\n", old).strip() == _NEWLINE.sub("\n", new).strip()
    if isinstance(old, dt.datetime) and isinstance(new, dt.datetime):
        shown = [timezone.localtime(one).replace(tzinfo=None, microsecond=0) for one in (old, new)]
        return shown[0] == shown[1]
    return False
