"""Lengthen the sealed chain: put committed operations into it, sign its head, let it be shipped."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from erp.foundation.canonical import layout_of
from erp.foundation.filed_rows import digest_of
from erp.foundation.head_keys import key_name, own_public_key, sign
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.operation import Operation
from erp.foundation.models.seal import Head, Layout, Seal, Sealer, SealKind
from erp.foundation.sealing import seal_operation, store_seal
from erp.foundation.services.sealed_parts import is_as_sealed, last_seal, layout_in, parts_of
from erp.foundation.services.shipping import has_shipped, ship_heads
from erp.foundation.services.versions import recorded_models
from erp.foundation.signed_words import is_mark_signed, sign_mark

#: Operations put into the chain in one short transaction.
AT_ONCE = 1000
#: Former operations that are taken as they stood in one transaction.
_FORMER_AT_ONCE = 200
#: The link before the first.
START = "0" * 64


def head_text(facts: dict[str, Any]) -> str:
    """Return what a head's signature covers, line by line; the same for a shipped head."""
    names = ("number", "position", "link", "former", "made_at", "key")
    return "\n".join(["countinghouse head", *(f"{name}: {facts[name]}" for name in names)])


def head_digest(facts: dict[str, Any]) -> str:
    """Return how the next head names this one."""
    return hashlib.sha256(f"{head_text(facts)}\n{facts['signature']}".encode()).hexdigest()


def register_layouts(**_options: Any) -> None:
    """Keep the layout of every table that seals cover; called after every migration.

    Operations that were there before the chain began are remembered, so that they are taken as
    they stood and later ones without a seal are noticed. Where heads were shipped the chain began
    long ago: if nothing of it is here any more, the check says so.
    """
    if Layout._meta.db_table not in connection.introspection.table_names():
        return
    tables = [Operation, LogEntry, *(model.history.model for model in recorded_models())]
    layouts = [layout_of(model) for model in tables]
    Layout.objects.bulk_create(
        [
            Layout(key=each.key, label=each.label, columns=",".join(each.columns))
            for each in layouts
        ],
        ignore_conflicts=True,
    )
    begun = Sealer.objects.exists() or Seal.objects.exists() or has_shipped()
    if not begun:
        mark_former(Operation.objects.aggregate(last=Max("pk"))["last"] or 0)


def mark_former(up_to: int) -> None:
    """Let operations up to this one be taken as they stand, and sign that it is so.

    Only who begins the chain says it; the check names a mark that somebody else has moved.
    """
    with transaction.atomic():
        sealer = _sealer()
        sealer.former_up_to, sealer.taken_up_to = up_to, 0
        sign_mark(sealer)
        sealer.save()


def lengthen_chain() -> int:
    """Put every committed operation into the chain and sign; return how many.

    One process does it at a time, on whatever machine, by the lock of the sealer's row. Operations
    come in the order of their seals among those that are visible by now, so one that is committed
    late comes later. Writers wait for nothing here.
    """
    take_former()
    done = 0
    while sealed := _lengthen_once():
        done += sealed
        if sealed < AT_ONCE:
            break
    ship_heads()
    return done


def _sealer() -> Sealer:
    """Return the locked row of the sealer."""
    found = Sealer.objects.select_for_update().filter(pk=1).first()
    if found is None:
        fresh = Sealer(pk=1)
        sign_mark(fresh)
        Sealer.objects.bulk_create([fresh], ignore_conflicts=True)
        found = Sealer.objects.select_for_update().get(pk=1)
    return found


def _lengthen_once() -> int:
    if not Seal.objects.filter(position=None).exists():
        return 0
    with transaction.atomic():
        _sealer()
        last = Head.objects.order_by("-number").first()
        pending = list(Seal.objects.filter(position=None).order_by("pk")[:AT_ONCE])
        position, link = (last.position, last.link) if last else (0, START)
        for seal in pending:
            position += 1
            link = Seal.link_of(link, position, seal.digest)
            seal.position, seal.link = position, link
        if pending:
            _place(pending)
            _sign(last, position, link)
    return len(pending)


def _place(seals: list[Seal]) -> None:
    quote = connection.ops.quote_name
    statement = (
        f"UPDATE {quote(Seal._meta.db_table)} SET {quote('position')} = %s, {quote('link')} = %s "  # noqa: S608 - names of columns
        f"WHERE {quote('id')} = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(seal.position, seal.link, seal.pk) for seal in seals])


def _sign(last: Head | None, position: int, link: str) -> None:
    head = Head(
        number=last.number + 1 if last else 1,
        position=position,
        link=link,
        former=head_digest(last.facts()) if last else START,
        made_at=timezone.now(),
        key=key_name(own_public_key()),
    )
    head.signature = sign(head_text(head.facts()))
    head.save(force_insert=True)


def take_former() -> int:
    """Seal operations of the time before the chain as they stand; return how many.

    None where the mark is not the house's own: the check says so.
    """
    done = 0
    kinds = recorded_models()
    while True:
        with transaction.atomic():
            sealer = _sealer()
            if sealer.taken_up_to >= sealer.former_up_to or not is_mark_signed(sealer):
                return done
            rows = Operation.objects.filter(
                pk__gt=sealer.taken_up_to, pk__lte=sealer.former_up_to
            ).order_by("pk")[:_FORMER_AT_ONCE]
            found = list(rows)
            sealed = set(
                Seal.objects.filter(operation_id__in=[row.pk for row in found]).values_list(
                    "operation_id", flat=True
                )
            )
            for row in found:
                if row.pk not in sealed:
                    seal_operation(row, kinds, kind=SealKind.TAKEN, note="before the chain began")
            sealer.taken_up_to = found[-1].pk if found else sealer.former_up_to
            sealer.save()
            done += len(found)


def amend_operation(operation: int, *, details: dict[str, Any]) -> None:
    """Give a finished operation other details, which only work in parts does, and seal it anew.

    The former seal stays in the chain. What is filed under the operation is not read again: the
    new seal says of it what the former said. Where its own row is not as it was sealed the former
    seal holds, so that the check names it.
    """
    with transaction.atomic():
        row = Operation.objects.select_for_update().get(pk=operation)
        sound = is_as_sealed(operation, Operation)
        row.details = details
        row.save(update_fields=["details"])
        if sound:
            former = last_seal(operation)
            parts = parts_of(former)
            sealed, present = layout_in(parts, Operation), layout_of(Operation)
            if sealed is not None:
                del parts[sealed.key]
            parts[present.key] = digest_of(Operation, present, operation).facts()
            note = "work in parts ended"
            store_seal(operation, parts, kind=SealKind.AMENDED, note=note, former=former)


def withdraw_operation(operation: Operation) -> None:
    """Delete an operation of which nothing came, and say so in the chain.

    One that is not as it was sealed is left for whoever checks the log.
    """
    key = operation.pk
    with transaction.atomic():
        Operation.objects.select_for_update().get(pk=key)
        if is_as_sealed(key, Operation):
            operation.delete()
            store_seal(key, {}, kind=SealKind.WITHDRAWN, former=last_seal(key))
