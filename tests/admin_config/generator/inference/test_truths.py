"""What is inferred from six schemas is held against what is true of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin_config.generator.inference import Inference, infer
from admin_config.generator.inference.measuring import read_truth, scores_of
from admin_config.generator.inference.telling import told, told_scores
from admin_config.generator.reading import read_database, read_samples
from tests.admin_config.generator.rows import SCHEMAS, made

LEAST = 0.95
#: Names alone do not tell who of two sorts of people posted or shipped.
LEAST_WITHOUT_ROWS = 0.85
WORLDS = ("video", "xj", "reglow", "tryton", "airflow", "nautobot")


def inferred(name: str, folder: Path) -> Inference:
    """Return what is inferred from a written-down schema with made-up rows."""
    url = made(name, folder)
    schema = read_database(url)
    return infer(schema, read_samples(url, schema), name=f"of_{name}")


@pytest.mark.parametrize("name", WORLDS)
def test_recall_and_precision_are_high(name: str, tmp_path: Path) -> None:
    scores = scores_of(inferred(name, tmp_path), read_truth(SCHEMAS / name / "truth.toml"))
    told_all = "\n".join(told_scores(scores))
    assert "relations" in {score.what for score in scores}
    for score in scores:
        assert score.recall >= LEAST, told_all
        assert score.precision >= LEAST, told_all


@pytest.mark.parametrize("name", WORLDS)
def test_a_plan_can_be_written(name: str, tmp_path: Path) -> None:
    found = inferred(name, tmp_path)
    names = [model.name for model in found.domain.models]
    assert len(set(names)) == len(names)
    for model in found.domain.models:
        fields = [field.name for field in model.fields]
        assert len(set(fields)) == len(fields)
        assert any(field.required for field in model.fields)
        assert {field.to for field in model.fields if field.to} <= set(names)
        assert set(model.key) <= set(fields)
    assert len(list(told(found))) > len(found.tables)


def test_without_rows_names_and_types_still_tell(tmp_path: Path) -> None:
    schema = read_database(made("tryton", tmp_path))
    (score, *_others) = scores_of(infer(schema), read_truth(SCHEMAS / "tryton" / "truth.toml"))
    assert (score.what, score.precision > LEAST_WITHOUT_ROWS) == ("relations", True)


def test_data_speak_against_a_name(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "a.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.executescript(
            "CREATE TABLE person (id INTEGER PRIMARY KEY);"
            "CREATE TABLE note (id INTEGER PRIMARY KEY, person_id INTEGER, good_person_id INTEGER);"
            "INSERT INTO person VALUES (1), (2), (3);"
            "INSERT INTO note VALUES (1, 700, 1), (2, 800, 2), (3, 900, 3);"
        )
    connection.close()
    url = f"sqlite:///{file}"
    schema = read_database(url)
    found = infer(schema, read_samples(url, schema))
    assert [relation.place for relation in found.relations] == ["note.good_person_id"]
    assert "3 of 3 values are there" in found.relations[0].why
