"""The sealed chain names what was bent, removed, inserted, swapped or cut behind its back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from erp.foundation.actor import SYSTEM
from erp.foundation.canonical import layout_of
from erp.foundation.head_keys import key_name, own_public_key, sign
from erp.foundation.models import Head, Layout, LogEntry, Operation, OperationKind, Seal
from erp.foundation.models.seal import SealKind
from erp.foundation.operation import operation
from erp.foundation.sealing import seal_operation
from erp.foundation.services.bulk import save_records
from erp.foundation.services.deleting import delete_chosen
from erp.foundation.services.sealed_rows import SealedRows
from erp.foundation.services.sealing import (
    START,
    amend_operation,
    head_digest,
    head_text,
    lengthen_chain,
    mark_former,
    withdraw_operation,
)
from erp.foundation.services.shipping import ship_heads
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.verifying import Verified, verify_audit
from erp.foundation.services.verifying_heads import read_shipped
from erp.foundation.services.versions import recorded_models
from erp.staff.models import User
from tests.toy.models import Shelf, Toy

pytestmark = pytest.mark.django_db

OTHER_KEY = base64.b64encode(b"another house's key is 32 bytes.").decode()


def change(toys: list[Toy], price: int) -> Operation:
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for toy in toys:
            toy.price = Decimal(price)
        save_records(toys)
    return running.row


@pytest.fixture
def acts(sales: User) -> list[Operation]:
    """Operations of several kinds, the first half and the second half under a head each."""
    with operation(OperationKind.CREATE, by=SYSTEM, details={"why": "Prüfung 检查"}) as running:
        toys = [
            Toy(code=f"S-{n}", name=f"train {n} 火车", owner=sales, price=Decimal("1.50"))
            for n in range(3)
        ]
        for toy in toys:
            toy.save()
        Shelf(name="top").save()
    found = [running.row, *(change(toys, price) for price in range(10, 15))]
    lengthen_chain()
    found += [change(toys, price) for price in range(20, 25)]
    done = undo_operation(found[-1], by=SYSTEM).operation
    gone = delete_chosen([Toy.objects.get(pk=toys[0].pk)], by=SYSTEM).operation
    assert done is not None
    assert gone is not None
    lengthen_chain()
    return [*found, done, gone]


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def first(verified: Verified) -> str:
    return verified.findings[0].words


def test_what_nobody_touched_is_proven(acts: list[Operation]) -> None:
    verified = verify_audit()
    assert verified.findings == []
    assert verified.operations == Operation.objects.count() == Seal.objects.count()
    assert verified.positions == verified.operations
    assert verified.unsealed == []
    versions = Toy.history.count() + Shelf.history.count() + User.history.count()
    assert verified.rows >= Operation.objects.count() + LogEntry.objects.count() + versions
    assert verified.heads == 2
    late = change(list(Toy.objects.all()), 99)
    assert verify_audit().unsealed == [late.pk]
    assert lengthen_chain() == 1
    assert lengthen_chain() == 0
    assert verify_audit().unsealed == []


def entries(act: Operation) -> list[LogEntry]:
    return list(LogEntry.objects.filter(operation=act.pk).order_by("pk"))


def change_a_byte(act: Operation) -> None:
    entry = entries(act)[1]
    entry.object_repr += " "
    entry.save()


def remove_a_row(act: Operation) -> None:
    entries(act)[1].delete()


def insert_a_row(act: Operation) -> None:
    entry = entries(act)[1]
    entry.pk = None
    entry.save(force_insert=True)


def swap_two(act: Operation) -> None:
    one, other = entries(act)[:2]
    one.pk, other.pk = other.pk, one.pk
    one.save()
    other.save()


def swap_two_texts(act: Operation) -> None:
    one, other = entries(act)[:2]
    one.object_repr, other.object_repr = other.object_repr, one.object_repr
    one.save()
    other.save()


def change_history(act: Operation) -> None:
    one = Toy.history.filter(operation=act.pk).first()
    Toy.history.filter(pk=one.pk).update(price=one.price + 1)


def change_moment(act: Operation) -> None:
    Operation.objects.filter(pk=act.pk).update(created_at="2020-01-01T00:00:00Z")


def remove_an_operation(act: Operation) -> None:
    for rows in (LogEntry.objects, Toy.history, Shelf.history):
        rows.filter(operation=act.pk).delete()
    Operation.objects.filter(pk=act.pk).delete()


def remove_with_seal(act: Operation) -> None:
    remove_an_operation(act)
    Seal.objects.filter(operation_id=act.pk).delete()


def insert_an_operation(act: Operation) -> None:
    act.pk, act.form_token, act.undoes = None, None, None
    act.save(force_insert=True)


def name_no_operation(act: Operation) -> None:
    LogEntry.objects.filter(pk=entries(act)[0].pk).update(operation=None)


def seal_again(act: Operation) -> None:
    change_history(act)
    seal_operation(act, [Toy])
    lengthen_chain()


def seal_for_another_reason(kind: SealKind, note: str = "") -> Callable[[Operation], None]:
    def seal(act: Operation) -> None:
        change_history(act)
        seal_operation(act, [Toy], kind=kind, note=note)
        lengthen_chain()

    return seal


def seal_outside_the_chain(act: Operation) -> None:
    amend_operation(act.pk, details={"kept": 1})
    Seal.objects.filter(position=None).update(position=-1)


def insert_below_the_first(act: Operation) -> None:
    act.pk, act.form_token = -5, None
    act.save(force_insert=True)


def seal_below_the_first(act: Operation) -> None:
    insert_below_the_first(act)
    seal_operation(act, [])
    Seal.objects.filter(position=None).update(position=0)


def name_another_actor(act: Operation) -> None:
    LogEntry.objects.filter(operation=act.pk).update(actor=User.objects.get())


def name_another_author(act: Operation) -> None:
    Toy.history.filter(operation=act.pk).update(history_user=User.objects.get())


def insert_a_head(_act: Operation) -> None:
    head = Head.objects.get(number=1)
    head.number = 0
    head.save(force_insert=True)


def bend_seal(act: Operation) -> None:
    change_history(act)
    seal = seal_operation(act, [Toy])
    seal.delete()
    Seal.objects.filter(operation_id=act.pk).update(parts=seal.parts)


def bend_seal_and_digest(act: Operation) -> None:
    change_history(act)
    seal = seal_operation(act, [Toy])
    seal.delete()
    Seal.objects.filter(operation_id=act.pk).update(parts=seal.parts, digest=seal.digest)


ROW = "Operation #{0}, table foundation.logentry: "
ATTACKS: list[tuple[Callable[[Operation], None], str]] = [
    (change_a_byte, ROW + "a row was changed."),
    (remove_a_row, ROW + "rows were removed; 3 were sealed, 2 are there."),
    (insert_a_row, ROW + "rows were inserted; 3 were sealed, 4 are there."),
    (swap_two, ROW + "rows were swapped."),
    (swap_two_texts, ROW + "a row was changed."),
    (change_history, "Operation #{0}, table toy.historicaltoy: a row was changed."),
    (change_moment, "Operation #{0}: its own row was changed."),
    (
        remove_an_operation,
        "Operation #{0} is missing: it was removed.",
    ),
    (remove_with_seal, "The chain is cut: its seals {1} to {1} are missing."),
    (insert_an_operation, "Operation #{2} was never sealed: it was inserted."),
    (
        name_no_operation,
        "1 rows of foundation.logentry belong to no operation: they were inserted.",
    ),
    (seal_again, "Operation #{0} was sealed anew without a reason for it."),
    *(
        (
            seal_for_another_reason(kind, note),
            "Operation #{0} was sealed anew without a reason for it.",
        )
        for kind, note in (
            (SealKind.AMENDED, ""),
            (SealKind.WITHDRAWN, ""),
            (SealKind.TAKEN, "before the chain began"),
            (SealKind.PURGED, ""),
            (SealKind.PURGED, "AUDIT_VERSIONS_KEPT_DAYS=1"),
        )
    ),
    (seal_outside_the_chain, "Operation #{0}: its seal stands outside the chain."),
    (insert_below_the_first, "Operation #-5 was never sealed: it was inserted."),
    (seal_below_the_first, "Operation #-5: its seal stands outside the chain."),
    (name_another_actor, ROW + "a row names another actor."),
    (
        name_another_author,
        "Operation #{0}, table toy.historicaltoy: a row names another actor.",
    ),
    (insert_a_head, "Head 0 is none of the chain: it was inserted."),
    (bend_seal, "Operation #{0}: its seal was changed."),
    (bend_seal_and_digest, "Operation #{0}: the chain breaks at its seal ({1})."),
]


def test_each_attack_is_named_with_operation_and_table(acts: list[Operation]) -> None:
    act = acts[3]
    position = Seal.objects.get(operation_id=act.pk).position
    for attack, words in ATTACKS:
        with undone():
            attack(Operation.objects.get(pk=act.pk))
            newest = Operation.objects.order_by("-pk").values_list("pk", flat=True)[0]
            assert first(verify_audit()) == words.format(act.pk, position, newest), attack.__name__
    assert verify_audit().findings == []


def cut_behind_first_head() -> None:
    """Put the database back to where it was when the first head was signed."""
    head = Head.objects.get(number=1)
    later = Seal.objects.filter(position__gt=head.position)
    gone = Operation.objects.filter(pk__in=list(later.values_list("operation_id", flat=True)))
    gone.update(undoes=None)
    for act in gone:
        remove_an_operation(act)
    Seal.objects.filter(position__gt=head.position).delete()


def test_a_cut_tail_and_an_older_copy(acts: list[Operation], tmp_path: Path) -> None:
    assert ship_heads(tmp_path) == 2
    assert ship_heads(tmp_path) == 0
    (kept,) = tmp_path.iterdir()
    assert verify_audit(read_shipped(kept, own_public_key())).findings == []
    ends = Head.objects.get(number=2)
    cut_behind_first_head()
    start = Head.objects.get(number=1).position + 1
    assert first(verify_audit()) == (
        f"The chain is cut: its seals {start} to {ends.position} are missing."
    )
    ends.delete()
    # alone, an older copy is true in itself: only who kept a head elsewhere knows better
    assert verify_audit().findings == []
    words = first(verify_audit(read_shipped(kept)))
    assert words.startswith("Head 2 of ")
    assert words.endswith("the end of the log was cut, or an older copy was put in its place.")


def rehash(signed: Callable[[str], str] | None) -> None:
    """Work seals, links and heads out anew, as somebody could who holds the whole database."""
    link, former = START, START
    for seal in Seal.objects.order_by("position"):
        assert seal.position is not None
        row = Operation.objects.get(pk=seal.operation_id)
        fresh = seal_operation(row, recorded_models())
        parts = fresh.parts
        fresh.delete()
        seal.parts = parts
        seal.digest = Seal.digest_of(seal.operation_id, seal.kind, parts, seal.note)
        seal.link = link = Seal.link_of(link, seal.position, seal.digest)
        seal.save()
    for head in Head.objects.order_by("number"):
        head.link = Seal.objects.get(position=head.position).link
        head.former = former
        if signed is not None:
            head.key = key_name(own_public_key())
            head.signature = signed(head_text(head.facts()))
        head.save()
        former = head_digest(head.facts())


def test_a_rehashed_day(acts: list[Operation], tmp_path: Path, settings: Any) -> None:
    ship_heads(tmp_path)
    (kept,) = tmp_path.iterdir()
    own = settings.AUDIT_KEY
    change_history(acts[3])
    with undone():
        rehash(None)
        assert first(verify_audit()) == (
            f"Head 2 is not signed by the key that it names ({key_name(own_public_key())})."
        )
    with undone():
        settings.AUDIT_KEY = OTHER_KEY
        rehash(sign)
        other = key_name(own_public_key())
        settings.AUDIT_KEY = own
        assert (
            first(verify_audit()) == f"Head 2 was signed with a key that is not believed ({other})."
        )
        settings.AUDIT_PUBLIC_KEYS = [own_public_key()]
    with undone():
        # somebody who holds the key as well is found by who kept a head
        rehash(sign)
        assert verify_audit().findings == []
        words = first(verify_audit(read_shipped(kept)))
        assert words.startswith("Head 1 of ")
        assert words.endswith("the log was written anew from there on or before.")


def test_work_in_parts_seals_its_lead_anew(acts: list[Operation]) -> None:
    amend_operation(acts[2].pk, details={"kept_count": 2})
    with operation(OperationKind.UNDO, by=SYSTEM, details={"unfinished": True}) as running:
        lead = running.stored()
    withdraw_operation(lead)
    lengthen_chain()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.kinds["amended"] == 1
    assert verified.kinds["withdrawn"] == 1
    assert verified.notes == {"work in parts ended": 1}
    Operation.objects.filter(pk=acts[2].pk).update(details={})
    assert first(verify_audit()) == f"Operation #{acts[2].pk}: its own row was changed."


def test_what_was_there_before_the_chain_is_taken_as_it_stood(acts: list[Operation]) -> None:
    Seal.objects.all().delete()
    Head.objects.all().delete()
    mark_former(acts[-1].pk)
    assert lengthen_chain() == Operation.objects.count()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.notes == {"before the chain began": Operation.objects.count()}
    change_history(acts[3])
    assert "table toy.historicaltoy: a row was changed" in first(verify_audit())


def test_a_column_that_is_gone_is_named(acts: list[Operation]) -> None:
    """A table that gained a column proves its rows as before; one that lost one says so."""
    versions = Toy.history.model
    former = layout_of(versions)
    less = Layout(label=former.label, columns=",".join(former.columns[:-1]))
    more = Layout(label=former.label, columns=",".join((*former.columns, "colour")))
    act = acts[3]
    with undone():
        seal_in(act, less)
        assert verify_audit().findings == []
    seal_in(act, more)
    (only,) = verify_audit().findings
    assert only.words == (
        f"Operation #{act.pk}, table toy.historicaltoy: the columns colour were sealed "
        "and are gone: its rows prove nothing until they are taken anew."
    )


def seal_in(act: Operation, layout: Layout) -> None:
    """Seal an operation as if its versions had had these columns then, and chain all anew."""
    versions = Toy.history.model
    present = layout_of(versions)
    columns = tuple(layout.columns.split(","))
    layout.key = replace(present, columns=columns).key
    layout.save(force_insert=True)
    table = SealedRows(versions, "operation_id")
    while table.operation != act.pk:
        assert table.operation is not None
        table.take(table.operation, table.layout)
    known = tuple(name for name in columns if name in table.columns)
    seal = Seal.objects.get(operation_id=act.pk)
    parts = json.loads(seal.parts)
    del parts[present.key]
    parts[layout.key] = table.take(act.pk, replace(present, columns=known)).facts()
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    digest = Seal.digest_of(seal.operation_id, seal.kind, text, "")
    Seal.objects.filter(pk=seal.pk).update(parts=text, digest=digest)
    Seal.objects.update(position=None)
    Head.objects.all().delete()
    lengthen_chain()


def test_what_lost_a_column_is_taken_anew_with_a_reason(
    acts: list[Operation], capsys: pytest.CaptureFixture[str]
) -> None:
    former = layout_of(Toy.history.model)
    more = Layout(label=former.label, columns=",".join((*former.columns, "colour")))
    act = acts[3]
    seal_in(act, more)
    with pytest.raises(CommandError):
        call_command("retake_audit")
    with pytest.raises(CommandError):
        call_command("retake_audit", reason=" ")
    with undone():
        last = Toy.history.filter(operation=act.pk).last()
        Toy.history.filter(pk=last.pk).delete()
        call_command("retake_audit", reason="the colour went")
        assert "the columns colour were sealed" in first(verify_audit())
    capsys.readouterr()
    call_command("retake_audit", reason="the colour went")
    assert capsys.readouterr().out == "1 operations were sealed anew.\n"
    told = Operation.objects.get(verb="retake_log")
    assert (told.reason, told.details) == ("the colour went", {"operations": 1})
    lengthen_chain()
    verified = verify_audit()
    assert verified.findings == []
    assert verified.notes == {"the colour went": 1}
    call_command("retake_audit", reason="the colour went")
    assert capsys.readouterr().out == "0 operations were sealed anew.\n"
    change_history(act)
    assert first(verify_audit()).endswith("table toy.historicaltoy: a row was changed.")


def test_the_command_says_it_in_words_and_by_its_exit(
    acts: list[Operation], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit_heads", since=0)
    kept = tmp_path / "heads.jsonl"
    kept.write_text(capsys.readouterr().out)
    call_command("audit_heads", public_key=True)
    public = capsys.readouterr().out.strip()
    call_command("verify_audit", "--against", str(kept), "--key", public)
    assert capsys.readouterr().out.endswith("Everything is as it was sealed.\n")
    change_history(acts[3])
    with pytest.raises(CommandError) as bent:
        call_command("verify_audit")
    assert bent.value.returncode == 1
    assert str(bent.value) == (
        f"1 findings; the first: Operation #{acts[3].pk}, table toy.historicaltoy: "
        "a row was changed."
    )
    kept.write_text("nonsense\n")
    with pytest.raises(CommandError) as unchecked:
        call_command("verify_audit", "--against", str(kept))
    assert unchecked.value.returncode == 2
    assert str(unchecked.value) == "Line 1 is no head."


def head_with(**spoilt: Any) -> bytes:
    return json.dumps(Head.objects.get(number=1).facts() | spoilt).encode()


def test_a_spoilt_file_of_heads_proves_nothing(acts: list[Operation], tmp_path: Path) -> None:
    """It could not be checked, which is another thing than bent."""
    none = "Line 1 is no head."
    for text, words in (
        (head_with(number="x"), none),
        (head_with(position=None), none),
        (head_with(number=True), none),
        (head_with(signature=5), none),
        (head_with(made_at="never"), none),
        (head_with(made_at="2026-02-31 10:00:00"), none),
        (b"[" * 9999, none),
        (b"\xff\xfe\x00", "The file is no text in UTF-8."),
        (b"\n", "There is no head in the file."),
    ):
        kept = tmp_path / "heads.jsonl"
        kept.write_bytes(text)
        with pytest.raises(CommandError) as unchecked:
            call_command("verify_audit", "--against", str(kept))
        assert unchecked.value.returncode == 2
        assert str(unchecked.value) == words
    kept.write_bytes(head_with())
    call_command("verify_audit", "--against", str(kept))


def test_writers_only_insert(acts: list[Operation], sales: User) -> None:
    """A writer that waited for nobody: its statements on the chain are one insert."""
    from django.test.utils import CaptureQueriesContext

    toys = list(Toy.objects.all())
    with CaptureQueriesContext(connection) as asked:
        change(toys, 77)
    chain = [
        query["sql"]
        for query in asked
        if any(name in query["sql"] for name in ("_seal", "_head", "_layout"))
    ]
    assert len(chain) == 1
    assert chain[0].startswith("INSERT INTO")
