"""Versions of many records that go at once are copied before they go, and are what they were."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import SYSTEM
from erp.foundation.deletion import delete_inside_operation
from erp.foundation.models import OperationKind, Seal
from erp.foundation.operation import operation, tentatively
from erp.foundation.rows import FEW
from erp.foundation.services.bulk import create_records
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.verifying import verify_audit
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Tag

pytestmark = pytest.mark.django_db
MANY = FEW + 3


def tags(count: int = MANY) -> list[Tag]:
    with as_the_house():
        create_records([Tag(name=f"Tag {number:04}") for number in range(count)])
    return list(Tag.objects.order_by("pk"))


def versions(sign: str) -> list[tuple[str, int, int | None]]:
    rows = Tag.history.filter(history_type=sign).order_by("id")
    return list(rows.values_list("name", "version", "operation_id"))


def test_many_that_go_leave_the_versions_that_few_leave() -> None:
    made = tags()
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        operation(OperationKind.DELETE, by=SYSTEM) as running,
    ):
        delete_inside_operation(made)
    assert versions("-") == [(tag.name, tag.version, running.row.pk) for tag in made]
    copied = [
        q["sql"]
        for q in asked
        if q["sql"].startswith("INSERT INTO") and "historicaltag" in q["sql"]
    ]
    assert len(copied) == 1
    assert " SELECT " in copied[0], "no value of them was sent"
    seal = Seal.objects.get(operation_id=running.row.pk)
    assert seal.kind == "written"
    lengthen_chain()
    assert verify_audit().found == 0
    assert undo_operation(running.row, by=SYSTEM).records == MANY
    assert sorted(Tag.objects.values_list("name", flat=True)) == [tag.name for tag in made]


def test_one_that_was_changed_before_it_went_is_kept_as_it_had_been() -> None:
    made = tags()
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        made[0].name = "changed"
        made[0].save()
        delete_inside_operation(made)
    names = [name for name, _version, _operation in versions("-")]
    assert names == [f"Tag {number:04}" for number in range(MANY)]
    lengthen_chain()
    assert verify_audit().found == 0
    assert undo_operation(running.row, by=SYSTEM).records == MANY


def test_one_that_is_there_again_leaves_no_version_of_its_going() -> None:
    made = tags()
    keys = [tag.pk for tag in made]
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        delete_inside_operation(made)
        Tag(pk=keys[0], name="back").save()
    assert len(versions("-")) == MANY - 1
    changed = Tag.history.get(id=keys[0], operation_id=running.row.pk)
    assert (changed.history_type, changed.name) == ("~", "back")
    lengthen_chain()
    assert verify_audit().found == 0


def fail(made: list[Tag]) -> None:
    with tentatively():
        delete_inside_operation(made)
        message = "no"
        raise ValueError(message)


def test_a_deletion_that_fails_leaves_no_version() -> None:
    made = tags()
    with (
        nothing_changes(),
        operation(OperationKind.DELETE, by=SYSTEM),
        pytest.raises(ValueError, match="no"),
    ):
        fail(made)
    assert versions("-") == []
    assert Tag.objects.count() == MANY


def test_what_fails_and_is_done_again_is_filed_once() -> None:
    made = tags()
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        with pytest.raises(ValueError, match="no"):
            fail(made)
        delete_inside_operation(list(Tag.objects.all()))
    assert len(versions("-")) == MANY
    assert {operation for _name, _version, operation in versions("-")} == {running.row.pk}
    lengthen_chain()
    assert verify_audit().found == 0
