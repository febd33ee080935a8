"""A column that says which table and one that says which row are recognised together."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from admin_config.generator.inference import infer
from admin_config.generator.reading import read_database, read_samples

MADE = """
CREATE TABLE res_partner (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sale_order (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE attachment (id INTEGER PRIMARY KEY, res_model TEXT, res_id INTEGER);
INSERT INTO attachment VALUES (1, 'res.partner', 7), (2, 'sale.order', 7);
CREATE TABLE tagged (id INTEGER PRIMARY KEY, content_type_id INTEGER, object_id INTEGER);
CREATE TABLE audit (id INTEGER PRIMARY KEY, target_type VARCHAR(20), target_id INTEGER);
CREATE TABLE shape (id INTEGER PRIMARY KEY, file_type TEXT, file_id INTEGER);
INSERT INTO shape VALUES (1, 'png', 7), (2, 'jpeg', 8);
CREATE TABLE plain (id INTEGER PRIMARY KEY, type TEXT, note TEXT);
"""


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    """Return what the plan of such a database tells."""
    file = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(MADE)
    url = f"sqlite:///{file}"
    schema = read_database(url)
    reports = infer(schema, read_samples(url, schema), name="old").reports
    return [report for report in reports if "rows of several tables" in report]


def test_pairs_are_told_with_what_speaks_for_them(told: list[str]) -> None:
    why = ": points to rows of several tables ({}); stays two fields"
    unheld = "target_type and target_id begin alike; no row to hold that against"
    assert told == [
        "attachment.res_model+res_id" + why.format("res_model names res_partner, sale_order"),
        "tagged.content_type_id+object_id" + why.format("content_type_id and object_id say so"),
        "audit.target_type+target_id" + why.format(unheld),
    ]


def test_a_kind_and_a_number_that_name_no_table_are_no_pair(told: list[str]) -> None:
    assert not [report for report in told if report.startswith(("shape", "plain"))]
