"""The one way to write: run work inside an operation, retried when the database asks for it."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from erp.foundation.gate import Attempt, Verb, ask_gate, checks_of
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.recorder import Recorder
from erp.foundation.refusal import OutsideOperation, Refusal
from erp.foundation.rows import FEW
from erp.foundation.sealing import seal_operation
from erp.foundation.settling import settle_changes
from erp.foundation.tracing import current_origin
from erp.foundation.verbs import name_verb

if TYPE_CHECKING:
    from erp.foundation.actor import Actor
    from erp.foundation.models.recorded import Recorded

T = TypeVar("T")
P = ParamSpec("P")

#: MariaDB: deadlock found, lock wait timeout exceeded.
_RETRIED_CODES = frozenset({1213, 1205})
_ATTEMPTS = 6


class AlreadyDone(Refusal):
    """The same form was posted before; ``operation`` is what it did."""

    def __init__(self, operation: Operation) -> None:
        """Keep the first operation, so that the second answer can show the same record."""
        self.operation = operation
        super().__init__("already done", code="already_done")


class RunningOperation:
    """An operation that is under way: its row and its recorder."""

    def __init__(
        self,
        kind: OperationKind,
        *,
        by: Actor,
        reason: str = "",
        form_token: str | None = None,
        details: dict[str, Any] | None = None,
        **filed: Any,
    ) -> None:
        """Prepare the row; it is stored when the first thing is written.

        ``filed`` says which verb it was, what it undoes and what it is a part of.
        """
        origin = current_origin()
        self.by = by
        self.row = Operation(
            kind=kind,
            actor_kind=by.kind,
            actor_id=by.user.pk if by.user else None,
            actor_label=by.label,
            on_behalf_of_id=by.on_behalf_of.pk if by.on_behalf_of else None,
            reason=reason[:500],
            request_id=origin.request_id,
            address=origin.address,
            device=origin.device,
            form_token=form_token,
            details=details or {},
            created_at=timezone.now(),
            **filed,
        )
        self.recorder = Recorder()
        self._saved: tuple[Any, ...] = ()
        if form_token:
            self._claim(form_token)

    def _claim(self, form_token: str) -> None:
        """Store the row at once: the unique token lets exactly one of two posts through."""
        try:
            with transaction.atomic():
                self._save()
        except IntegrityError:
            first = Operation.objects.filter(form_token=form_token).first()
            if first is None:
                raise
            raise AlreadyDone(first) from None

    def stored(self) -> Operation:
        """Return the row, stored, so that others can refer to it."""
        if self.row.pk is None:
            self._save()
        return self.row

    def _save(self) -> None:
        self.row.save()
        self._saved = self._facts()

    def _facts(self) -> tuple[Any, ...]:
        return (self.row.summary, self.row.reason, dict(self.row.details))

    def finish(self) -> None:
        """Write versions, log and search index in bulk; an operation that did nothing vanishes.

        What the domains settle is settled first, so that it is recorded with the rest. Last of
        all comes the seal over everything that was written.
        """
        settle_changes(self.recorder)
        noted = self.recorder.count
        if noted:
            self.row.records = noted
            if not self.row.summary:
                self.row.be_about(self.recorder.about())
            self.row.save()
            self.recorder.write(self.row, self.by)
        elif self.row.pk is not None:
            if not self._is_worth_keeping():
                self.row.delete()
            elif self._facts() != self._saved:
                self.row.save(update_fields=["summary", "about", "reason", "details"])
        if self.row.pk is not None:
            seal_operation(self.row, self.recorder.kinds())

    def _is_worth_keeping(self) -> bool:
        return bool(self.row.details or self.row.summary or self.row.undoes_id) or (
            self.row.jobs.exists() or self.row.entries.exists() or self.row.parts.exists()
        )


_running: ContextVar[RunningOperation | None] = ContextVar("operation", default=None)


def running_operation() -> RunningOperation | None:
    """Return the operation under way, if any."""
    return _running.get()


def act_for(principal: Any) -> None:
    """File the running operation as done on behalf of a colleague; nothing for nobody.

    One operation is done for one person: what is done for another is refused.
    """
    running = _running.get()
    key = principal.pk if principal is not None else None
    if running is None or running.row.on_behalf_of_id == key:
        return
    if running.row.on_behalf_of_id is not None or running.recorder.count:
        from django.utils.translation import gettext as _

        raise Refusal(_("Approve for one person at a time: this one is for another."), code="for")
    running.row.on_behalf_of_id = key


def recorder_for(record: Recorded) -> Recorder:
    """Return the recorder of the running operation; outside one, writing a record is refused."""
    running = _running.get()
    if running is None:
        message = f"{record._meta.label} was written outside an operation"
        raise OutsideOperation(message)
    return running.recorder


def copy_versions_of(records: list[Recorded]) -> None:
    """Let the versions of many rows that are about to go be copied inside the database."""
    running = _running.get()
    if running is not None and len(records) > FEW:
        running.recorder.copy_versions(records, running.stored(), running.by)


def ask_before_write(record: Recorded, verb: Verb, **facts: Any) -> None:
    """Ask the gate of the record's model in the name of the running operation's actor.

    A new record must also be within the reach of whoever makes it.
    """
    from erp.foundation.rights import check_new_is_within_reach

    running = _running.get()
    if running is None:
        return
    if verb is Verb.CREATE and record.owner_fields:
        check_new_is_within_reach(running.by, record)
    if checks_of(type(record)):
        ask_gate(Attempt(record, running.by, verb, **facts))


@contextmanager
def tentatively() -> Iterator[None]:
    """Open a savepoint of the running operation: what fails inside leaves no row and no version."""
    running = _running.get()
    if running is None:
        message = "only a part of a running operation can be tentative"
        raise OutsideOperation(message)
    with running.recorder.tentative(), transaction.atomic():
        yield


@contextmanager
def operation(kind: OperationKind, *, by: Actor, **facts: Any) -> Iterator[RunningOperation]:
    """Open one transaction with one operation, or join the one that is under way.

    At its end versions, log entries and search index are written; on any error nothing is.
    Code that may meet a deadlock uses ``run`` or ``@service``, which can start over.
    """
    outer = _running.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        running = RunningOperation(kind, by=by, **facts)
        token = _running.set(running)
        try:
            yield running
            running.finish()
        finally:
            _running.reset(token)


def run(
    work: Callable[[RunningOperation], T], kind: OperationKind, *, by: Actor, **facts: Any
) -> T:
    """Run work inside an operation; start over when the database met a deadlock or lock wait."""
    if _running.get() is not None:
        with operation(kind, by=by, **facts) as joined:
            return work(joined)
    return retrying(lambda: _run_once(work, kind, by, facts))


def _run_once(
    work: Callable[[RunningOperation], T], kind: OperationKind, by: Actor, facts: dict[str, Any]
) -> T:
    with operation(kind, by=by, **facts) as running:
        return work(running)


def retrying(work: Callable[[], T]) -> T:
    """Call work, again after a short random wait when the database rolled it back for a lock.

    Inside an outer transaction nothing is retried: a deadlock has rolled back all of it.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return work()
        except OperationalError as error:
            if attempt == _ATTEMPTS or connection.in_atomic_block or not _is_lock_trouble(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - not for secrets
    raise AssertionError


def _is_lock_trouble(error: OperationalError) -> bool:
    code = error.args[0] if error.args else None
    return code in _RETRIED_CODES or "database is locked" in str(error)


def service(kind: OperationKind, *, told: Any = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a verb one operation: ``by`` names the actor, ``reason`` is filed when given.

    ``told`` are the lazy words by which the log says what was done, where the kind is not enough.
    """

    def decorate(verb: Callable[P, T]) -> Callable[P, T]:
        facts = {"verb": verb.__name__} if told is not None else {}
        if told is not None:
            name_verb(verb.__name__, told)

        @functools.wraps(verb)
        def wrapped(*args: P.args, **options: P.kwargs) -> T:
            by: Any = options["by"]
            reason: Any = options.get("reason", "")
            return run(lambda _running: verb(*args, **options), kind, by=by, reason=reason, **facts)

        return wrapped

    return decorate
