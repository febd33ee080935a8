"""Whoever writes seals past the house, without its key, is named: each trick by raw SQL."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.canonical import Form, layout_of
from erp.foundation.canonical import Layout as Columns
from erp.foundation.filed_rows import digest_of, digests_of
from erp.foundation.head_keys import own_public_key
from erp.foundation.models import LogEntry, Operation, OperationKind, Seal, Sealer
from erp.foundation.models.seal import SealKind
from erp.foundation.operation import operation
from erp.foundation.sealing import store_seal
from erp.foundation.services.reading import note_read
from erp.foundation.services.sealing import (
    amend_operation,
    lengthen_chain,
    mark_former,
    register_layouts,
    withdraw_operation,
)
from erp.foundation.services.verifying import verify_audit
from erp.foundation.services.verifying_heads import read_shipped
from erp.staff.models import User
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db
NOT_OURS = "Operation #{0} was sealed anew by somebody who does not hold the key of the house."
MOVED = (
    "The mark up to which operations are taken as they stood (#{1}) is not signed by the house: "
    "somebody moved it."
)
CHANGED = "Operation #{0}: its own row was changed."
SWAPPED = (
    "Operation #{0}: its seals stand in the chain in another order than they were written: "
    "somebody swapped them."
)
NOT_THERE = "Operation #{0} was not there before the chain began, and was taken as if it had been."


def sql(statement: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if statement.startswith("SELECT") else None


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def put_seal(act: int, kind: str, parts: dict[str, Any], note: str, **signed: str) -> None:
    """Insert a seal as the house would, but for the signature; the sealer chains it."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    digest = Seal.digest_of(act, kind, text, note)
    named = f"operation_id, kind, parts, note, digest, link, {quoted('key')}, signature"
    sql(
        f"INSERT INTO foundation_seal ({named}) VALUES (%s, %s, %s, %s, %s, '', %s, %s)",  # noqa: S608 - a table of the test
        *(act, kind, text, note, digest, signed.get("key", ""), signed.get("signature", "")),
    )
    lengthen_chain()


def told(act: int) -> dict[str, Any]:
    ((parts,),) = sql(
        "SELECT parts FROM foundation_seal WHERE operation_id = %s ORDER BY id DESC LIMIT 1", act
    )
    return dict(json.loads(parts))


def own_row(act: int) -> dict[str, Any]:
    (digest,) = digests_of([Operation], act)
    return {layout_of(Operation).key: digest.facts()}


@pytest.fixture
def act(sales: User) -> Operation:
    """A change of three toys, between others and under a head."""
    with operation(OperationKind.CREATE, by=SYSTEM):
        toys = [
            Toy(code=f"M-{n}", name=f"train {n}", owner=sales, price=Decimal(1)) for n in range(3)
        ]
        for toy in toys:
            toy.save()
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for toy in toys:
            toy.price = Decimal(3)
            toy.save()
    note_read(toys[0], by=Actor.person(sales))
    lengthen_chain()
    assert verify_audit().findings == []
    return running.row


def amend_its_row(act: int) -> None:
    sql("UPDATE foundation_operation SET actor_label = 'somebody else' WHERE id = %s", act)
    put_seal(act, SealKind.AMENDED, told(act) | own_row(act), "work in parts ended")


def clear_a_version(act: int) -> None:
    ((key,),) = sql("SELECT MIN(history_id) FROM toy_historicaltoy WHERE operation_id = %s", act)
    sql("DELETE FROM toy_historicaltoy WHERE history_id = %s", key)
    versions = Toy.history.model
    left = digest_of(versions, layout_of(versions), act).facts()
    parts = told(act) | {layout_of(versions).key: left}
    put_seal(act, SealKind.PURGED, parts, "AUDIT_VERSIONS_KEPT_DAYS=30")


def clear_all_of_it(act: int) -> None:
    for table in ("toy_historicaltoy", "foundation_logentry"):
        sql(f"DELETE FROM {table} WHERE operation_id = %s", act)  # noqa: S608 - a table of the test
    sql("DELETE FROM foundation_operation WHERE id = %s", act)
    put_seal(act, SealKind.PURGED, {}, "AUDIT_READS_KEPT_DAYS=30")


def withdraw_what_stood_alone(act: int) -> None:
    """An operation with nothing filed under it, such as a sign-in, vanishes behind a withdrawal."""
    with operation(OperationKind.SIGN_IN, by=SYSTEM, details={"for": "a test"}) as running:
        running.stored()
    lengthen_chain()
    sql("DELETE FROM foundation_operation WHERE id = %s", running.row.pk)
    put_seal(running.row.pk, SealKind.WITHDRAWN, {}, "")


