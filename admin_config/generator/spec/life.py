"""Life cycles: ``[Loan.steps]`` with ``return = "lent -> returned"``, and states where named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_config.generator import names
from admin_config.generator.behaviour import LifePlan, StepPlan
from admin_config.generator.blueprint import TEXTS, Choice, FieldPlan, Kind
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.fields import LONGEST_CHOICE
from admin_config.generator.spec.places import Places, Table
from admin_config.generator.usual import PAPER_STEPS, STATES, STEPS, told_of

LIFE_WORDS = ("states", "states_zh", "steps", "open")
_STEP_WORDS = (*("is", "title", "title_zh", "told", "told_zh", "icon", "keeps", "sets", "needs"),)
#: Letters of rights that a step may need, as the house calls them.
_RIGHTS = {"W": "change", "A": "approve", "D": "delete"}
_MARKS = ("reason", "another", *_RIGHTS)
#: What a step sets, and the kinds of fields that take it.
_SET_TO = {
    "today": frozenset({Kind.DATE}),
    "now": frozenset({Kind.MOMENT}),
    "me": frozenset({Kind.RELATION}),
    "nothing": frozenset(Kind) - {Kind.SEVERAL, Kind.YES_NO},
}
_EXAMPLE = '"draft -> approved A"'


def read_life(
    places: Places, name: str, table: Table, known: dict[str, FieldPlan], *, is_paper: bool
) -> LifePlan | None:
    """Return the life cycle of a model; a paper that says nothing has that of every paper."""
    described = table.get("steps", PAPER_STEPS if is_paper and "states" not in table else {})
    steps_place = f"{name}.steps"
    rows = places.table(steps_place, described, 'return = "lent -> returned"')
    if not rows:
        for word in ("states", "states_zh", "open"):
            if word in table:
                places.wrong(name, f"{word} are those of steps: write a table [{name}.steps]")
        return None
    reader = _Steps(places, known, is_paper=is_paper)
    steps = tuple(reader.step(f"{steps_place}.{step}", step, what) for step, what in rows.items())
    states = tuple(_states(places, name, table, steps))
    open_states = _open(places, name, table, states)
    life = LifePlan(states, steps, open_states)
    _check_ways(places, name, life)
    return life


def _open(places: Places, name: str, table: Table, states: tuple[Choice, ...]) -> tuple[str, ...]:
    values = [state.value for state in states]
    if "open" not in table:
        return tuple(values[:1])
    found = places.texts(f"{name}.open", table["open"])
    for value in found:
        if value not in values:
            places.wrong(f"{name}.open", f"no state {value!r}.{nearest(value, values)}")
    return found


def _states(
    places: Places, name: str, table: Table, steps: tuple[StepPlan, ...]
) -> Iterator[Choice]:
    """Yield the states that are named, or those of the steps in the order they are read."""
    given = table.get("states", [])
    titles = dict.fromkeys(given, "") if isinstance(given, list) else given
    chinese = table.get("states_zh", {})
    if not isinstance(titles, dict) or not isinstance(chinese, dict):
        places.wrong(f"{name}.states", 'are a list or a table, such as ["draft", "done"]')
        return
    passed = [state for step in steps for state in (*step.sources, step.target)]
    values = list(titles) or list(dict.fromkeys(passed))
    for step in steps:
        for value in (*step.sources, step.target):
            if value not in values:
                place = f"{name}.steps.{step.name}"
                places.wrong(place, f"no state {value!r}.{nearest(value, values)}")
    for value in chinese:
        if value not in values:
            places.wrong(f"{name}.states_zh", f"no state {value!r}.{nearest(value, values)}")
    for value in values:
        if not names.FIELD_NAME.fullmatch(value) or len(value) > LONGEST_CHOICE:
            places.wrong(
                f"{name}.states",
                f"the state {value!r} has small letters, digits and single underscores, "
                f"{LONGEST_CHOICE} at most",
            )
        title = titles.get(value) or names.spoken(value)
        yield Choice(value, title, chinese.get(value) or STATES.get(title, ""))


def _check_ways(places: Places, name: str, life: LifePlan) -> None:
    """Note states that nothing reaches, and states that are all open."""
    reached = {life.start, *(step.target for step in life.steps)}
    for state in life.states:
        if state.value not in reached:
            places.wrong(f"{name}.states", f"no step leads to {state.value!r}")
    if set(life.open) >= {state.value for state in life.states}:
        places.wrong(f"{name}.open", "leaves no state in which the record is locked")


class _Steps:
    """Reads the steps of one model."""

    def __init__(self, places: Places, known: dict[str, FieldPlan], *, is_paper: bool) -> None:
        self.places = places
        self.known = known
        self.is_paper = is_paper

    def step(self, place: str, name: str, described: Any) -> StepPlan:
        """Return ``SOURCE[, SOURCE] -> TARGET [W|A|D] [reason] [another]`` as a step."""
        table = self.places.described(place, described, _EXAMPLE, _STEP_WORDS)
        if not names.FIELD_NAME.fullmatch(name):
            self.places.wrong(place, "a step is a verb in small letters, such as approve")
        left, arrow, right = table["is"].partition("->")
        sources = tuple(source.strip() for source in left.split(",") if source.strip())
        target, *marks = right.split() or [""]
        if not (sources and arrow and target):
            self.places.wrong(place, f"says from where to where, such as {_EXAMPLE}")
            sources, target = sources or ("",), target or ""
        for mark in marks:
            if mark not in _MARKS:
                self.places.wrong(place, f"unknown word {mark!r}.{nearest(mark, _MARKS)}")
        if target in sources:
            self.places.wrong(place, f"leads from {target!r} to itself")
        return self._made(place, name, table, (sources, target, marks))

    def _made(
        self, place: str, name: str, table: Table, way: tuple[tuple[str, ...], str, list[str]]
    ) -> StepPlan:
        sources, target, marks = way
        another = self._another(place, marks)
        letter = next((mark for mark in marks if mark in _RIGHTS), "A" if another else "W")
        usual = STEPS.get(name, ("", "play_arrow", "", ""))
        keeps = self._keeps(place, table)
        title = self.places.text(place, table, "title", names.spoken(name).capitalize())
        told = self.places.text(place, table, "told", told_of(name))
        return StepPlan(
            name=name,
            sources=sources,
            target=target,
            title=title,
            title_zh=self.places.text(place, table, "title_zh", usual[2]),
            told=told,
            told_zh=self.places.text(place, table, "told_zh", usual[3]),
            icon=self.places.text(place, table, "icon", usual[1]),
            right=_RIGHTS[letter],
            reason="reason" in marks or bool(keeps),
            another=another,
            keeps=keeps,
            sets=tuple(self._sets(f"{place}.sets", table.get("sets", {}))),
            needs=self._needs(place, table),
        )

    def _another(self, place: str, marks: list[str]) -> bool:
        if "another" not in marks:
            return False
        if not self.is_paper:
            self.places.wrong(place, "only a paper is approved by another person")
        if {"W", "D"} & set(marks):
            self.places.wrong(place, "who approves as another person needs the right A")
        return True

    def _keeps(self, place: str, table: Table) -> str:
        name = self.places.text(place, table, "keeps")
        if not name:
            return ""
        if not self.places.named(f"{place}.keeps", [name], self.known):
            return ""
        if self.known[name].kind not in {*TEXTS, Kind.LONG_TEXT}:
            self.places.wrong(f"{place}.keeps", f"a reason is kept in a text, {name!r} is none")
        return self._settable(f"{place}.keeps", name)

    def _sets(self, place: str, given: Any) -> Iterator[tuple[str, str]]:
        for name, value in self.places.table(place, given, '{ back_on = "today" }').items():
            if not self.places.named(place, [name], self.known):
                continue
            if value not in _SET_TO:
                self.places.wrong(place, f"unknown word {value!r}.{nearest(str(value), _SET_TO)}")
                continue
            field = self.known[name]
            fits = field.kind in _SET_TO[value] and (value != "me" or field.to == "staff.User")
            if not fits:
                self.places.wrong(place, f"{value!r} does not fit {name!r}")
            yield self._settable(place, name), value

    def _settable(self, place: str, name: str) -> str:
        field = self.known[name]
        if field.required or field.unique or field.locked:
            self.places.wrong(
                place, f"{name!r} is set by a step, so it is neither required nor unique"
            )
        return name

    def _needs(self, place: str, table: Table) -> tuple[str, ...]:
        if "needs" not in table:
            return ()
        found = self.places.texts(f"{place}.needs", table["needs"])
        fields = [name for name in found if name != "lines"]
        known = {name: f for name, f in self.known.items() if f.kind is not Kind.SEVERAL}
        return tuple(
            name
            for name in found
            if name == "lines" or name in self.places.named(f"{place}.needs", fields, known)
        )
