"""The one way to write: what an operation records, refuses, forgets, repeats and does once."""

from __future__ import annotations

import threading
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, OperationalError

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind, SearchToken
from erp.foundation.operation import AlreadyDone, operation, retrying, run, tentatively
from erp.foundation.refusal import OutsideOperation, StaleRecord
from erp.foundation.services.bulk import create_records, save_records
from erp.staff.models import User
from tests.language.crowd import at_once, meet
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Shelf, Tag, Toy


def shelf(name: str) -> Shelf:
    """Return a stored shelf."""
    with as_the_house():
        made = Shelf(name=name)
        made.save()
    return made


@pytest.mark.django_db
class TestWriting:
    """What one operation leaves behind."""

    def test_outside_an_operation_nothing_is_written(self) -> None:
        known = shelf("North")
        rows = Shelf.objects.all()
        with nothing_changes():
            for attempt in (
                Shelf(name="South").save,
                lambda: rows.update(name="x"),
                rows.delete,
                lambda: rows.bulk_create([Shelf(name="x")]),
                lambda: rows.bulk_update([known], ["name"]),
                known.delete,
            ):
                with pytest.raises(OutsideOperation):
                    attempt()

    def test_it_files_version_entry_and_search_under_one_id(self, sales: User) -> None:
        with operation(OperationKind.CREATE, by=Actor.person(sales), reason="new wall") as done:
            Shelf(name="Upper North").save()
        made = Shelf.objects.get()
        version = made.history.get()
        assert (version.operation_id, version.history_type) == (done.row.pk, "+")
        assert (version.history_user_id, version.history_change_reason) == (sales.pk, "new wall")
        entry = LogEntry.objects.get(operation=done.row)
        assert entry.changes == {"name": [None, "Upper North"]}
        tokens = SearchToken.objects.filter(object_id=made.pk)
        assert {"upper", "north"} <= set(tokens.values_list("token", flat=True))
        assert (done.row.records, done.row.actor_label) == (1, "sales")

    def test_several_changes_of_a_record_are_one_version(self) -> None:
        known = shelf("North")
        with as_the_house():
            for name in ("N", "No", "Nor"):
                known.name = name
                known.save()
        assert [v.name for v in known.history.order_by("history_id")] == ["North", "Nor"]
        assert LogEntry.objects.get(operation=newest_operation()).changes == {
            "name": ["North", "Nor"]
        }

    def test_saving_without_a_difference_writes_nothing(self) -> None:
        known = shelf("North")
        before = Operation.objects.count()
        with nothing_changes(), as_the_house():
            Shelf.objects.get(pk=known.pk).save()
        assert Operation.objects.count() == before

    def test_an_error_leaves_nothing(self) -> None:
        before = Operation.objects.count()

        def fail_after_writing() -> None:
            with as_the_house():
                Shelf(name="North").save()
                raise ZeroDivisionError

        with nothing_changes(), pytest.raises(ZeroDivisionError):
            fail_after_writing()
        assert Operation.objects.count() == before

    def test_an_inner_operation_joins_the_outer_one(self) -> None:
        before = Operation.objects.count()
        with operation(OperationKind.IMPORT, by=SYSTEM) as outer:
            Shelf(name="North").save()
            with operation(OperationKind.CREATE, by=SYSTEM) as inner:
                Shelf(name="South").save()
            assert inner is outer
        assert Operation.objects.count() == before + 1
        assert newest_operation().records == 2

    def test_what_fails_tentatively_leaves_neither_row_nor_version(self) -> None:
        def try_two() -> None:
            with tentatively():
                Shelf(name="South").save()
                Shelf(name="ＮＯＲＴＨ ").save()

        with as_the_house():
            Shelf(name="North").save()
            with pytest.raises(IntegrityError):
                try_two()
        assert [s.name for s in Shelf.objects.all()] == ["North"]
        assert newest_operation().records == 1

    def test_made_and_deleted_at_once_leaves_no_trace(self) -> None:
        with nothing_changes(), as_the_house():
            made = Shelf(name="North")
            made.save()
            made.delete()

    def test_secrets_stand_in_no_version_and_no_entry(self, sales: User) -> None:
        with as_the_house():
            sales.set_password("another long secret 77")
            sales.save()
        entry = LogEntry.objects.filter(operation=newest_operation()).get()
        assert "argon2" not in str(entry.changes)
        assert set(entry.changes) == {"password"}
        assert {v.password for v in sales.history.all()} == {""}

    def test_joins_are_told_by_key(self, sales: User) -> None:
        with as_the_house():
            toy = Toy(code="A", name="Bear", owner=sales, price=Decimal(1))
            toy.save()
            tags = create_records(
                [Tag(name="soft", name_key="soft"), Tag(name="brown", name_key="brown")]
            )
        version = toy.version
        with as_the_house():
            toy.tags.set(tags)
        entry = LogEntry.objects.get(operation=newest_operation())
        keys = sorted(tag.pk for tag in tags)
        assert entry.changes == {"tags": {"type": "m2m", "added": keys, "removed": []}}
        assert Toy.objects.get().version == version + 1

    def test_sets_are_written_like_single_records(self) -> None:
        with as_the_house():
            create_records([Shelf(name=f"S{n}", name_key=f"s{n}") for n in range(3)])
        rows = list(Shelf.objects.order_by("pk"))
        rows[0].name, rows[2].name = "first", "last"
        with as_the_house():
            assert save_records(rows) == 2
        assert [row.version for row in Shelf.objects.order_by("pk")] == [1, 0, 1]
        assert LogEntry.objects.filter(operation=newest_operation()).count() == 2
        assert Shelf.objects.filter(name_key="first").exists()

    def test_nobody_is_overwritten(self) -> None:
        known = shelf("North")
        mine, theirs = Shelf.objects.get(pk=known.pk), Shelf.objects.get(pk=known.pk)
        with as_the_house():
            theirs.name = "South"
            theirs.save()
        mine.name = "West"
        with nothing_changes(), pytest.raises(StaleRecord), as_the_house():
            mine.save()
        assert mine.version == 0

    def test_the_same_form_is_worked_on_once(self) -> None:
        token = uuid.uuid4().hex

        def work(_running: object) -> None:
            Shelf(name=f"Shelf {Shelf.objects.count()}").save()

        run(work, OperationKind.CREATE, by=SYSTEM, form_token=token)
        first = newest_operation()
        with nothing_changes(), pytest.raises(AlreadyDone) as again:
            run(work, OperationKind.CREATE, by=SYSTEM, form_token=token)
        assert again.value.operation == first


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """What the database and several writers do to each other."""

    def test_a_form_sent_by_many_at_once_is_worked_on_once(self) -> None:
        token = uuid.uuid4().hex

        def send(number: int) -> str:
            def work(_running: object) -> str:
                Shelf(name=f"Shelf {number}").save()
                return "done"

            return run(work, OperationKind.CREATE, by=SYSTEM, form_token=token)

        answers = at_once(6, send)
        assert answers.count("done") == 1
        assert [a for a in answers if a != "done" and not isinstance(a, AlreadyDone)] == []
        assert Shelf.objects.count() == 1
        assert Operation.objects.filter(form_token=token).count() == 1

    def test_writers_that_lock_in_opposite_order_both_get_through(self) -> None:
        keys = [shelf("A").pk, shelf("B").pk]
        together = threading.Barrier(2)

        def change(number: int) -> int:
            def work(_running: object) -> int:
                for place, key in enumerate(keys if number else reversed(keys)):
                    row = Shelf.objects.select_for_update().get(pk=key)
                    row.parent_id = None
                    row.name = f"{row.name}{number}"
                    row.save()
                    if place == 0:
                        meet(together)
                return number

            return run(work, OperationKind.CHANGE, by=SYSTEM)

        assert sorted(at_once(2, change)) == [0, 1]  # type: ignore[type-var]
        for name, letter in zip(Shelf.objects.order_by("pk"), "AB", strict=True):
            assert sorted(name.name) == ["0", "1", letter]
            assert name.version == 2
        assert Operation.objects.filter(kind=OperationKind.CHANGE).count() == 2

    def test_of_many_who_changed_the_same_version_one_wins(self) -> None:
        key = shelf("A").pk
        read = [Shelf.objects.get(pk=key) for _ in range(6)]

        def change(number: int) -> int:
            def work(_running: object) -> int:
                read[number].name = f"A{number}"
                read[number].save()
                return number

            return run(work, OperationKind.CHANGE, by=SYSTEM)

        answers = at_once(6, change)
        winners = [answer for answer in answers if isinstance(answer, int)]
        assert len(winners) == 1
        assert sum(isinstance(answer, StaleRecord) for answer in answers) == 5
        row = Shelf.objects.get(pk=key)
        assert (row.name, row.version) == (f"A{winners[0]}", 1)
        assert row.history.count() == 2

    def test_lock_trouble_is_tried_again_and_other_trouble_is_not(self) -> None:
        met: list[int] = []

        def locked() -> str:
            met.append(1)
            if len(met) < 3:
                raise OperationalError(1213, "Deadlock found when trying to get lock")
            return "through"

        assert retrying(locked) == "through"
        assert len(met) == 3

        def broken() -> None:
            met.append(1)
            raise OperationalError(1146, "Table does not exist")

        with pytest.raises(OperationalError, match="1146"):
            retrying(broken)
        assert len(met) == 4

    def test_inside_a_transaction_nothing_is_tried_again(self) -> None:
        met: list[int] = []

        def locked() -> None:
            met.append(1)
            raise OperationalError(1213, "Deadlock found when trying to get lock")

        with as_the_house(), pytest.raises(OperationalError):
            retrying(locked)
        assert len(met) == 1
