"""The lines of every paper: they come, change, move and go; what is wrong or stale keeps all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db.models import DecimalField, IntegerField
from django.forms.models import _get_foreign_key

from tests.cast import ROLE_OF, make_person
from tests.every_screen.making import factory_of, make
from tests.every_screen.visiting import Visit
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes

pytestmark = [pytest.mark.django_db, pytest.mark.for_screens("lined")]


class Sheet:
    """The first grid of a record's form, as the browser holds it."""

    def __init__(self, visit: Visit) -> None:
        """Make a record with three lines and open its form."""
        self.visit = visit
        self.lines = visit.screen.lines[0]
        self.relation: Any = _get_foreign_key(visit.model, self.lines.model, self.lines.relation)
        record = make(visit.model)
        present = self.stored(record)
        for number in range(len(present), 3):
            order = {self.lines.order: number + 1} if self.lines.order else {}
            with as_the_house():
                factory_of(self.lines.model)(**{self.relation.name: record}, **order)
        self.record = visit.model._default_manager.get(pk=record.pk)
        self.name = f"lines-{self.relation.remote_field.get_accessor_name()}"
        self.number = next(
            field.name
            for field in self.lines.model._meta.concrete_fields
            if field.name in self.lines.columns
            and field.editable
            and isinstance(field, DecimalField | IntegerField)
        )
        self.open()

    def open(self) -> None:
        """Read the form."""
        self.take(self.visit.form("change", self.record.pk).values)

    def take(self, values: dict[str, Any]) -> None:
        """Hold what a page shows."""
        self.values = dict(values)
        self.state = json.loads(self.values.pop(self.name)[0])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the rows in order."""
        found: list[dict[str, Any]] = self.state["rows"]
        return found

    def save(self) -> Any:
        """Send the form; one that comes back is held."""
        values = {**self.values, self.name: json.dumps(self.state)}
        response = self.visit.post("change", self.record.pk, **values)
        if response.status_code == 200:
            self.take(Page(response).form(f"{self.visit.model._meta.model_name}_form").values)
        return response

    def stored(self, record: Any = None) -> list[Any]:
        """Return the keys of the stored lines in order."""
        head = record or self.record
        rows = self.lines.model._default_manager.filter(**{self.relation.name: head})
        order = [self.lines.order] if self.lines.order else []
        return list(rows.order_by(*order, "pk").values_list("pk", flat=True))


def test_lines_come_change_move_and_go(visit: Visit) -> None:
    sheet = Sheet(visit)
    first, second, third = sheet.rows
    second["c"][sheet.number] = "3"
    new = {"c": dict(third["c"]), "t": third.get("t", {})}
    sheet.state["rows"] = [third, second, new]
    sheet.state["gone"] = [{"id": first["id"], "v": first["v"]}]

    response = sheet.save()

    assert response.status_code == 302, [row.get("e") for row in sheet.rows]
    keys = sheet.stored()
    expected = [third["id"], second["id"]] if sheet.lines.order else [second["id"], third["id"]]
    assert keys[:2] == expected
    assert len(keys) == 3
    changed = sheet.lines.model._default_manager.get(pk=second["id"])
    assert getattr(changed, sheet.number) == 3


def test_a_bad_cell_keeps_every_line_as_typed(visit: Visit) -> None:
    sheet = Sheet(visit)
    sheet.rows[1]["c"][sheet.number] = "no number"
    typed = [row["c"] for row in sheet.rows]
    with nothing_changes():
        response = sheet.save()
    assert response.status_code == 200
    assert [list(row.get("e", {})) for row in sheet.rows] == [[], [sheet.number], []]
    assert [row["c"] for row in sheet.rows] == typed


def test_a_stale_line_overwrites_nobody(visit: Visit) -> None:
    sheet = Sheet(visit)
    sheet.rows[1]["c"][sheet.number] = "3"
    with as_the_house():
        theirs = sheet.lines.model._default_manager.get(pk=sheet.rows[1]["id"])
        setattr(theirs, sheet.number, getattr(theirs, sheet.number) + 5)
        theirs.save()
    with nothing_changes():
        response = sheet.save()
    assert response.status_code == 200
    assert "Somebody else saved this line meanwhile" in json.dumps(sheet.state)
    assert sheet.rows[1]["c"][sheet.number] == "3"


def test_lines_are_asked_about_only_by_those_who_type_them(visit: Visit) -> None:
    sheet = Sheet(visit)
    meta, head = sheet.lines.model._meta, visit.model._meta
    address = f"/lines/{head.app_label}/{head.model_name}/{meta.model_name}/facts/"
    body = json.dumps({"key": sheet.record.pk, "head": {}, "rows": [{"c": {}}]})
    for name in ROLE_OF:
        other = Visit(visit.screen, make_person(name))
        response = other.client.post(address, body, content_type="application/json")
        page = other.get("change", sheet.record.pk)
        types = page.status_code == 200 and f'name="{sheet.name}"'.encode() in page.content
        allowed = {200} if types else {200, 403}  # who reaches only own papers asks about those
        assert response.status_code in allowed, name
