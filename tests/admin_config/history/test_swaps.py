"""Rows that swapped a value which only one of them may have go back, whatever their order."""

from __future__ import annotations

from typing import Any

import pytest

from admin_config.engine.history.belonging import parts_of, state_at
from admin_config.engine.history.restoring import Restored, restore_state
from admin_config.screens.catalog.specification import SCREEN
from erp.catalog.models import Specification, SpecificationChoice
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.factories.catalog import SpecificationChoiceFactory, SpecificationFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def seal() -> Specification:
    """A specification with two choices."""
    made: Specification = SpecificationFactory(kind="choice", unit_text="")
    for name in ("Rubber", "Steel"):
        SpecificationChoiceFactory(specification=made, name=name)
    return made


def names_of(made: Specification) -> list[tuple[int, str]]:
    rows = SpecificationChoice.objects.filter(specification=made).order_by("pk")
    return list(rows.values_list("pk", "name"))


def rename(*pairs: tuple[str, str]) -> None:
    with as_the_house():
        for old, new in pairs:
            row = SpecificationChoice.objects.get(name=old)
            row.name = new
            row.save()


def restore(made: Specification, operation_id: int, who: User) -> Restored:
    state: Any = state_at(Specification, made.pk, operation_id)
    return restore_state(state, parts_of(SCREEN), by=Actor.person(who))


def standing(made: Specification) -> int:
    rows = SpecificationChoice.history.filter(specification_id=made.pk)
    newest = rows.latest("history_id").operation_id
    assert newest is not None
    return newest


def test_swapped_names_are_restored_and_the_restore_is_undone(
    seal: Specification, manager: User
) -> None:
    before, then = names_of(seal), standing(seal)
    rename(("Rubber", "Other"), ("Steel", "Rubber"), ("Other", "Steel"))
    swapped = names_of(seal)
    assert [name for _key, name in swapped] == ["Steel", "Rubber"]

    done = restore(seal, then, manager)

    assert names_of(seal) == before
    keys = SpecificationChoice.objects.order_by("pk").values_list("name_key", "version")
    assert [key for key, _version in keys] == ["rubber", "steel"]
    newest = [SpecificationChoice.history.filter(id=k).latest("history_id") for k, _n in before]
    assert [row.name for row in newest] == ["Rubber", "Steel"]
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(manager))
    assert names_of(seal) == swapped


def test_a_removed_row_comes_back_although_another_took_its_name(
    seal: Specification, manager: User
) -> None:
    before, then = names_of(seal), standing(seal)
    with as_the_house():
        SpecificationChoice.objects.get(name="Rubber").delete()
    rename(("Steel", "Rubber"))
    restore(seal, then, manager)
    assert names_of(seal) == before


def test_a_refused_restore_leaves_nothing_parked(seal: Specification, manager: User) -> None:
    then = standing(seal)
    rename(("Rubber", "Other"), ("Steel", "Rubber"), ("Other", "Steel"))
    former = SpecificationChoice.history.filter(name="Rubber").earliest("history_id")
    # a version from before a rule that no two names may be the same
    SpecificationChoice.history.filter(pk=former.pk).update(name="Steel")
    with nothing_changes(), pytest.raises(Refusal, match="a value that only one may have"):
        restore(seal, then, manager)
