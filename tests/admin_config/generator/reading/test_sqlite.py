"""A SQLite file is read whole, remarks included, and stays unchanged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from admin_config.generator.reading import (
    CannotRead,
    Check,
    Family,
    ForeignKey,
    read_database,
    read_samples,
)
from tests.admin_config.generator.rows import made

HARD = """
CREATE TABLE [odd name] ( -- what it is
  "a \"\"b\"\"\" INTEGER, -- first
  /* above */
  c VARCHAR(5) CHECK (c IN ('x', 'y -- no remark')), d DECIMAL(9, 3), -- last on the line
  e TEXT GENERATED ALWAYS AS (upper(c)) STORED,
  PRIMARY KEY (c, d)
);
CREATE TABLE lonely (n);
CREATE VIEW broken AS SELECT * FROM gone;
CREATE VIRTUAL TABLE found USING fts5(body);
"""


def url_of(folder: Path, sql: str) -> str:
    """Make a file of these statements and return its URL."""
    file = folder / "some data.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.executescript(sql)
    connection.close()
    return f"sqlite:///{file}"


def test_what_is_odd_is_read(tmp_path: Path) -> None:
    schema = read_database(url_of(tmp_path, HARD))
    odd = schema.table("odd name")
    assert odd is not None
    assert odd.comment == "what it is"
    assert [(c.name, c.family, c.comment, c.generated) for c in odd.columns] == [
        ('a "b"', Family.INTEGER, "first", False),
        ("c", Family.TEXT, "above", False),
        ("d", Family.DECIMAL, "last on the line", False),
        ("e", Family.LONG_TEXT, "", True),
    ]
    assert odd.primary == ("c", "d")
    assert odd.checks == (Check("", "c IN ( 'x' , 'y -- no remark' )"),)
    lonely = schema.table("lonely")
    assert lonely is not None
    assert lonely.columns[0].family is Family.LONG_TEXT
    assert [view.name for view in schema.views] == ["broken"]
    assert "found_data" not in [table.name for table in schema.tables]


def test_keys_and_triggers_are_read(tmp_path: Path) -> None:
    schema = read_database(made("video", tmp_path))
    item, film = schema.table("rental_item"), schema.table("film")
    assert item is not None
    assert film is not None
    assert item.foreign_keys == (
        ForeignKey(("film_id", "copy_no"), "copy", ("film_id", "copy_no"), "NO ACTION"),
    )
    assert item.primary == ()
    assert film.triggers == ("film_stamp",)
    assert [i.columns for i in film.indexes if i.unique] == [("code",)]


def test_rows_are_read_and_nothing_can_be_written(tmp_path: Path) -> None:
    url = url_of(tmp_path, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2), (3)")
    schema = read_database(url)
    assert read_samples(url, schema).of("t", "n") == (1, 2, 3)
    some = read_samples(url, schema, most=2)
    assert (some.of("t", "n"), some.whole) == ((1, 2), frozenset())


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="there is no file"):
        read_database(f"sqlite:///{tmp_path}/nothing.sqlite3")
    (tmp_path / "text.sqlite3").write_text("no database at all, but a text of some length\n" * 30)
    with pytest.raises(CannotRead, match="not a database"):
        read_database(f"sqlite:///{tmp_path}/text.sqlite3")
    with pytest.raises(CannotRead, match="say sqlite"):
        read_database("oracle://somewhere/x")
    url = url_of(tmp_path, "CREATE TABLE customer (n INTEGER)")
    with pytest.raises(CannotRead, match=r"no table 'custoner'\. Did you mean 'customer'"):
        read_database(url, ["custoner"])
    assert [table.name for table in read_database(url, ["CUSTOMER"]).tables] == ["customer"]


def test_a_password_is_never_told() -> None:
    from admin_config.generator.reading import parse_address

    address = parse_address("postgresql://me:secret@there:5432/house")
    assert (address.password, str(address)) == ("secret", "postgresql://me@there:5432/house")
    assert "secret" not in repr(address)
