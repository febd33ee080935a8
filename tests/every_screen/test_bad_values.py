"""The same bad values typed into the form and sent in a file: both refuse in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from admin_config.engine.transfer.columns import Column, columns_for, import_columns
from admin_config.engine.transfer.keys import key_fields
from erp.foundation.actor import Actor
from tests.every_screen.bad_values import bad_values
from tests.every_screen.making import make
from tests.every_screen.test_transfer import checked, exported, names_of_headers, rows_of
from tests.every_screen.visiting import Visit
from tests.language.jobs import work_off

Said = dict[str, list[str]]
#: How a list to choose from refuses; a file names what it did not find.
_NOT_OFFERED = "Select a valid choice. "
_NOT_FOUND = "There is no "


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Both:
    """One record in its form and in a row of a file."""

    def __init__(self, visit: Visit) -> None:
        """Open the form of a record and export the record."""
        self.visit = visit
        self.record = make(visit.model)
        self.form = visit.form("change", self.record.pk)
        actor = Actor.person(visit.who)
        columns = import_columns(visit.screen, actor)
        names = list(columns_for(visit.screen, actor))
        self.header, *rows = rows_of(exported(visit, "csv", names))
        self.names = names_of_headers(visit, self.header)
        self.cells = rows[-1]
        self.columns = {n: c for n, c in columns.items() if n in self.form.names and c.typed}
        self.name_of = {column.header: name for name, column in columns.items()}
        self.along = {along.relation for along in visit.screen.along}
        self.key = key_fields(visit.model)

    def row(self, typed: dict[str, str]) -> list[str]:
        """Return the row of the record with some cells typed over."""
        return [typed.get(n, cell) for n, cell in zip(self.names, self.cells, strict=True)]

    def said_by_form(self, typed: dict[str, str]) -> Said:
        """Return what the form says, by field; the record stays as it is."""
        with taken_back():
            response: Any = self.visit.post("change", self.record.pk, **self.form.sent(**typed))
        if response.status_code == 302:
            return {}
        errors = response.context_data["adminform"].form.errors
        return {name: [str(text) for text in texts] for name, texts in errors.items()}

    def said_of_file(self, rows: list[dict[str, str]]) -> dict[int, Said]:
        """Return what the rows of a file hear, by row and field, when it is checked."""
        run = checked(self.visit, [self.header, *map(self.row, rows)], self.names)
        return {number: self._said(r) for number, r in run.rows.values_list("number", "reasons")}

    def said_of_row(self, typed: dict[str, str]) -> Said:
        """Return what one row hears, by field, when it is checked and then written."""
        with taken_back():
            run = checked(self.visit, [self.header, self.row(typed)], self.names)
            if run.rows.get().verdict != "refused":
                self.visit.post("import_commit", run.pk)
                work_off()
            return self._said(run.rows.get().reasons)

    def _said(self, reasons: list[dict[str, str]]) -> Said:
        said: Said = {}
        for reason in reasons:
            name = self.name_of.get(reason["column"], reason["column"])
            said.setdefault(name, []).append(reason["message"])
        return said

    def bad_values(self) -> dict[str, list[str]]:
        """Return what each field cannot hold, without what a file rightly takes otherwise.

        An empty cell leaves the default, or the record along, as it is.
        """
        return {
            name: [v for v in bad_values(column.model_field) if v.strip() or not self._left(column)]
            for name, column in self.columns.items()
        }

    def _left(self, column: Column) -> bool:
        return column.may_stay_default("") or column.name in self.along

    def disagreements(self, typed: dict[str, str]) -> Iterator[tuple[Any, ...]]:
        """Compare what both say of some wrong fields at once, then of ever fewer of them."""
        form, file = self.said_by_form(typed), self.said_of_row(typed)
        if all(agree(form.get(name, []), file.get(name, [])) for name in {*form, *file}):
            return
        open_ones = [name for name in typed if not _both_refuse(name, form, file)]
        if len(open_ones) > 1:
            half = len(open_ones) // 2
            for names in (open_ones[:half], open_ones[half:]):
                yield from self.disagreements({name: typed[name] for name in names})
        elif len(typed) > 1:
            yield from self.disagreements({name: typed[name] for name in open_ones})
        else:
            yield typed, form, file


def agree(form: list[str], file: list[str]) -> bool:
    """Tell whether both say the same."""
    if len(form) == len(file) == 1 and form[0].startswith(_NOT_OFFERED):
        return form == file or file[0].startswith(_NOT_FOUND)
    return sorted(form) == sorted(file)


def _both_refuse(name: str, form: Said, file: Said) -> bool:
    return name in form and agree(form[name], file.get(name, []))


@pytest.mark.for_screens("importable")
def test_form_and_file_refuse_a_bad_value_in_the_same_words(visit: Visit) -> None:
    """All fields are wrong at once first; those of which both do not say the same, by themselves.

    A record is judged as a whole only where each of its fields is right.
    """
    both = Both(visit)
    bad = both.bad_values()
    rounds = [
        {name: values[turn] for name, values in bad.items() if turn < len(values)}
        for turn in range(max(map(len, bad.values())))
    ]
    heard = both.said_of_file(rounds)
    agreed, strange = 0, []
    for number, typed in enumerate(rounds, start=2):
        said = both.said_by_form(typed)
        agreeing = {name for name in typed if _both_refuse(name, said, heard.get(number, {}))}
        agreed += len(agreeing)
        # a right value of the key names another record
        left = {n: value for n, value in typed.items() if n not in {*agreeing, *both.key}}
        strange += both.disagreements(left) if left else ()
    assert strange == []
    assert agreed, "nothing of what is bad was refused"
