"""What is older than the house keeps goes in batches; the rest stays proven, and says what went."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.sealing import seal_operation
from erp.foundation.services.reading import note_read
from erp.foundation.services.retention import purge_log
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.undo import may_undo, undo_operation
from erp.foundation.services.verifying import verify_audit
from erp.foundation.services.versions import recorded_models
from erp.staff.models import User
from tests.toy.models import Shelf, Toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(sales: User) -> tuple[Toy, list[Operation], Operation]:
    """A toy with six versions, the first four of long ago, and a look at it of long ago."""
    acts = []
    with operation(OperationKind.CREATE, by=SYSTEM) as running:
        toy = Toy(code="R-1", name="train", owner=sales, price=Decimal(1))
        toy.save()
    acts.append(running.row)
    for price in range(2, 7):
        with operation(OperationKind.CHANGE, by=SYSTEM) as running:
            toy.price = Decimal(price)
            toy.save()
        acts.append(running.row)
    read = note_read(toy, by=Actor.person(sales))
    long_ago = timezone.now() - dt.timedelta(days=100)
    for act in (*acts[:4], read):
        Operation.objects.filter(pk=act.pk).update(created_at=long_ago)
        Toy.history.filter(operation=act.pk).update(history_date=long_ago)
        _seal_as_it_stands(act)
    lengthen_chain()
    assert verify_audit().findings == []
    return toy, acts, read


def _seal_as_it_stands(act: Operation) -> None:
    from erp.foundation.models import Seal

    Seal.objects.filter(operation_id=act.pk).delete()
    act.refresh_from_db()
    seal_operation(act, recorded_models())


def test_nothing_goes_unless_it_is_set(lives: Any) -> None:
    before = Operation.objects.count(), Toy.history.count(), LogEntry.objects.count()
    assert purge_log(by=SYSTEM) == 0
    assert (Operation.objects.count(), Toy.history.count(), LogEntry.objects.count()) == before


def test_versions_go_but_the_first_the_last_and_where_the_kept_time_begins(
    lives: tuple[Toy, list[Operation], Operation], settings: Any
) -> None:
    toy, acts, _read = lives
    settings.AUDIT_VERSIONS_KEPT_DAYS = 30
    assert purge_log(by=SYSTEM) == 2
    prices = [row.price for row in Toy.history.filter(id=toy.pk).order_by("history_id")]
    assert prices == [1, 4, 5, 6]
    assert purge_log(by=SYSTEM) == 0
    lengthen_chain()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.notes == {"AUDIT_VERSIONS_KEPT_DAYS=30": 2}
    told = Operation.objects.get(verb="purge_log")
    assert told.details == {"setting": "AUDIT_VERSIONS_KEPT_DAYS=30", "rows": 2}
    # what is younger is undone as before; what is older would land on the wrong version
    assert may_undo(acts[3], by=SYSTEM) is False
    with pytest.raises(Refusal) as refused:
        undo_operation(acts[3], by=SYSTEM)
    assert refused.value.messages == ["It is too old: versions of its time are kept no longer."]
    undo_operation(acts[5], by=SYSTEM)
    undo_operation(acts[4], by=SYSTEM)
    assert Toy.objects.get(pk=toy.pk).price == 4


@pytest.mark.parametrize("stray", ["first", "last"])
def test_what_was_put_in_unsealed_lets_no_sealed_version_go(
    lives: tuple[Toy, list[Operation], Operation], settings: Any, stray: str
) -> None:
    """The first version and the one where the kept time begins stay, whatever lies around them."""
    toy, _acts, _read = lives
    forged = Toy.history.filter(id=toy.pk).order_by("history_id").first()
    forged.price, forged.operation_id = Decimal(99), None
    forged.history_id = -1 if stray == "first" else None
    forged.save(force_insert=True)
    settings.AUDIT_VERSIONS_KEPT_DAYS = 30
    assert purge_log(by=SYSTEM) == 2
    rows = Toy.history.filter(id=toy.pk).exclude(operation=None).order_by("history_id")
    assert [row.price for row in rows] == [1, 4, 5, 6]
    lengthen_chain()
    (found,) = verify_audit().findings
    assert found.words.startswith("1 rows of toy.historicaltoy belong to no operation")


def test_events_go_whole_and_what_was_bent_stays_for_the_check(
    lives: tuple[Toy, list[Operation], Operation], settings: Any
) -> None:
    toy, _acts, read = lives
    settings.AUDIT_READS_KEPT_DAYS = 30
    LogEntry.objects.filter(operation=read).update(object_repr="somebody else")
    assert purge_log(by=SYSTEM) == 0
    assert verify_audit().found == 1
    LogEntry.objects.filter(operation=read).update(object_repr=str(toy))
    assert purge_log(by=SYSTEM) == 2
    assert not Operation.objects.filter(pk=read.pk).exists()
    assert not LogEntry.objects.filter(operation=read.pk).exists()
    lengthen_chain()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.notes == {"AUDIT_READS_KEPT_DAYS=30": 1}
    with operation(OperationKind.CREATE, by=SYSTEM):
        Shelf(name="later").save()
    assert verify_audit().findings == []
