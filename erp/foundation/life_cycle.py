"""The life cycle of a paper: its steps, who may take them, and what is locked in between.

A domain declares the steps as a table; the machine takes them one at a time under a lock on the
paper's row, and its guard keeps everybody else's hands off: form, import, lines, restore, undo.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from erp.foundation.changing_hands import changes_hands, follows_merge
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.models.operation import OperationKind
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, check_may, reach
from erp.foundation.step_by_undo import is_step_by_undo, only_step_by_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from erp.foundation.actor import Actor
    from erp.foundation.operation import RunningOperation
    from erp.foundation.recorder import Change

#: Under which name a running operation keeps the states of papers whose lines it writes.
_STATES = "states_of_papers"
_cycles: dict[type[Any], LifeCycle] = {}
_moving: ContextVar[frozenset[tuple[Any, Any]]] = ContextVar("moving", default=frozenset())


@dataclass(frozen=True)
class Step:
    """A step from one of some states to another, and the right that it needs."""

    name: str
    sources: frozenset[str]
    target: str
    right: str = "change"
    #: Refuses what lacks more than the state, whoever takes the step, an undo included.
    check: Callable[[Any], None] = field(default=lambda _paper: None, compare=False, repr=False)


@dataclass(frozen=True)
class LifeCycle:
    """The states of one kind of paper: where it starts, where it may be written, its steps."""

    model: Any
    start: str
    #: States in which head and lines may be written; in all others the paper is locked.
    open: frozenset[str]
    steps: tuple[Step, ...]
    #: Lines and the like: each model with its relation to the paper.
    parts: tuple[tuple[Any, str], ...] = ()
    #: What a locked paper's refusal tells people to do instead.
    advice: Callable[[], str] = field(default=lambda: "", compare=False, repr=False)
    #: States in which papers of the past enter by import: closed ones, none that still binds.
    past: frozenset[str] = frozenset()
    status: str = "status"

    def step(self, name: str) -> Step:
        """Return the step of that name."""
        return next(step for step in self.steps if step.name == name)

    def can(self, name: str, record: Any) -> bool:
        """Tell whether the paper stands where this step begins."""
        return getattr(record, self.status) in self.step(name).sources

    def is_open(self, state: str) -> bool:
        """Tell whether a paper in this state may be written."""
        return state in self.open

    def word(self, state: str) -> str:
        """Return what a state is called."""
        labels = dict(self.model._meta.get_field(self.status).flatchoices)
        return str(labels.get(state, state))


def govern(cycle: LifeCycle) -> None:
    """Put the guards of a life cycle before its papers and their lines; called in ``ready``."""
    _cycles[cycle.model] = cycle
    guard(cycle.model, lambda attempt: _paper_may_be_written(cycle, attempt))
    for model, relation in cycle.parts:
        guard(model, _part_guard(cycle, relation))


def cycle_of(model: Any) -> LifeCycle | None:
    """Return the life cycle of a kind of paper, if it has one."""
    return _cycles.get(model)


def is_locked(record: Any) -> bool:
    """Tell whether a record is a paper in a state in which nobody writes it."""
    cycle = _cycles.get(record._meta.concrete_model)
    return cycle is not None and not cycle.is_open(getattr(record, cycle.status))


def take_step(
    cycle: LifeCycle,
    record: Any,
    name: str,
    *,
    by: Actor,
    prepare: Callable[[Any], None] = lambda _record: None,
) -> Any:
    """Take a step inside the running operation and return the paper as it is stored then.

    The row is locked first and read anew, so of two who act at once the second sees what the
    first did. A paper that stands at the step's end already is returned as it is: a second click
    does nothing. ``prepare`` checks what else must hold and sets what the step leaves behind.
    """
    step = cycle.step(name)
    paper = cycle.model._base_manager.select_for_update().get(pk=record.pk)
    check_may(by, step.right, paper)
    state = getattr(paper, cycle.status)
    if state == step.target:
        return paper
    check_can_step(cycle, step, paper)
    step.check(paper)
    prepare(paper)
    setattr(paper, cycle.status, step.target)
    with moving(paper):
        paper.save()
    return paper


def check_can_step(cycle: LifeCycle, step: Step, paper: Any) -> None:
    """Refuse a step from a state where it does not begin."""
    state = getattr(paper, cycle.status)
    if state not in step.sources:
        raise Refusal(
            _("“%(paper)s” is %(state)s: this step is not possible now."),
            code="state",
            params={"paper": str(paper), "state": cycle.word(state)},
        )


@contextmanager
def moving(*records: Any) -> Iterator[None]:
    """Let the house itself write these papers, whatever state they are in, while this lasts."""
    token = _moving.set(_moving.get() | {_identity(record) for record in records})
    try:
        yield
    finally:
        _moving.reset(token)
        _forget_states()


def _identity(record: Any) -> tuple[Any, Any]:
    return (record._meta.concrete_model, record.pk if record.pk is not None else id(record))


def _paper_may_be_written(cycle: LifeCycle, attempt: Attempt) -> None:
    """Refuse whatever is no step: writes of a locked paper, and states set by hand."""
    paper: Any = attempt.record
    _forget_states()
    if _identity(paper) in _moving.get():
        return
    now = getattr(paper, cycle.status)
    if attempt.verb == Verb.CREATE:
        _check_start(cycle, attempt, now)
        return
    before = paper.before()
    was = before[cycle.status]
    if _made_here(paper):
        if now != was:
            _check_start(cycle, attempt, now)
        return
    if attempt.verb == Verb.CHANGE and now != was:
        running = _running()
        if running is not None and is_step_by_undo(cycle, attempt, before, running.row):
            return
        raise only_step_by_step(cycle, paper, was)
    if attempt.verb == Verb.CHANGE and (
        changes_hands(paper, before, _running())
        or follows_merge(type(paper), before, paper.values(), _running())
    ):
        return
    _refuse_locked(cycle, str(paper), was)


def _check_start(cycle: LifeCycle, attempt: Attempt, state: str) -> None:
    """A new paper starts at the start; history enters by import, by who may approve them all.

    Only history that is over: what entered as approved would bind the house by nobody's approval.
    """
    if state == cycle.start or attempt.by.is_system:
        return
    running = _running()
    imports = running is not None and running.row.kind == OperationKind.IMPORT
    if imports and reach(attempt.by, "approve", cycle.model) == Reach.ALL:
        _check_is_past(cycle, state)
        return
    raise Refusal(
        _("A new paper starts as %(start)s."),
        code="state",
        params={"start": cycle.word(cycle.start)},
    )


def _check_is_past(cycle: LifeCycle, state: str) -> None:
    """Refuse a state, at its column, in which no paper of the past enters."""
    if state in cycle.past:
        return
    choices = cycle.model._meta.get_field(cycle.status).flatchoices
    past = [str(word) for value, word in choices if value in cycle.past]
    message = _("A file's paper enters as %(start)s, or as history: %(past)s.")
    words = {"start": cycle.word(cycle.start), "past": _(", ").join(past)}
    raise Refusal({cycle.status: Refusal(message, code="state", params=words)})


def _refuse_locked(cycle: LifeCycle, name: str, state: str) -> None:
    if not cycle.is_open(state):
        raise Refusal(
            _("“%(paper)s” is %(state)s and locked. %(advice)s"),
            code="locked",
            params={"paper": name, "state": cycle.word(state), "advice": cycle.advice()},
        )


def check_unlocked(cycle: LifeCycle, row: Any, head: Change | None) -> None:
    """Refuse changed lines of a paper that is locked by now; asked under the lock of its row.

    It was open when the lines' guard looked, but somebody else may have taken a step meanwhile.
    """
    if _identity(row) in _moving.get() or (head is not None and head.sign == "+"):
        return
    states = {getattr(row, cycle.status)}
    if head is not None and head.before is not None:
        states.add(head.before[cycle.status])
    if not any(cycle.is_open(state) for state in states):
        _refuse_locked(cycle, str(row), getattr(row, cycle.status))


def _part_guard(cycle: LifeCycle, relation: str) -> Callable[[Attempt], None]:
    """Return the check that refuses lines of a locked paper, on either side of a move."""

    def check(attempt: Attempt) -> None:
        part: Any = attempt.record
        if attempt.verb == Verb.CHANGE and follows_merge(
            type(part), part.before(), part.values(), _running()
        ):
            return
        column = part._meta.get_field(relation).attname
        keys = {getattr(part, column)}
        if not part._state.adding:
            keys.add(part.before()[column])
        for key in keys - {None}:
            if (cycle.model, key) in _moving.get():
                continue
            name, state = _at_hand(cycle, part, relation, key) or _paper_of(cycle, key)
            if state:
                _refuse_locked(cycle, name, state)

    return check


def _at_hand(cycle: LifeCycle, part: Any, relation: str, key: Any) -> tuple[str, str] | None:
    """Return name and state of the paper that a line carries with it, if it does.

    It may be out of date: the settler looks again, under the lock of the paper's row.
    """
    paper = part._state.fields_cache.get(relation)
    if paper is None or paper.pk != key or _made_here(paper):
        return None
    return str(paper), getattr(paper, cycle.status)


def _paper_of(cycle: LifeCycle, key: Any) -> tuple[str, str]:
    """Return a paper's name and state; asked once for all its lines until a paper is written.

    Lines that enter together with their paper are part of its making, whatever its state.
    """
    running = _running()
    noted = running.recorder.noted(cycle.model, key) if running is not None else None
    if noted is not None and noted.sign == "+":
        return "", ""
    known = running.__dict__.setdefault(_STATES, {}) if running is not None else {}
    place = (cycle.model, key)
    if place not in known:
        paper = cycle.model._base_manager.filter(pk=key).first()
        known[place] = (str(paper), getattr(paper, cycle.status)) if paper else ("", "")
    found: tuple[str, str] = known[place]
    return found


def _forget_states() -> None:
    running = _running()
    if running is not None:
        running.__dict__.pop(_STATES, None)


def _made_here(paper: Any) -> bool:
    """Tell whether the paper is being made by the running operation."""
    running = _running()
    noted = running.recorder.noted(paper._meta.concrete_model, paper.pk) if running else None
    return noted is not None and noted.sign == "+"


def _running() -> RunningOperation | None:
    from erp.foundation.operation import running_operation

    return running_operation()
