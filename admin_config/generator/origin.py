"""Where records come from: the table and columns of another database, kept beside the models."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin_config.generator.mistake import WrongSpec

if TYPE_CHECKING:
    from admin_config.generator.blueprint import DomainPlan

_FILE = "origin.toml"
_HEAD = "# Where the rows of each record stand in the database that this domain was read from."


@dataclass(frozen=True)
class FieldOrigin:
    """The columns that hold a field's value, and what they name where it is a relation."""

    columns: tuple[str, ...]
    #: The columns of the other table whose values these hold.
    to: tuple[str, ...] = ()
    #: The table that joins, where the field is one of several.
    table: str = ""
    #: The columns of that table which name the other ends, and what of them they name.
    others: tuple[str, ...] = ()
    to_others: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableOrigin:
    """The table that holds a model's rows, its key, and columns that the house has itself."""

    table: str
    primary: tuple[str, ...] = ()
    created: str = ""
    changed: str = ""
    #: Says of a row that it counts as deleted.
    deleted: str = ""


@dataclass(frozen=True)
class ModelOrigin:
    """One model as the file tells it: its table, and its fields by name."""

    model: str
    table: TableOrigin
    fields: Mapping[str, FieldOrigin]


def origin_path(domain: str) -> str:
    """Return where the file of a domain stands in the project."""
    return f"erp/{domain}/{_FILE}"


def origin_file(domain: DomainPlan) -> str:
    """Return the file for a domain that was read from a database."""
    use = f"# `manage.py bring_rows {domain.name} URL` reads it."
    return "\n".join([_HEAD, use, *_told(domain)])


def _told(domain: DomainPlan) -> Iterator[str]:
    for model in domain.models:
        if model.origin is None:
            continue
        yield ""
        yield f"[{model.name}]"
        yield from (f"{name} = {_toml(value)}" for name, value in _said(model.origin))
        yield f"[{model.name}.fields]"
        for field in model.fields:
            if field.origin is not None:
                inner = ", ".join(f"{n} = {_toml(v)}" for n, v in _said(field.origin))
                yield f"{field.name} = {{ {inner} }}"
    yield ""


def _said(origin: TableOrigin | FieldOrigin) -> Iterator[tuple[str, Any]]:
    for each in fields(origin):
        value = getattr(origin, each.name)
        if value:
            yield each.name, value


def _toml(value: str | tuple[str, ...]) -> str:
    """Return a text or texts as TOML, whose strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def read_origins(path: Path) -> tuple[ModelOrigin, ...]:
    """Return what the file tells; ``WrongSpec`` says what is wrong with it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_model(name, about) for name, about in told.items())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise WrongSpec([f"{path}: {error}"]) from error


def _model(name: str, told: Mapping[str, Any]) -> ModelOrigin:
    plain = {word: value for word, value in told.items() if word != "fields"}
    own = {field: FieldOrigin(**_tuples(origin)) for field, origin in told["fields"].items()}
    return ModelOrigin(name, TableOrigin(**_tuples(plain)), own)


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {word: tuple(value) if _is_list(value) else value for word, value in told.items()}


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)
