"""A plain model of papers with lines, their states and acts, against which the tables are held."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

#: A kind of record, ``paper`` or ``line``, and its key.
Key = tuple[str, int]
Values = dict[str, Any]
State = dict[Key, Values]

DRAFT = "draft"
_UNDECIDED = ("approved", "expired")
#: What each step begins at, and where it ends.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": ((DRAFT,), "submitted"),
    "approve": (("submitted",), "approved"),
    "reject": (("submitted",), DRAFT),
    "win": (("approved",), "won"),
    "lose": (_UNDECIDED, "lost"),
    "reopen": (_UNDECIDED, DRAFT),
    "supersede": ((*_UNDECIDED, "lost"), "superseded"),
    "cancel": ((*_UNDECIDED, DRAFT, "submitted"), "cancelled"),
    "take_up": (("superseded",), "approved"),
    "take_up_lost": (("superseded",), "lost"),
}
#: What an undo of an undo takes again; decisions are made anew.
_AGAIN = ("submit", "win", "lose", "supersede", "cancel", "take_up", "take_up_lost")
_ONCE = ("number", "revises")


def lines_of(state: State, key: int) -> dict[Key, Values]:
    """Return the lines of a paper."""
    return {k: v for k, v in state.items() if k[0] == "line" and v["paper"] == key}


def totalled(state: State) -> State:
    """Return a state whose papers have the sums of their lines."""
    found = {key: dict(values) for key, values in state.items()}
    for (kind, key), values in found.items():
        if kind == "paper":
            rows = lines_of(found, key).values()
            values["total"] = sum((r["quantity"] * r["price"] for r in rows), Decimal(0))
    return found


def can_step(state: State, name: str, key: int) -> bool:
    """Tell whether a paper stands where a step begins, and has what the step needs."""
    sources, _target = STEPS[name]
    has_lines = name != "submit" or bool(lines_of(state, key))
    return state["paper", key]["status"] in sources and has_lines


def is_revised(state: State, key: int) -> bool:
    """Tell whether a later paper stands in the place of this one."""
    return any(k == "paper" and v["revises"] == key for (k, _), v in state.items())


@dataclass
class Act:
    """One operation: what each touched record was before and after."""

    before: dict[Key, Values | None]
    after: dict[Key, Values | None]
    undoes: int | None = None
    undone: bool = False


@dataclass
class Office:
    """All papers as plain values, and the acts so far."""

    state: State = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    #: The state after each of the acts.
    states: list[State] = field(default_factory=list)

    def record(self, after: State, undoes: int | None = None) -> bool:
        """Take a new state in as one act; tell whether anything differed."""
        keys = [k for k in {*self.state, *after} if self.state.get(k) != after.get(k)]
        if keys:
            before = {key: self.state.get(key) for key in keys}
            self.acts.append(Act(before, {key: after.get(key) for key in keys}, undoes))
            self.states.append({key: dict(values) for key, values in after.items()})
            if undoes is not None:
                self.acts[undoes].undone = True
        self.state = after
        return bool(keys)

    def stands_at(self, key: Key) -> set[int]:
        """Return the acts whose work a record shows: an undo, and what was before what it undid."""
        acts = [number for number, act in enumerate(self.acts) if key in act.after]
        found: set[int] = set()
        while acts:
            found.add(acts[-1])
            target = self.acts[acts[-1]].undoes
            if target is None or target not in acts:
                break
            acts = acts[: acts.index(target)]
        return found

    def undo(self, index: int) -> State:
        """Return the state after an undo of one act: all goes back that may, in any order."""
        act = self.acts[index]
        state = {key: dict(values) for key, values in self.state.items()}
        waiting = [key for key in act.after if index in self.stands_at(key)]
        made: set[Key] = set()
        progress = True
        while waiting and progress:
            progress = False
            for key in list(waiting):
                if self._may_become(state, key, act.before[key], made, index):
                    if key not in state:
                        made.add(key)
                    _become(state, key, act.before[key])
                    waiting.remove(key)
                    progress = True
        return totalled(self.taken_up(state))

    def taken_up(self, state: State) -> State:
        """Return a state in which what lost its revision since the last act is what it was."""
        found = {key: dict(values) for key, values in state.items()}
        for values in self.state.values():
            former: Key = ("paper", values.get("revises") or 0)
            lost = former in found and not is_revised(found, former[1])
            if lost and found[former]["status"] == "superseded":
                found[former]["status"] = self._status_before(former)
        return found

    def _status_before(self, key: Key) -> str:
        """Return the state of a superseded paper before it was superseded."""
        stood = [state[key]["status"] for state in self.states if key in state]
        return next(status for status in reversed(stood) if status != "superseded")

    def _lines_changed_since(self, index: int, key: int) -> bool:
        """Tell whether a line of a paper was written after an act."""
        later = [k for act in self.acts[index + 1 :] for k in act.after]
        return any(k in later for state in self.states for k in lines_of(state, key))

    def _may_become(
        self, state: State, key: Key, values: Values | None, made: set[Key], index: int
    ) -> bool:
        kind, number = key
        now = state.get(key)
        if kind == "line":
            paper: Key = ("paper", (values or now or {})["paper"])
            return paper in state and (state[paper]["status"] == DRAFT or paper in made)
        if values is None:
            held = bool(lines_of(state, number)) or is_revised(state, number)
            return now is not None and now["status"] == DRAFT and not held
        if now is None:
            return values["status"] == DRAFT and _is_free(state, key, values)
        if _may_step_back(state, number, now, values):
            return True
        return self._may_step_again(state, number, now, values, index)

    def _may_step_again(
        self, state: State, number: int, now: Values, values: Values, index: int
    ) -> bool:
        """Tell whether undoing an undo takes a step again that is no decision."""
        if self.acts[index].undoes is None or now["remarks"] != values["remarks"]:
            return False
        if not _has_its_place(state, number, now, values):
            return False
        steps = [name for name in _AGAIN if STEPS[name][1] == values["status"]]
        can = any(can_step(state, name, number) for name in steps)
        return can and not self._lines_changed_since(index, number)

    def restore(self, key: int, index: int) -> State:
        """Return the state after a paper is brought back to how it stood after an act.

        Its state in life stays; a paper that is locked or gone stays altogether.
        """
        then, paper = self.states[index], ("paper", key)
        now = self.state.get(paper)
        if now is None or paper not in then or now["status"] != DRAFT:
            return self.state
        state = {k: v for k, v in self.state.items() if k not in lines_of(self.state, key)}
        state[paper] = {**now, "remarks": then[paper]["remarks"]}
        return totalled({**state, **lines_of(then, key)})


def _is_free(state: State, key: Key, values: Values) -> bool:
    """Tell whether no other paper has what only one may have, and what it revises is there."""
    others = [v for k, v in state.items() if k[0] == "paper" and k != key]
    taken = any(
        values[name] is not None and values[name] == other[name]
        for other in others
        for name in _ONCE
    )
    return not taken and _is_closed(state, values["revises"])


def _is_closed(state: State, former: int | None) -> bool:
    """Tell whether the paper that a revision replaces is there and does not stand."""
    if former is None:
        return True
    return ("paper", former) in state and state["paper", former]["status"] == "superseded"


def _has_its_place(state: State, number: int, now: Values, values: Values) -> bool:
    """Tell whether a paper and its revision would not stand side by side."""
    if now["status"] == "superseded" and is_revised(state, number):
        return False
    return now["revises"] == values["revises"] or _is_free(state, ("paper", number), values)


def _may_step_back(state: State, number: int, now: Values, values: Values) -> bool:
    """Tell whether a paper may get former values: open it may, and locked only step by step."""
    if now["status"] == values["status"]:
        typed = now["remarks"] != values["remarks"]
        return now["status"] == DRAFT or not typed
    if now["status"] == DRAFT or now["remarks"] != values["remarks"]:
        return False
    if not _has_its_place(state, number, now, values):
        return False
    return any(
        target == now["status"] and values["status"] in sources
        for sources, target in STEPS.values()
    )


def _become(state: State, key: Key, values: Values | None) -> None:
    if values is None:
        del state[key]
    else:
        state[key] = dict(values)
