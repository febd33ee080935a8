"""Tables that stay where they are become models under the names that they have."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from admin_config.generator.blueprint import Kind
from admin_config.generator.code.models import model_file
from admin_config.generator.inference import Inference
from admin_config.generator.inference.adopting import adopt
from admin_config.generator.inference.asking import Asking
from admin_config.generator.reading import read_database, read_samples

MADE = """
CREATE TABLE maker (maker_id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE);
CREATE TABLE car (
  id INTEGER PRIMARY KEY, maker_id INTEGER NOT NULL REFERENCES maker (maker_id),
  owner_id INTEGER, plate VARCHAR(12), doors INTEGER NOT NULL DEFAULT 4,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), weight REAL, is_deleted INTEGER,
  sold DATE, bought DATE, logo BLOB, twice INTEGER GENERATED ALWAYS AS (doors * 2) VIRTUAL
);
CREATE INDEX of_plate ON car (plate);
CREATE TABLE owner (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, photo BLOB NOT NULL);
CREATE TABLE colour (code VARCHAR(8) PRIMARY KEY, name VARCHAR(20));
CREATE TABLE rented (car_id INTEGER, day DATE, PRIMARY KEY (car_id, day));
CREATE VIEW blue_cars AS SELECT id AS car_id, plate FROM car;
CREATE VIEW days AS SELECT day FROM rented;
INSERT INTO maker VALUES (1, 'Hongqi'); INSERT INTO owner VALUES (1, 'Li', x'00');
INSERT INTO car (id, maker_id, owner_id, sold, bought) VALUES
  (1, 1, 9, '0000-00-00', '2026-01-02'), (2, 1, 1, NULL, NULL);
"""


@pytest.fixture
def found(tmp_path: Path) -> Inference:
    """Return what such tables become."""
    file = tmp_path / "cars.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(MADE)
        url = f"sqlite:///{file}"
        schema = read_database(url)

        def count(sql: str) -> int:
            return int(connection.execute(sql).fetchone()[0])

        return adopt(schema, read_samples(url, schema), Asking(count, schema, '"'), name="cars")


def test_columns_stay_as_they_are(found: Inference) -> None:
    car = found.domain.model("Car")
    assert car is not None
    assert car.field("maker").kind is Kind.RELATION
    assert car.field("owner_id").kind is Kind.INTEGER
    assert car.field("bought").kind is Kind.DATE
    assert "sold" not in car.known
    assert car.field("state").kind is Kind.CHOICE
    text = model_file(found.domain, car)
    assert "class State(models.IntegerChoices):" in text
    assert "id = models.BigAutoField(_('ID'), primary_key=True)" in text
    assert "weight = models.FloatField(_('weight'), null=True, blank=True)" in text
    assert "managed = False\n        db_table = 'car'" in text
    assert "max_length=12, null=True, blank=True, db_index=True)" in text
    maker = found.domain.model("Maker")
    assert maker is not None
    assert "primary_key=True, db_column='maker_id')" in model_file(found.domain, maker)


def test_what_cannot_be_written_is_looked_at_or_left_out_with_the_reason(found: Inference) -> None:
    read_only = {model.name for model in found.domain.models if model.read_only}
    assert read_only == {"Owner", "Colour", "BlueCar"}
    assert [model.name for model in found.domain.models if not model.read_only] == ["Maker", "Car"]
    told = "\n".join(found.reports)
    assert "owner: read-only, no form can fill photo" in told
    assert "colour: read-only, its rows get no number from the database" in told
    assert "blue_cars: read-only, a view" in told
    assert "rented: left out, no column of its own tells its rows apart" in told
    assert (
        "days: left out, no column of its own tells its rows apart; explore shows the view" in told
    )
    assert "car.logo: not shown, no field holds BLOB as it is" in told
    assert "car.sold: not shown, some of its rows hold no day (zero dates)" in told
    assert "car.twice: not shown, the database computes it" in told
    assert "car.is_deleted: stays a field" in told
    assert "car: house_version, house_created_at and house_changed_at are added" in told


def test_another_database_than_the_own_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    sqlite3.connect(file).close()
    url = f"sqlite:///{file}"
    with pytest.raises(CommandError, match="is not the database of this console"):
        call_command("generate", "domain", "cars", from_database=url, unmanaged=True)
