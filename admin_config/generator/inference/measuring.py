"""Holds what was inferred against what is true: recall and precision, misses and inventions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admin_config.generator.blueprint import Kind
from admin_config.generator.inference.findings import ColumnFinding, Inference, Trait
from admin_config.generator.mistake import WrongSpec

#: Kinds that differ in how a text is typed, not in what it is.
_SAME = {Kind.CODE: "text"}
_TRAITS = {Trait.CREATED: "created", Trait.CHANGED: "changed"}


@dataclass(frozen=True)
class Score:
    """How one sort of finding compares with the truth."""

    what: str
    right: int
    missed: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Return the share of the truth that was found."""
        return self.right / max(self.right + len(self.missed), 1)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is true."""
        return self.right / max(self.right + len(self.invented), 1)


def read_truth(path: Path) -> dict[str, Any]:
    """Return a file of truths; ``WrongSpec`` says what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSpec([f"{path}: {error}"]) from error


def scores_of(inference: Inference, truth: Mapping[str, Any]) -> tuple[Score, ...]:
    """Return one score for each sort of thing that the truth tells."""
    columns = {each.place: each for table in inference.tables for each in table.columns}
    relations = {each.place: each.to for each in inference.relations}
    opened = set(truth.get("open", ()))
    judged = {place: to for place, to in relations.items() if place not in opened}
    scores = [_compared("relations", truth.get("relations", {}), judged)]
    if "labels" in truth:
        labels = {place: each.label for place, each in columns.items() if each.label}
        known = {place: label for place, label in labels.items() if not _is_key(columns[place])}
        scores.append(_compared("labels", truth["labels"], known))
    if "choices" in truth:
        found = {place: dict(each.choices) for place, each in columns.items() if each.choices}
        scores.append(_compared("choices", truth["choices"], found))
    if "kinds" in truth:
        wanted = {p: w for p, w in truth["kinds"].items() if p not in opened}
        scores.append(_compared("kinds", wanted, _kinds(columns, relations, wanted)))
    return tuple(scores)


def _is_key(column: ColumnFinding) -> bool:
    return column.trait is Trait.IDENTITY


def _kinds(
    columns: Mapping[str, ColumnFinding], relations: Mapping[str, str], truth: Mapping[str, str]
) -> dict[str, str]:
    """Return the kind of every column that is judged; where several would do, the one of them."""
    found = {}
    for place, wanted in truth.items():
        column = columns.get(place)
        if column is not None:
            kind = _SAME.get(column.kind, column.kind.value)
            kind = "relation" if place in relations else _TRAITS.get(column.trait, kind)
            found[place] = wanted if kind in wanted.split("|") else kind
    return found


def _compared(what: str, truth: Mapping[str, Any], found: Mapping[str, Any]) -> Score:
    right = [place for place, value in truth.items() if found.get(place) == value]
    return Score(
        what,
        len(right),
        tuple(_told(truth, found, set(right))),
        tuple(f"{p}: {v}" for p, v in sorted(found.items()) if truth.get(p) != v),
    )


def _told(truth: Mapping[str, Any], found: Mapping[str, Any], right: set[str]) -> Iterator[str]:
    for place, value in sorted(truth.items()):
        if place not in right:
            yield f"{place}: {value}, found {found.get(place, 'nothing')}"
