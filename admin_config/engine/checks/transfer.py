"""Rules about files: a row's key names one record, and what must be there can be there."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage
from django.db import models

from admin_config.engine.checks.complaint import complain
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.fields import fields_of, sort_column
from admin_config.engine.spec import Screen


def unique_sets(model: type[models.Model]) -> list[frozenset[str]]:
    """Return the sets of stored columns that are unique together."""
    single = [frozenset({f.name}) for f in model._meta.concrete_fields if f.unique]
    together = [frozenset(c.fields) for c in model._meta.total_unique_constraints]
    return [*single, *together]


def key_names_one_record(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a declared key that may name several records."""
    key = screen.importing.key if screen.importing else None
    known = fields_of(screen.model)
    if not key or any(name not in known for name in key):
        return
    columns = {*key, *(sort_column(screen.model, name) for name in key)}
    if not any(unique <= columns for unique in unique_sets(screen.model)):
        yield complain(
            screen,
            Mistake.KEY_OF_SEVERAL,
            f"importing.key {', '.join(key)} may name several records.",
            hint="Name fields that are unique together.",
            word=key[0],
        )


def key_among_fields(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a key that the declared fields of a file leave out."""
    importing = screen.importing
    if importing is None or not importing.key or importing.fields is None:
        return
    for name in importing.key:
        if name not in importing.fields:
            yield complain(
                screen,
                Mistake.KEY_LEFT_OUT,
                f"importing.fields leaves out {name!r}, which is in the key.",
                hint=f"Add {name!r} to the fields.",
                word=name,
            )


RULES = (key_names_one_record, key_among_fields)
