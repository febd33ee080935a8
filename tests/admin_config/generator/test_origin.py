"""What a domain was read from is written beside it and read again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin_config.generator.inference import infer
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.origin import FieldOrigin, TableOrigin, origin_file, read_origins
from admin_config.generator.reading import read_database, read_samples
from tests.admin_config.generator.rows import made


def test_tables_columns_and_relations_are_kept(tmp_path: Path) -> None:
    url = made("video", tmp_path)
    schema = read_database(url)
    domain = infer(schema, read_samples(url, schema), name="video").domain
    file = tmp_path / "origin.toml"
    file.write_text(origin_file(domain), encoding="utf-8")
    found = {each.model: each for each in read_origins(file)}
    assert set(found) == {model.name for model in domain.models}
    film, item = found["Film"], found["RentalItem"]
    kept = TableOrigin("film", ("film_id",), created="create_time", deleted="is_deleted")
    assert film.table == kept
    assert film.fields["film_class"] == FieldOrigin(("class",))
    assert film.fields["categories"] == FieldOrigin(
        ("film_id",), ("film_id",), "film_category", ("category_id",), ("category_id",)
    )
    both = ("film_id", "copy_no")
    assert item.fields["copy"] == FieldOrigin(both, both)


def test_a_file_that_was_mended_wrongly_is_told(tmp_path: Path) -> None:
    file = tmp_path / "origin.toml"
    for wrong in ("[Film", '[Film]\ntabel = "film"\n[Film.fields]\n'):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(WrongSpec, match=r"origin\.toml"):
            read_origins(file)