def take_its_columns_anew(act: int) -> None:
    sql("UPDATE toy_historicaltoy SET price = 99 WHERE operation_id = %s", act)
    versions = Toy.history.model
    facts = digest_of(versions, layout_of(versions), act).facts()
    put_seal(act, SealKind.RETAKEN, told(act) | {layout_of(versions).key: facts}, "no reason")


def replay_a_signed_one(act: int) -> None:
    """A former amendment of the house is put once more behind a later one."""
    row = Operation.objects.get(pk=act)
    amend_operation(act, details={"kept": 1})
    first = Seal.objects.filter(operation_id=act).last()
    assert first is not None
    former = Operation.objects.get(pk=act).details
    amend_operation(act, details={"kept": 2})
    lengthen_chain()
    sql("UPDATE foundation_operation SET details = %s WHERE id = %s", json.dumps(former), row.pk)
    parts = json.loads(first.parts)
    put_seal(act, "amended", parts, first.note, key=first.key, signature=first.signature)


def sign_with_another_key(act: int, settings: Any) -> None:
    own = settings.AUDIT_KEY
    settings.AUDIT_KEY = base64.b64encode(b"another house's key is 32 bytes.").decode()
    sql("UPDATE foundation_operation SET actor_label = 'somebody else' WHERE id = %s", act)
    former = Seal.objects.filter(operation_id=act).last()
    parts = told(act) | own_row(act)
    store_seal(act, parts, kind=SealKind.AMENDED, note="work in parts ended", former=former)
    settings.AUDIT_KEY = own
    lengthen_chain()


SEALS = [
    amend_its_row,
    clear_a_version,
    clear_all_of_it,
    replay_a_signed_one,
]


@pytest.mark.parametrize("trick", SEALS, ids=lambda trick: trick.__name__)
def test_a_seal_that_the_house_did_not_sign_is_named(
    trick: Callable[[int], None], act: Operation
) -> None:
    trick(act.pk)
    words = [one.words for one in verify_audit().findings]
    assert words == [NOT_OURS.format(act.pk)]
    with pytest.raises(CommandError) as bent:
        call_command("verify_audit")
    assert NOT_OURS.format(act.pk) in str(bent.value)


def test_a_withdrawal_that_the_house_did_not_sign_is_named(act: Operation) -> None:
    withdraw_what_stood_alone(act.pk)
    assert [one.words for one in verify_audit().findings] == [NOT_OURS.format(act.pk + 2)]


def test_rows_taken_anew_past_the_house_are_named(act: Operation) -> None:
    take_its_columns_anew(act.pk)
    assert NOT_OURS.format(act.pk) in [one.words for one in verify_audit().findings]


def test_a_seal_of_another_key_is_named(act: Operation, settings: Any) -> None:
    sign_with_another_key(act.pk, settings)
    assert [one.words for one in verify_audit().findings] == [NOT_OURS.format(act.pk)]


def test_seals_of_a_former_key_stay_believed(act: Operation, settings: Any) -> None:
    amend_operation(act.pk, details={"kept": 1})
    lengthen_chain()
    former = own_public_key()
    settings.AUDIT_KEY = base64.b64encode(b"another house's key is 32 bytes.").decode()
    assert NOT_OURS.format(act.pk) in [one.words for one in verify_audit().findings]
    settings.AUDIT_PUBLIC_KEYS = [former]
    assert verify_audit().findings == []
    amend_operation(act.pk, details={"kept": 2})
    lengthen_chain()
    assert verify_audit().findings == []


def test_what_is_bent_is_not_signed_when_its_work_ends(act: Operation) -> None:
    """Whoever bends the row of work in parts and lets it end once more gains no seal by it."""
    sql("UPDATE foundation_operation SET actor_label = 'somebody else' WHERE id = %s", act.pk)
    amend_operation(act.pk, details={"kept": 1})
    lengthen_chain()
    assert Operation.objects.get(pk=act.pk).details == {"kept": 1}
    assert [one.words for one in verify_audit().findings] == [CHANGED.format(act.pk)]


def test_what_is_bent_is_not_withdrawn(act: Operation) -> None:
    with operation(OperationKind.SIGN_IN, by=SYSTEM, details={"for": "a test"}) as running:
        running.stored()
    key = running.row.pk
    sql("UPDATE foundation_operation SET actor_label = 'somebody else' WHERE id = %s", key)
    withdraw_operation(Operation.objects.get(pk=key))
    lengthen_chain()
    assert [one.words for one in verify_audit().findings] == [CHANGED.format(key)]


