"""A plain model of records and operations, against which undo is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, int]
Values = dict[str, Any]
State = dict[Key, Values]

#: Kind of record, and the column that must be unique.
UNIQUE = {"tag": "name", "shelf": "name", "toy": "code", "piece": None}
#: Kind, column and the kind that it points to.
POINTS = {
    "shelf": {"parent": "shelf"},
    "toy": {"shelf": "shelf"},
    "piece": {"toy": "toy"},
    "tag": {},
}


@dataclass
class Act:
    """One operation: what each record was before and what it was joined to or parted from."""

    before: dict[Key, Values | None]
    after: dict[Key, Values | None]
    undone: bool = False
    #: The act that this one took back.
    undoes: int | None = None

    def touched(self) -> list[Key]:
        """Return the records that differ."""
        return [key for key in self.after if self.before[key] != self.after[key]]


@dataclass
class House:
    """All records as plain values, and the operations so far."""

    state: State = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    newest: dict[Key, int] = field(default_factory=dict)
    #: The state after each of the operations.
    states: list[State] = field(default_factory=list)

    def record(self, after: State, undoes: int | None = None) -> None:
        """Take the new state in as one operation; nothing changed means none."""
        keys = {*self.state, *after}
        act = Act(
            {k: self.state.get(k) for k in keys}, {k: after.get(k) for k in keys}, undoes=undoes
        )
        touched = act.touched()
        self.state = after
        if undoes is not None and touched:
            self.acts[undoes].undone = True
        if touched:
            for key in touched:
                self.newest[key] = len(self.acts)
            act.before = {k: act.before[k] for k in touched}
            act.after = {k: act.after[k] for k in touched}
            self.acts.append(act)
            self.states.append({key: dict(values) for key, values in after.items()})

    def allowed(self, state: State, key: Key, values: Values | None) -> bool:
        """Tell whether one record may become this, with everything else as it is."""
        kind = key[0]
        if values is None:
            return not any(
                state[other].get(column) == key[1]
                for other in state
                for column, target in POINTS[other[0]].items()
                if target == kind
            )
        for column, target in POINTS[kind].items():
            if values[column] is not None and (target, values[column]) not in state:
                return False
        name = UNIQUE[kind]
        return name is None or not any(
            other[0] == kind and other != key and state[other][name] == values[name]
            for other in state
        )

    def check_copy(self, after: State, origin: Key) -> None:
        """Assert that the state is the one before and one more toy like this one."""
        new = {key: values for key, values in after.items() if key not in self.state}
        assert {key: values for key, values in after.items() if key in self.state} == self.state
        ((copy, values),) = [(key, v) for key, v in new.items() if key[0] == "toy"]
        own = self.state[origin]
        assert {**values, "code": ""} == {**own, "code": ""}
        codes = [v["code"] for key, v in self.state.items() if key[0] == "toy"]
        assert values["code"] not in codes
        assert values["code"].startswith(f"{own['code'].split(' (')[0]} (copy")
        assert _pieces(new, copy) == _pieces(self.state, origin)
        assert {key[0] for key in new} <= {"toy", "piece"}

    def restore(self, key: Key, index: int) -> State:
        """Return the state after a toy is brought back to how it stood after an operation.

        Refused, and so unchanged, where the toy is gone or was not there, its code is taken, its
        shelf is gone, or a piece of that time belongs to another toy by now.
        """
        then = self.states[index]
        state = {other: dict(values) for other, values in self.state.items()}
        if key not in state or key not in then:
            return state
        held = _held_by(then, key)
        elsewhere = any(k in state and state[k]["toy"] != key[1] for k in held)
        if elsewhere or not self.allowed(state, key, then[key]):
            return state
        alive = {number for kind, number in state if kind == "tag"}
        state[key] = {**then[key], "tags": then[key]["tags"] & alive}
        for piece in _held_by(state, key):
            del state[piece]
        return {**state, **{piece: dict(then[piece]) for piece in held}}

    def standing(self, key: Key) -> set[int]:
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
        """Return the state after an undo of one operation."""
        act = self.acts[index]
        state = {key: dict(values) for key, values in self.state.items()}
        waiting = [key for key in act.touched() if index in self.standing(key)]
        done: list[Key] = []
        progress = True
        while waiting and progress:
            progress = False
            for key in list(waiting):
                values = act.before[key]
                if self.allowed(state, key, values):
                    _become(state, key, values)
                    waiting.remove(key)
                    done.append(key)
                    progress = True
        done += _swapped(self, state, act, waiting)
        _rejoin(state, act, done)
        return state


def _held_by(state: State, toy: Key) -> list[Key]:
    return [key for key, v in state.items() if key[0] == "piece" and v["toy"] == toy[1]]


def _pieces(state: State, toy: Key) -> list[tuple[Any, Any]]:
    return sorted((state[key]["name"], state[key]["quantity"]) for key in _held_by(state, toy))


def _become(state: State, key: Key, values: Values | None) -> None:
    if values is None:
        state.pop(key)
        if key[0] == "tag":
            for other in state.values():
                if "tags" in other:
                    other["tags"] = other["tags"] - {key[1]}
    else:
        tags = state[key]["tags"] if key in state and "tags" in state[key] else frozenset()
        state[key] = {**values, **({"tags": tags} if key[0] == "toy" else {})}


def _swapped(house: House, state: State, act: Act, waiting: list[Key]) -> list[Key]:
    """Let records that only stand in each other's way change together, or none of them."""
    both = all(act.before[k] is not None and act.after[k] is not None for k in waiting)
    if len(waiting) < 2 or not both:
        return []
    trial = {**state}
    for key in waiting:
        trial[key] = {**state[key], **{n: v for n, v in act.before[key].items() if n != "tags"}}  # type: ignore[union-attr]
    if not all(house.allowed(trial, key, trial[key]) for key in waiting):
        return []
    state.update(trial)
    return waiting


def _rejoin(state: State, act: Act, done: list[Key]) -> None:
    for key in done:
        if key[0] != "toy" or key not in state:
            continue
        before = (act.before[key] or {}).get("tags", frozenset())
        after = (act.after[key] or {}).get("tags", frozenset())
        alive = {n for kind, n in state if kind == "tag"}
        state[key]["tags"] = (state[key]["tags"] - (after - before)) | ((before - after) & alive)
