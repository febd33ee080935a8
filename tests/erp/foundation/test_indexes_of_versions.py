"""Version tables index what versions are looked for by, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from admin_config.engine.history.belonging import parts_of
from admin_config.engine.registry import registry
from erp.company.queries.number_gap import numbered_models
from erp.foundation.drop_indexes import DropIndexes
from erp.sales.models import Quotation
from tests.toy.models import Tag


def indexed(model: Any) -> set[str]:
    """Return the columns of which each has an index of its own in the database."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return {
        facts["columns"][0]
        for facts in found.values()
        if (facts["index"] or facts["primary_key"]) and len(facts["columns"]) == 1
    }


@pytest.mark.django_db
def test_a_paper_has_six_indexes_on_its_versions() -> None:
    assert indexed(Quotation.history.model) == {
        *("history_id", "id", "operation_id", "history_date", "history_user_id"),
        "number",
    }


@pytest.mark.django_db
def test_the_rows_of_a_record_are_found_by_it() -> None:
    missing = [
        f"{part.kind._meta.label}.{part.column}"
        for screen in registry
        for part in parts_of(screen)
        if part.column not in indexed(part.kind.history.model)
    ]
    assert missing == [], "name them in versions_found_by of the model"


@pytest.mark.django_db
def test_what_bore_a_number_is_found_by_it() -> None:
    kinds = numbered_models()
    assert kinds
    assert all(column in indexed(model.history.model) for model, column in kinds)


@pytest.fixture
def steps(
    transactional_db: None,
) -> Iterator[tuple[DropIndexes, ProjectState, ProjectState]]:
    """Give the step that drops one index, with the states before and after it."""
    step = DropIndexes("HistoricalTag", ["name_key"])
    before = ProjectState.from_apps(apps)
    field = before.models["toy", "historicaltag"].fields["name_key"].clone()
    field.db_index = True
    before.alter_field("toy", "historicaltag", "name_key", field, preserve_default=True)
    after = before.clone()
    step.state_forwards("toy", after)
    yield step, before, after
    if "name_key" in indexed(Tag.history.model):
        with connection.schema_editor() as editor:
            step.database_forwards("toy", editor, before, after)


def test_the_step_goes_back_and_forth(steps: Any) -> None:
    step, before, after = steps
    assert before.models["toy", "historicaltag"].fields["name_key"].db_index
    assert not after.models["toy", "historicaltag"].fields["name_key"].db_index
    assert "name_key" not in indexed(Tag.history.model)
    with connection.schema_editor() as editor:
        step.database_backwards("toy", editor, after, before)
    assert "name_key" in indexed(Tag.history.model)
    with connection.schema_editor() as editor:
        step.database_forwards("toy", editor, before, after)
    assert "name_key" not in indexed(Tag.history.model)
    assert step.describe() == "Drop the indexes of name_key in HistoricalTag"
