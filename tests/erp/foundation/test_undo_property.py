"""Whatever people create, edit, copy, delete, restore and undo, tables and plain model agree."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_config.engine.copying.copier import copy_record
from admin_config.engine.history.belonging import Part, state_at
from admin_config.engine.history.restoring import restore_state
from admin_config.engine.spec import Copy
from erp.foundation.actor import SYSTEM
from erp.foundation.deletion import delete_inside_operation
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.parking import park_unique_values
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.erp.foundation.undo_model import House, Key, State
from tests.toy.models import Piece, Shelf, Tag, Toy

MODELS: dict[str, Any] = {"tag": Tag, "shelf": Shelf, "toy": Toy, "piece": Piece}
COPY = Copy(along=("pieces",))
PARTS = (Part(Piece, "toy_id"),)
NAMES = st.sampled_from(["a", "b", "c", "d"])
CHOSEN = st.integers(0, 30)

COMMANDS = st.one_of(
    st.tuples(st.just("add_tag"), NAMES),
    st.tuples(st.just("add_shelf"), NAMES, CHOSEN),
    st.tuples(st.just("add_toy"), NAMES, CHOSEN, CHOSEN),
    st.tuples(st.just("add_piece"), NAMES, CHOSEN),
    st.tuples(st.just("rename"), st.sampled_from(["tag", "shelf", "toy", "piece"]), CHOSEN, NAMES),
    st.tuples(st.just("move"), CHOSEN, CHOSEN),
    st.tuples(st.just("retag"), CHOSEN, st.lists(CHOSEN, max_size=2)),
    st.tuples(st.just("swap"), st.sampled_from(["tag", "shelf", "toy"]), CHOSEN, CHOSEN),
    st.tuples(st.just("delete"), st.sampled_from(["tag", "shelf", "toy", "piece"]), CHOSEN),
    st.tuples(st.just("clear"), CHOSEN),
    st.tuples(st.just("requantity"), CHOSEN, st.integers(1, 3)),
    st.tuples(st.just("hand_over"), CHOSEN, CHOSEN),
    st.tuples(st.just("copy"), CHOSEN),
    st.tuples(st.just("restore"), CHOSEN, CHOSEN),
    st.tuples(st.just("restore"), CHOSEN, CHOSEN),
    st.tuples(st.just("undo"), CHOSEN),
    st.tuples(st.just("undo"), CHOSEN),
)

#: Two toys with pieces and a tag, so that from the first command on there is something to do.
START: list[tuple[Any, ...]] = [
    ("add_tag", "a"),
    ("add_shelf", "a", 0),
    ("add_toy", "a", 0, 0),
    ("add_toy", "b", 0, 0),
    ("add_piece", "a", 0),
    ("add_piece", "b", 1),
]


class Bench:
    """The real tables, driven by commands, beside the plain model."""

    def __init__(self, owner: User) -> None:
        """Start empty."""
        self.owner = owner
        self.house = House()
        self.operations: list[Operation] = []

    def pick(self, kind: str, chosen: int) -> Any:
        rows = list(MODELS[kind].objects.order_by("pk"))
        return rows[chosen % len(rows)] if rows else None

    def do(self, command: tuple[Any, ...]) -> None:
        """Run one command as one operation and take what it did into the model."""
        verb, *arguments = command
        if verb in {"undo", "copy", "restore"}:
            getattr(self, verb)(*arguments)
            return
        try:
            with operation(OperationKind.CHANGE, by=SYSTEM) as running:
                getattr(self, verb)(*arguments)
        except ValidationError:
            return
        self.taken(running.row)

    def taken(self, row: Operation, undoes: int | None = None) -> None:
        known = len(self.house.acts)
        self.house.record(stored_state(), undoes)
        if len(self.house.acts) > known:
            self.operations.append(row)

    def undo(self, chosen: int) -> None:
        open_ones = [i for i, act in enumerate(self.house.acts) if not act.undone]
        if not open_ones:
            return
        index = open_ones[chosen % len(open_ones)]
        expected = self.house.undo(index)
        done = undo_operation(self.operations[index], by=SYSTEM)
        assert stored_state() == expected
        if done.operation is not None:
            self.house.acts[index].undone = True
            self.taken(done.operation, index)

    def copy(self, chosen: int) -> None:
        """Copy a toy with its pieces: one more like it, nothing else differs."""
        toy = self.pick("toy", chosen)
        if toy is None:
            return
        with operation(OperationKind.COPY, by=SYSTEM) as running:
            copy_record(toy, COPY, by=SYSTEM)
        self.house.check_copy(stored_state(), ("toy", toy.pk))
        self.taken(running.row)

    def restore(self, chosen: int, moment: int) -> None:
        """Bring back how a toy and its pieces stood after one of the earlier operations."""
        toys = sorted({key for state in self.house.states for kind, key in state if kind == "toy"})
        if not toys:
            return
        key, index = toys[chosen % len(toys)], moment % len(self.house.states)
        expected = self.house.restore(("toy", key), index)
        state = state_at(Toy, key, self.operations[index].pk)
        done = None
        if state is not None:
            with suppress(ValidationError):
                done = restore_state(state, PARTS, by=SYSTEM)
        assert stored_state() == expected
        if done is not None and done.operation is not None:
            self.taken(done.operation)

    def requantity(self, chosen: int, quantity: int) -> None:
        piece = self.pick("piece", chosen)
        if piece is not None:
            piece.quantity = Decimal(quantity)
            self.save(piece)

    def hand_over(self, chosen: int, other: int) -> None:
        piece = self.pick("piece", chosen)
        if piece is not None:
            piece.toy = self.pick("toy", other)
            self.save(piece)

    def add_tag(self, name: str) -> None:
        self.save(Tag(name=name))

    def add_shelf(self, name: str, chosen: int) -> None:
        parent = self.pick("shelf", chosen) if chosen % 2 else None
        self.save(Shelf(name=name, parent=parent))

    def add_toy(self, code: str, shelf: int, tag: int) -> None:
        toy = Toy(
            code=code,
            name="toy",
            owner=self.owner,
            price=Decimal(1),
            shelf=self.pick("shelf", shelf),
        )
        self.save(toy)
        chosen = self.pick("tag", tag)
        if chosen is not None:
            toy.tags.add(chosen)
            Piece(toy=toy, name="with it").save()

    def add_piece(self, name: str, chosen: int) -> None:
        toy = self.pick("toy", chosen)
        if toy is not None:
            self.save(Piece(toy=toy, name=name))

    def rename(self, kind: str, chosen: int, name: str) -> None:
        record = self.pick(kind, chosen)
        if record is not None:
            setattr(record, "code" if kind == "toy" else "name", name)
            self.save(record)

    def move(self, chosen: int, shelf: int) -> None:
        toy = self.pick("toy", chosen)
        if toy is not None:
            toy.shelf = self.pick("shelf", shelf) if shelf % 3 else None
            self.save(toy)

    def retag(self, chosen: int, tags: list[int]) -> None:
        toy = self.pick("toy", chosen)
        if toy is not None:
            toy.tags.set([tag for tag in (self.pick("tag", n) for n in tags) if tag is not None])

    def swap(self, kind: str, one: int, other: int) -> None:
        first, second = self.pick(kind, one), self.pick(kind, other)
        if first is None or first == second:
            return
        column = "code" if kind == "toy" else "name"
        names = getattr(first, column), getattr(second, column)
        park_unique_values([row.history.latest("history_id") for row in (first, second)])
        for row, name in ((first, names[1]), (second, names[0])):
            setattr(row, column, name)
            row.save()

    def delete(self, kind: str, chosen: int) -> None:
        record = self.pick(kind, chosen)
        if record is not None:
            record.delete()

    def clear(self, keep: int) -> None:
        """Delete all toys but one, and a tag, at once."""
        delete_inside_operation(list(Toy.objects.order_by("pk")[: keep % 4]))
        tag = self.pick("tag", keep)
        if tag is not None:
            tag.delete()

    @staticmethod
    def save(record: Any) -> None:
        record.full_clean()
        record.save()


def stored_state() -> State:
    """Return what the tables hold in the words of the plain model."""
    state: State = {}
    for row in Tag.objects.all():
        state["tag", row.pk] = {"name": row.name}
    for row in Shelf.objects.all():
        state["shelf", row.pk] = {"name": row.name, "parent": row.parent_id}
    for row in Toy.objects.prefetch_related("tags"):
        tags = frozenset(tag.pk for tag in row.tags.all())
        state["toy", row.pk] = {"code": row.code, "shelf": row.shelf_id, "tags": tags}
    for row in Piece.objects.all():
        state["piece", row.pk] = {"name": row.name, "toy": row.toy_id, "quantity": row.quantity}
    return state


def newest_versions_agree(keys: set[Key]) -> None:
    """Assert that the newest version of each record says what the record holds, or that it went."""
    for kind, key in keys:
        model = MODELS[kind]
        newest = model.history.filter(id=key).latest("history_id")
        record = model.objects.filter(pk=key).first()
        if record is None:
            assert newest.history_type == "-"
            continue
        assert newest.history_type != "-"
        for stored in model._meta.concrete_fields:
            assert getattr(newest, stored.attname) == getattr(record, stored.attname), stored.name


class _Leave(Exception):
    """Rolls an example back."""


@pytest.mark.django_db
@settings(
    max_examples=max(settings().max_examples // 2, 1),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(commands=st.lists(COMMANDS, min_size=6, max_size=30))
def test_undo_agrees_with_a_plain_model(manager: User, commands: list[tuple[Any, ...]]) -> None:
    try:
        with transaction.atomic():
            bench = Bench(manager)
            for command in [*START, *commands]:
                bench.do(command)
                assert stored_state() == bench.house.state, command
            newest_versions_agree(set(bench.house.newest))
            raise _Leave  # noqa: TRY301 - rolls the example back
    except _Leave:
        return
