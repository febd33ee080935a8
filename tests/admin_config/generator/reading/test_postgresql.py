"""A PostgreSQL database is read, where one runs: comments, enums, domains, identities."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from typing import Any

import pytest

from admin_config.generator.reading import CannotRead, Family, read_database, read_samples

SERVER = os.environ.get("POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
MADE = """
DROP SCHEMA IF EXISTS reading CASCADE; CREATE SCHEMA reading; SET search_path = reading;
CREATE TYPE rating AS ENUM ('G', 'PG');
CREATE DOMAIN code AS varchar(20);
CREATE TABLE film (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code code NOT NULL UNIQUE,
  rating rating DEFAULT 'G', price numeric(7, 2), state text,
  twice text GENERATED ALWAYS AS (state || state) STORED,
  CONSTRAINT states CHECK (state IN ('new', 'old')));
COMMENT ON TABLE film IS '影片';
COMMENT ON COLUMN film.price IS '价格';
CREATE TABLE copy (film_id int REFERENCES film ON DELETE CASCADE, no int,
  PRIMARY KEY (film_id, no));
CREATE VIEW seen AS SELECT code FROM film;
INSERT INTO film (code, state) VALUES ('A', 'new');
"""


def connected() -> Any:
    """Return a connection, or skip where there is no server or no driver."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("no driver of PostgreSQL on this machine")
    import psycopg

    try:
        return psycopg.connect(SERVER, connect_timeout=3)
    except psycopg.Error:
        pytest.skip("no PostgreSQL on this machine")


@pytest.fixture
def url() -> Iterator[str]:
    """Make the tables in a schema of their own and return its URL."""
    with connected() as connection:
        connection.execute(MADE)
    yield f"{SERVER}?schema=reading"
    with connected() as connection:
        connection.execute("DROP SCHEMA reading CASCADE")


def test_everything_declared_is_read(url: str) -> None:
    schema = read_database(url)
    film, copy = schema.table("film"), schema.table("copy")
    assert film is not None
    assert copy is not None
    assert film.comment == "影片"
    told = {column.name: column for column in film.columns}
    assert told["id"].automatic
    assert (told["code"].family, told["code"].length) == (Family.TEXT, 20)
    assert (told["rating"].family, told["rating"].values) == (Family.ENUM, ("G", "PG"))
    assert (told["price"].digits, told["price"].comment) == ((7, 2), "价格")
    assert told["twice"].generated
    assert [index.columns for index in film.indexes if index.unique] == [("code",)]
    assert film.checks[0].name == "states"
    assert copy.primary == ("film_id", "no")
    assert (copy.foreign_keys[0].table, copy.foreign_keys[0].on_delete) == ("film", "CASCADE")
    assert [view.name for view in schema.views] == ["seen"]
    assert read_samples(url, schema).of("film", "code") == ("A",)


def test_choices_come_from_the_check(url: str) -> None:
    from admin_config.generator.inference import infer

    _copy, film = infer(read_database(url), name="films").domain.models
    assert [choice.value for choice in film.field("state").choices] == ["new", "old"]


def test_who_is_refused_is_told_without_password() -> None:
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("no driver of PostgreSQL on this machine")
    with pytest.raises(CannotRead) as refused:
        read_database("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(refused.value)
