"""A database in which everything is called wrongly becomes Python that compiles, and says why."""

from __future__ import annotations

import keyword
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from admin_config.generator.blueprint import RELATIONS
from admin_config.generator.code.fields import constant, related_name
from admin_config.generator.inference import Inference, infer
from admin_config.generator.names import wrong_field_name
from admin_config.generator.plan import files_of
from admin_config.generator.reading import read_database, read_samples
from tests.architecture.source import ROOT

ODD = Path(__file__).with_name("odd.sql")
WIDEST = 100


@pytest.fixture
def odd(tmp_path: Path) -> Inference:
    """Return what is inferred from tables called select, 2nd-Table, Größe, 名称, a, models."""
    file = tmp_path / "odd.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(ODD.read_text(encoding="utf-8"))
        connection.commit()
    url = f"sqlite:///{file}"
    schema = read_database(url)
    return infer(schema, read_samples(url, schema), name="odd")


def test_every_file_compiles(odd: Inference) -> None:
    for file in files_of(odd.domain, ROOT):
        if file.path.endswith(".py"):
            compile(file.text, file.path, "exec")
            assert keyword.iskeyword(Path(file.path).stem) is False


def test_every_name_is_one_of_python(odd: Inference) -> None:
    columns = {}
    for model in odd.domain.models:
        assert model.name.isidentifier()
        assert len(model.about) <= WIDEST - len('    """"""')
        for field in model.fields:
            assert wrong_field_name(field.name) == ""
            if field.kind in RELATIONS:
                way = related_name(model, field)
                assert way.isidentifier()
                assert not keyword.iskeyword(way)
        columns[model.name] = [field.name for field in model.fields]
    assert columns["Select"] == ["select_class", "select_import", "none"]
    assert columns["Grosse"] == ["grosse", "field"]
    assert columns["Self"] == ["self_self", "self_self_2", "selfs"]
    assert columns["Model"] == ["model_models", "decimal", "x"]
    assert columns["AdminLog"] == ["a", "b", "c"]


def test_what_is_chinese_stays_readable(odd: Inference) -> None:
    table = next(model for model in odd.domain.models if model.title_zh == "名称")
    assert [field.title_zh for field in table.fields] == ["名称"]
    kinds = next(model for model in odd.domain.models if model.name == "OddClass")
    named = [constant(choice.value) for choice in kinds.field("kind").choices]
    assert named == ["VALUE_4E2D_6587", "VALUE_8349_7A3F", "IN_STOCK"]
    assert "OddQuerySet" in {model.name for model in odd.domain.models}


def test_what_is_left_out_is_said(odd: Inference) -> None:
    assert "OnlyId" not in {model.name for model in odd.domain.models}
    assert set(odd.reports) >= {
        "v: left out, a view",
        "broken: left out, a view",
        "gen: triggers not taken over: t",
        "gen.twice: left out, the database computes it",
        "名称: has no primary key; every record gets a number",
        "admin_log: known by a + b; gets a number besides",
    }
