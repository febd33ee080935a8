"""Merge records that mean the same: what points to them moves to one of them, the others go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.changing_hands import MERGE
from erp.foundation.deletion import delete_inside_operation, joined_rows
from erp.foundation.models.merged_record import MergedRecord, merged_words
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import RunningOperation, operation, retrying, run
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.services.joining import join_records
from erp.foundation.services.moving import Moving
from erp.foundation.telling import about_record
from erp.foundation.verbs import name_verb

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

name_verb(MERGE, gettext_lazy("merged"))
#: So many records become one at most.
MOST = 10


@dataclass(frozen=True)
class Wish:
    """How records are merged: what the survivor takes over, and which of two rivals stays."""

    #: Field name to the key of the record whose value stays; what is not named stays as it is.
    values: Mapping[str, Any] = field(default_factory=dict)
    #: Keys of pairs of which not the survivor's own stays (see ``Rivals.key``).
    theirs: frozenset[str] = frozenset()
    #: Yes/no fields that the survivor takes on when any of the records has them.
    gather: Sequence[str] = ()
    #: Fields that stay as the survivor has them, even where they are empty.
    keep: Sequence[str] = ()
    #: The versions that were looked at, by key; other ones are refused.
    seen: Mapping[Any, int] = field(default_factory=dict)


@dataclass
class Merged:
    """What a merge did, or would do."""

    survivor: Any
    moving: Moving
    operation: Operation | None = None


def merge_records(
    survivor: Any,
    others: Sequence[Any],
    wish: Wish,
    *,
    by: Actor,
    reason: str = "",
    form_token: str | None = None,
) -> Merged:
    """Let everything that points to the others point to the survivor; then they go.

    One operation and one transaction: rows are locked in the order of their keys, children that
    say the same become one, what may not stand twice is decided by the wish or refused, and the
    survivor gets its values last, when nobody else holds them any more. One undo takes all back.
    """

    def work(running: RunningOperation) -> Merged:
        return _Merge(survivor, others, wish, by, running).do()

    facts = {"reason": reason, "verb": MERGE, "form_token": form_token}
    return run(work, OperationKind.ACTION, by=by, **facts)


def try_merge(survivor: Any, others: Sequence[Any], wish: Wish, *, by: Actor) -> Merged:
    """Return what a merge would do: it is done and taken back within one transaction."""

    def tried() -> Merged:
        with transaction.atomic():
            with operation(OperationKind.ACTION, by=by, verb=MERGE) as running:
                found = _Merge(survivor, others, wish, by, running, trial=True).do()
            transaction.set_rollback(True)
        return found

    return retrying(tried)


class _Merge:
    """One merge at work, inside the running operation."""

    def __init__(
        self,
        survivor: Any,
        others: Sequence[Any],
        wish: Wish,
        by: Actor,
        running: RunningOperation,
        *,
        trial: bool = False,
    ) -> None:
        self.model = type(survivor)
        self.wish, self.by, self.running, self.trial = wish, by, running, trial
        self.keys = (survivor.pk, *(other.pk for other in others))
        self.moving = Moving(wish.theirs, running)

    def do(self) -> Merged:
        survivor, others = self._locked()
        label = about_record(self.model, survivor, more=len(others))
        self.running.row.be_about(label)
        operation_row = self.running.stored()
        before = {record.pk: record.values() for record in (survivor, *others)}
        self._gather_joins(survivor, others)
        for other in others:
            self._remember(survivor, other, operation_row)
            self.moving.move(survivor, other)
        self.moving.settle()
        if self.moving.refused and not self.trial:
            raise Refusal(" ".join(self.moving.refused), code="rivals")
        if not self.moving.refused:
            self._stand_free(survivor)
            delete_inside_operation(others)
            self._take_over(survivor, others, before)
        return Merged(survivor, self.moving, operation_row)

    def _locked(self) -> tuple[Any, list[Any]]:
        """Return the records, locked in the order of their keys, as they were looked at."""
        if len(set(self.keys)) < 2 or len(self.keys) > MOST:  # noqa: PLR2004 - two become one
            raise Refusal(_("Choose from 2 to %(most)d records.") % {"most": MOST}, code="few")
        rows = self.model._base_manager.select_for_update().filter(pk__in=self.keys)
        found = {row.pk: row for row in rows.order_by("pk")}
        for key in self.keys:
            if key not in found:
                raise Refusal(_("One of the records was deleted meanwhile."), code="gone")
            seen = self.wish.seen.get(key)
            if seen is not None and found[key].version != seen:
                raise Refusal(
                    _("“%(record)s” was changed by somebody else meanwhile. Look again."),
                    code="stale",
                    params={"record": found[key]},
                )
            check_may(self.by, "change", found[key])
            if key != self.keys[0]:
                check_may(self.by, "delete", found[key])
        return found[self.keys[0]], [found[key] for key in self.keys[1:]]

    def _remember(self, survivor: Any, other: Any, done: Operation) -> None:
        """Keep under which names and key the other one is found from now on."""
        own = " ".join(str(getattr(other, name) or "") for name in self.model.search_fields)
        former = merged_words(self.model, [other.pk]).get(other.pk, "")
        MergedRecord.objects.create(
            kind=self.model._meta.concrete_model._meta.label_lower,
            record_pk=other.pk,
            into_pk=survivor.pk,
            name=str(other)[:200],
            words=f"{own} {former}".strip(),
            operation=done,
        )

    def _gather_joins(self, survivor: Any, others: Sequence[Any]) -> None:
        """Join the survivor to everything that the others are joined to."""
        concrete: Any = self.model._meta.concrete_model
        joined = joined_rows(concrete, list(self.keys))
        for many in concrete._meta.many_to_many:
            held = joined.get(survivor.pk, {}).get(many.name, set())
            came = set().union(*(joined.get(o.pk, {}).get(many.name, set()) for o in others))
            if came - held and many.remote_field.through._meta.auto_created:
                join_records(self.model, many.name, [(survivor, held, held | came)])

    def _take_over(
        self, survivor: Any, others: Sequence[Any], before: Mapping[Any, dict[str, Any]]
    ) -> None:
        """Give the survivor the values that were chosen, by the rules of the form."""
        gone = set(self.keys[1:])
        chosen = []
        for name, key in self.wish.values.items():
            stored: Any = self.model._meta.get_field(name)
            value = before[key][stored.attname]
            if self._is_own_kind(stored) and value in gone | {survivor.pk}:
                value = None
            if key in gone:
                setattr(survivor, stored.attname, value)
                chosen.append(name)
        chosen += self._fill(survivor, others)
        for name in self.wish.gather:
            if any(values[name] for values in before.values()):
                setattr(survivor, name, True)
        untouched = [f.name for f in self.model._meta.fields if f.name not in chosen]
        survivor.full_clean(exclude=untouched)
        survivor.save()

    def _stand_free(self, survivor: Any) -> None:
        """Let the survivor no longer stand below one of those that go."""
        gone = set(self.keys[1:])
        for stored in self.model._meta.concrete_fields:
            below = self._is_own_kind(stored) and getattr(survivor, stored.attname) in gone
            if below and stored.null:
                setattr(survivor, stored.attname, None)
        survivor.save()

    def _fill(self, survivor: Any, others: Sequence[Any]) -> list[str]:
        """Fill what nobody was asked about and the survivor lacks; return the fields' names."""
        filled = []
        for stored in self.model._meta.concrete_fields:
            asked = stored.name in self.wish.values or stored.name in self.wish.keep
            if asked or not stored.editable or stored.primary_key or self._is_own_kind(stored):
                continue
            empty = (None, "")
            values = [getattr(record, stored.attname) for record in (survivor, *others)]
            if values[0] in empty and (found := [v for v in values[1:] if v not in empty]):
                setattr(survivor, stored.attname, found[0])
                filled.append(stored.name)
        return filled

    def _is_own_kind(self, stored: Any) -> bool:
        own = self.model._meta.concrete_model
        related: Any = getattr(stored, "related_model", None)
        is_key = isinstance(stored, models.ForeignKey)
        return bool(is_key and related._meta.concrete_model is own)


def can_be_merged(model: Any) -> bool:
    """Tell whether records of a model can be merged: whole rows of one table, with versions."""
    concrete = model._meta.concrete_model
    return issubclass(model, Recorded) and not concrete._meta.parents
