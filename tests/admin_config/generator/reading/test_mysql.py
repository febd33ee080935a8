"""A MariaDB or MySQL database is read: comments, ENUM, SET, keys, checks, zero dates."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from admin_config.generator.blueprint import Kind
from admin_config.generator.inference import infer
from admin_config.generator.reading import CannotRead, Family, read_database, read_samples

TABLES = ("read_film", "read_copy", "read_seen")
FILM = """
CREATE TABLE read_film (id INT AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE,
status TINYINT NOT NULL DEFAULT 0 COMMENT '状态（0在库 1已借出）',
rating ENUM('G','it''s') DEFAULT 'G', extras SET('a','b') DEFAULT 'a,b'
COMMENT 'extras (a: audio, b: book)',
odd SET(' a','b'), signs SET('a\\\\b','c%d'), mark ENUM('x\\\\y','z'), made DATE,
twice VARCHAR(40) AS (concat(code, code)) VIRTUAL, price DECIMAL(7,2) COMMENT '价格',
CONSTRAINT cheap CHECK (price < 100)) COMMENT '影片'
"""
COPY = """
CREATE TABLE read_copy (film_id INT NOT NULL, no INT NOT NULL, PRIMARY KEY (film_id, no),
CONSTRAINT of_film FOREIGN KEY (film_id) REFERENCES read_film (id) ON DELETE CASCADE)
"""
MADE = (
    FILM,
    COPY,
    "CREATE VIEW read_seen AS SELECT code FROM read_film",
    "CREATE TRIGGER read_stamp BEFORE INSERT ON read_copy FOR EACH ROW SET NEW.no = NEW.no + 1",
    "SET SESSION sql_mode = ''",
    "INSERT INTO read_film (code, made) VALUES ('A', '0000-00-00')",
)
UNMADE = ("DROP VIEW IF EXISTS read_seen",)
UNMADE += ("DROP TABLE IF EXISTS read_copy", "DROP TABLE IF EXISTS read_film")


@pytest.fixture
def url(transactional_db: None) -> Iterator[str]:
    """Make the tables in the database of the tests and return its URL."""
    if connection.vendor != "mysql":
        pytest.skip("asks a MariaDB")
    known = connection.settings_dict
    user, password = quote(known["USER"]), quote(known["PASSWORD"])
    socket = known["OPTIONS"].get("unix_socket", "")
    where = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    with connection.cursor() as cursor:
        for statement in (*UNMADE, *MADE):
            cursor.execute(statement)
    yield f"mysql://{user}:{password}@{where}/{known['NAME']}?unix_socket={socket}"
    with connection.cursor() as cursor:
        for statement in UNMADE:
            cursor.execute(statement)
    connection.close()


def test_everything_declared_is_read(url: str) -> None:
    schema = read_database(url, TABLES)
    film, copy = schema.table("read_film"), schema.table("read_copy")
    assert film is not None
    assert copy is not None
    assert film.comment == "影片"
    assert film.primary == ("id",)
    told = {column.name: column for column in film.columns}
    assert told["id"].automatic
    assert told["status"].comment == "状态（0在库 1已借出）"
    assert (told["rating"].family, told["rating"].values) == (Family.ENUM, ("G", "it's"))
    assert (told["extras"].family, told["extras"].values) == (Family.SET, ("a", "b"))
    assert told["signs"].values == ("a\\b", "c%d")
    assert told["mark"].values == ("x\\y", "z")
    assert told["twice"].generated
    assert told["price"].digits == (7, 2)
    assert "100" in film.checks[0].expression
    assert copy.primary == ("film_id", "no")
    assert (copy.foreign_keys[0].table, copy.foreign_keys[0].on_delete) == ("read_film", "CASCADE")
    assert copy.triggers == ("read_stamp",)
    assert [view.name for view in schema.views] == ["read_seen"]


def test_a_zero_date_is_nothing_and_a_plan_is_drafted(url: str) -> None:
    schema = read_database(url, TABLES)
    samples = read_samples(url, schema)
    assert samples.of("read_film", "made") == (None,)
    found = infer(schema, samples, name="films")
    odd = "read_film.odd: stays a text, its values are no codes"
    assert any(report.startswith(odd) for report in found.reports)
    (film,) = [model for model in found.domain.models if model.title_zh == "影片"]
    assert [choice.title_zh for choice in film.field("status").choices] == ["在库", "已借出"]
    extras = film.field("extras")
    assert (extras.kind, extras.default, extras.required) == (Kind.CHOICES, "a,b", False)
    assert [(each.value, each.title) for each in extras.choices] == [("a", "audio"), ("b", "book")]
    assert film.field("odd").kind is Kind.LONG_TEXT
    assert [choice.value for choice in film.field("rating").choices] == ["G", "it's"]


def test_who_is_refused_is_told_without_password() -> None:
    with pytest.raises(CannotRead) as refused:
        read_database("mysql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(refused.value)