@pytest.mark.parametrize(
    "parts",
    ["x", "[]", "5", "null", "[" * 9999, '{"%s": 5}', '{"%s": [1]}', '{"%s": [true, "", ""]}'],
)
def test_what_no_seal_says_is_named(parts: str, act: Operation) -> None:
    amend_operation(act.pk, details={"kept": 1})
    lengthen_chain()
    text = parts.replace("%s", layout_of(Operation).key)
    for order in ("MIN", "MAX"):
        ((seal,),) = sql(
            f"SELECT {order}(id) FROM foundation_seal WHERE operation_id = %s",  # noqa: S608 - a word of the test
            act.pk,
        )
        sql("UPDATE foundation_seal SET parts = %s WHERE id = %s", text, seal)
        assert verify_audit().findings[0].words == f"Operation #{act.pk}: its seal was changed."


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("foundation_seal", "operation_id", "zz"),
        ("foundation_seal", "position", "x"),
        ("foundation_seal", "parts", b"x"),
        ("foundation_head", "position", "x"),
        ("foundation_head", "made_at", "never"),
        ("foundation_head", "made_at", "2026-02-31 10:00:00"),
        ("foundation_sealer", "former_up_to", "x"),
        ("foundation_layout", "columns", b"x"),
        ("foundation_logentry", "operation_id", "5x"),
        ("toy_historicaltoy", "operation_id", 1.5),
    ],
)
def test_a_value_that_sqlite_alone_keeps_is_named(
    table: str, column: str, value: Any, act: Operation
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("other databases refuse it")
    with transaction.atomic():
        sql(
            f"UPDATE {table} SET {column} = %s "  # noqa: S608 - names of the test
            f"WHERE rowid = (SELECT MAX(rowid) FROM {table})",
            value,
        )
        words = verify_audit().findings[0].words
        transaction.set_rollback(True)
    assert words.startswith(f"Table {table.replace('_', '.')}, row ")
    assert verify_audit().findings == []


def insert_operation(number: int | None = None) -> int:
    """Put an operation in by hand, as it might have stood there for long."""
    names = [field.column for field in Operation._meta.concrete_fields if field.name != "id"]
    listed = ", ".join(f"{quoted(name)}" for name in names)
    chosen = ", ".join("NULL" if name == "form_token" else f"{quoted(name)}" for name in names)
    given = ("id, ", "%s, ") if number else ("", "")
    sql(
        f"INSERT INTO foundation_operation ({given[0]}{listed}) SELECT {given[1]}{chosen} "  # noqa: S608 - names of columns
        "FROM foundation_operation ORDER BY id LIMIT 1",
        *([number] if number else []),
    )
    ((last,),) = sql("SELECT MAX(id) FROM foundation_operation")
    return number or int(last)


def test_a_mark_that_was_raised_takes_nothing_and_is_named(act: Operation) -> None:
    made_up = insert_operation()
    sql("UPDATE foundation_sealer SET former_up_to = %s, taken_up_to = 0", made_up)
    lengthen_chain()
    assert not Seal.objects.filter(operation_id=made_up).exists()
    words = [one.words for one in verify_audit().findings]
    assert words[0] == MOVED.format(0, made_up)
    assert words[1] == f"Operation #{made_up} was never sealed: it was inserted."


def test_a_mark_that_was_raised_and_put_back_is_named(act: Operation) -> None:
    made_up = insert_operation()
    put_seal(made_up, SealKind.TAKEN, own_row(made_up), "before the chain began")
    words = [one.words for one in verify_audit().findings]
    assert words == [NOT_OURS.format(made_up), NOT_THERE.format(made_up)]


def test_a_mark_that_nobody_signed_is_named(act: Operation) -> None:
    sql("UPDATE foundation_sealer SET signature = ''")
    assert [one.words for one in verify_audit().findings] == [MOVED.format(0, 0)]
    sql("DELETE FROM foundation_sealer")
    lengthen_chain()
    assert verify_audit().findings == []


def test_the_house_is_not_made_to_take_what_was_put_in_later(act: Operation) -> None:
    """A gap below the mark is filled by hand, and the sealer sent back to it."""
    last = Operation.objects.order_by("-pk").first()
    assert last is not None
    made_up = insert_operation(last.pk + 5)
    with operation(OperationKind.COMMAND, by=SYSTEM, details={"for": "a test"}) as running:
        running.stored()
    Seal.objects.filter(operation_id=running.row.pk).delete()
    Operation.objects.filter(pk=made_up).delete()
    mark_former(running.row.pk)
    lengthen_chain()
    assert verify_audit().findings == []
    insert_operation(made_up)
    sql("UPDATE foundation_sealer SET taken_up_to = 0")
    lengthen_chain()
    words = [one.words for one in verify_audit().findings]
    assert words == [NOT_THERE.format(made_up)]


def test_seals_of_before_they_were_signed_are_believed_up_to_there(act: Operation) -> None:
    """A house that is updated keeps what it has; from then on every such seal is signed."""
    amend_operation(act.pk, details={"kept": 1})
    lengthen_chain()
    amend_operation(act.pk, details={"kept": 2})
    Seal.objects.update(key="", signature="")
    Sealer.objects.update(key="", signature="")
    assert verify_audit().found == 3
    migration = import_module("erp.foundation.migrations.0011_signed_seals")
    migration.sign_what_stands(apps, None)
    lengthen_chain()
    assert verify_audit().findings == []
    amend_operation(act.pk, details={"kept": 3})
    lengthen_chain()
    assert verify_audit().findings == []
    sql("UPDATE foundation_operation SET actor_label = 'somebody else' WHERE id = %s", act.pk)
    put_seal(act.pk, SealKind.AMENDED, told(act.pk) | own_row(act.pk), "work in parts ended")
    assert [one.words for one in verify_audit().findings] == [NOT_OURS.format(act.pk)]
    sql("UPDATE foundation_sealer SET unsigned_up_to = 1000")
    assert verify_audit().findings[0].words == MOVED.format(0, 0)


def test_seals_of_before_they_were_signed_are_not_swapped(act: Operation) -> None:
    """A former seal is put in the place of the last one, and the row with it."""
    amend_operation(act.pk, details={"kept": 1})
    former = sql("SELECT details FROM foundation_operation WHERE id = %s", act.pk)[0][0]
    amend_operation(act.pk, details={"kept": 2})
    lengthen_chain()
    amend_operation(act.pk, details={"kept": 3})
    Seal.objects.update(key="", signature="")
    import_module("erp.foundation.migrations.0011_signed_seals").sign_what_stands(apps, None)
    lengthen_chain()
    assert verify_audit().findings == []
    middle = Seal.objects.filter(operation_id=act.pk).order_by("pk")[1]
    sql("UPDATE foundation_seal SET id = %s WHERE id = %s", 10**6, middle.pk)
    sql("UPDATE foundation_operation SET details = %s WHERE id = %s", former, act.pk)
    assert [one.words for one in verify_audit().findings] == [SWAPPED.format(act.pk)]


def test_a_chain_that_was_shipped_is_not_begun_anew(
    act: Operation, settings: Any, tmp_path: Path
) -> None:
    """Whoever deletes all of it and waits for a migration does not get bent rows signed."""
    settings.AUDIT_HEADS_DIR = tmp_path
    lengthen_chain()
    (kept,) = tmp_path.iterdir()
    sql("UPDATE toy_historicaltoy SET price = 99 WHERE operation_id = %s", act.pk)
    for table in ("foundation_seal", "foundation_head", "foundation_sealer"):
        sql(f"DELETE FROM {table}")  # noqa: S608 - a table of the test
    with transaction.atomic():
        settings.AUDIT_HEADS_DIR = None
        register_layouts()
        lengthen_chain()
        assert verify_audit().findings == []
        # nothing in the house knows better; the head kept elsewhere does
        assert verify_audit(read_shipped(kept)).findings[0].words.startswith("Head 1 of ")
        transaction.set_rollback(True)
    settings.AUDIT_HEADS_DIR = tmp_path
    register_layouts()
    lengthen_chain()
    words = [one.words for one in verify_audit().findings]
    assert f"Operation #{act.pk} was never sealed: it was inserted." in words


def test_what_was_sealed_in_the_first_form_stays_proven(act: Operation) -> None:
    """Seals that wrote rows as JSON lists are proven, amended and found bent as before."""
    parts = {}
    for model in (Operation, LogEntry, Toy.history.model):
        layout = Columns(layout_of(model).label, layout_of(model).columns, Form.JSON)
        parts[layout.key] = digest_of(model, layout, act.pk).facts()
    Seal.objects.filter(operation_id=act.pk).delete()
    Seal.objects.update(position=None)
    sql("DELETE FROM foundation_head")
    store_seal(act.pk, parts)
    lengthen_chain()
    assert verify_audit().findings == []
    amend_operation(act.pk, details={"kept": 1})
    lengthen_chain()
    assert verify_audit().findings == []
    assert len(told(act.pk)) == 3
    sql("UPDATE foundation_logentry SET object_repr = 'x' WHERE operation_id = %s", act.pk)
    assert verify_audit().findings[0].words.endswith("foundation.logentry: a row was changed.")
