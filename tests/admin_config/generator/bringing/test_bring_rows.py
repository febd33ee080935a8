"""Rows come along with their keys and relations, each counted, and a second start goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from admin_config.generator.bringing import run, writing
from admin_config.generator.bringing.notes import Complaint, Notes
from admin_config.generator.bringing.run import Bringing
from admin_config.generator.bringing.walking import Source
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.origin import FieldOrigin, ModelOrigin, TableOrigin
from admin_config.generator.reading import parse_address, read_database
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation, OperationKind
from erp.foundation.services.undo import undo_operation
from tests.toy.factories import ShelfFactory
from tests.toy.models import Neighbour, Shelf

pytestmark = pytest.mark.django_db

MADE = """
CREATE TABLE rack (code TEXT PRIMARY KEY, name TEXT, up TEXT, gone INT, made TEXT);
INSERT INTO rack VALUES
  ('c', 'Top', 'a', 0, '2020-05-06 07:08:09'), ('a', 'Ground', NULL, 0, '0000-00-00 00:00:00'),
  ('b', 'Left', 'z', 0, NULL), ('d', 'top ', 'a', 0, NULL), ('e', '', 'a', 0, NULL),
  ('f', 'Old', 'a', 1, NULL), ('g', 'Older', 'a', 1, NULL), ('h', 'On the older', 'g', 0, NULL),
  ('i', 'Under the refused', 'd', 0, NULL);
CREATE TABLE person (id INT PRIMARY KEY, name TEXT, phone TEXT);
INSERT INTO person VALUES (7, 'Wang', NULL), (0, 'Nobody', ''), (9, 'Li', CAST(x'ff41' AS TEXT));
"""
ORIGINS = (
    ModelOrigin(
        "Shelf",
        TableOrigin("rack", ("code",), created="made", deleted="gone"),
        {"name": FieldOrigin(("name",)), "parent": FieldOrigin(("up",), ("code",))},
    ),
    ModelOrigin(
        "Neighbour",
        TableOrigin("person", ("id",)),
        {"name": FieldOrigin(("name",)), "phone": FieldOrigin(("phone",))},
    ),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make the other database; return its folder."""
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as connection:
        connection.executescript(MADE)
    return tmp_path


@contextmanager
def opened(place: Path, origins: tuple[ModelOrigin, ...] = ORIGINS) -> Iterator[Bringing]:
    """Open the database and the notes as the command does."""
    url = f"sqlite:///{place / 'old.sqlite3'}"
    notes = Notes(place / "notes.sqlite3")
    source = Source(parse_address(url), read_database(url))
    try:
        yield Bringing("toy", origins, source, notes)
    finally:
        source.close()
        notes.close()


def bring(place: Path) -> list[Complaint]:
    """Bring all rows; return what did not fit."""
    with opened(place) as bringing:
        bringing.bring("the old one")
        return [each for _name, each in bringing.notes.complaints()]


def told(place: Path) -> list[str]:
    """Return the words at the end."""
    with opened(place) as bringing:
        return [" ".join(line.split()) for line in bringing.told()]


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_rows_come_with_keys_relations_and_stamps(
    place: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(run, "CHUNK", chunk)
    complaints = bring(place)
    shelves = {shelf.name: shelf for shelf in Shelf.objects.all()}
    assert set(shelves) == {
        *("Top", "Ground", "Left", "Older", "On the older", "Under the refused"),
    }
    assert shelves["Top"].parent == shelves["Ground"]
    assert shelves["On the older"].parent == shelves["Older"]
    assert shelves["Left"].parent is None
    assert shelves["Under the refused"].parent is None
    assert shelves["Top"].created_at.year == 2020
    assert Neighbour.objects.get().pk == 7
    reasons = {(each.key, each.column, each.refused) for each in complaints}
    assert ("d", "name", True) in reasons
    assert ("e", "name", True) in reasons
    assert ("b", "up", False) in reasons
    assert ("i", "up", False) in reasons
    assert ("g", "gone", False) in reasons
    assert ("a", "made", False) in reasons
    assert ("0", "id", True) in reasons
    assert ("9", "phone", True) in reasons
    assert told(place) == [
        "rack 9 read = 7 written + 2 refused, 1 of them in the trash",
        "person 3 read = 1 written + 2 refused",
    ]


def test_history_starts_with_the_row_as_it_came(place: Path) -> None:
    bring(place)
    ground = Shelf.objects.get(name="Ground")
    first = ground.history.get()
    assert (first.history_type, first.name) == ("+", "Ground")
    lead = first.operation.part_of
    assert (lead.kind, lead.details) == (OperationKind.IMPORT, {"brought from": "the old one"})
    assert undo_operation(lead, by=SYSTEM).records
    assert not Neighbour.objects.exists()


def test_stopped_anywhere_it_goes_on_from_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    real: Any = writing.create_records
    calls = []

    def stopping(records: Any) -> None:
        real(records)
        calls.append(records)
        if len(calls) in {1, 3}:
            raise KeyboardInterrupt

    monkeypatch.setattr(writing, "create_records", stopping)
    for _stop in range(2):
        with pytest.raises(KeyboardInterrupt):
            bring(place)
    bring(place)
    assert told(place)[0] == "rack 9 read = 7 written + 2 refused, 1 of them in the trash"
    assert Shelf.objects.count() == 6
    assert Operation.objects.filter(kind=OperationKind.IMPORT, part_of=None).count() == 1


def test_a_chunk_that_was_written_and_not_noted_is_not_written_twice(place: Path) -> None:
    with opened(place) as bringing:
        kept = bringing.notes.reached
        bringing.notes.reached = lambda *_all: (_ for _ in ()).throw(KeyboardInterrupt)  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            bringing.bring("the old one")
        bringing.notes.reached = kept  # type: ignore[method-assign]
    bring(place)
    assert told(place)[0] == "rack 9 read = 7 written + 2 refused, 1 of them in the trash"


def test_records_of_other_origin_are_left_alone(place: Path) -> None:
    ShelfFactory()
    with pytest.raises(WrongSpec, match="rows are brought into empty tables"):
        bring(place)
    assert Shelf.objects.count() == 1


def test_what_is_gone_is_named_before_anything_is_written(place: Path) -> None:
    origins = (
        ModelOrigin("Shelf", TableOrigin("rack", ("code",)), {"colour": FieldOrigin(("name",))}),
        ModelOrigin("Tag", TableOrigin("label", ("id",)), {}),
        ModelOrigin("Robot", TableOrigin("rack"), {}),
    )
    with pytest.raises(WrongSpec) as wrong, opened(place, origins):
        pass
    assert wrong.value.mistakes == [
        "Shelf has no field colour",
        "Tag: there is no table label",
        "Robot: toy has no such model",
    ]


def test_all_that_did_not_fit_is_in_a_file(place: Path) -> None:
    bring(place)
    with opened(place) as bringing:
        file = place / "all.csv"
        count = bringing.notes.complaints_to(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == count + 1
    assert "person,9,phone,\\udcffA,is no text in UTF-8,refused" in lines
