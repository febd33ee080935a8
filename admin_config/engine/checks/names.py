"""Rules about names: every name in a declaration is known, and stands there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from django.core.checks import CheckMessage

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import (
    columns_known,
    field_names,
    filters_known,
    path_of,
    sorts_known,
)
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Differs, Import, Merge, Panel, Screen
from admin_config.engine.spec.alike import KINDS

#: The argument, its names, what is known there.
Names = tuple[str, tuple[str, ...], Collection[str]]


def typed_names(screen: Screen) -> tuple[str, ...]:
    """Return every name in the declared sections; one that is no tuple holds none."""
    sound = [s for s in screen.sections or () if not isinstance(s.fields, str)]
    return tuple(name for section in sound for name in section.names)


def _lists(screen: Screen) -> Iterator[Names]:
    """Yield every list of names: the argument, its names, what is known there."""
    fields = field_names(screen.model)
    yield "columns", screen.columns or (), columns_known(screen.model)
    yield "filters", screen.filters or (), filters_known(screen.model)
    ordering = tuple(name.lstrip("-") for name in screen.ordering or ())
    yield "ordering", ordering, sorts_known(screen.model)
    yield "totals", screen.totals or (), fields
    yield "editable", screen.editable, fields
    yield "bulk", screen.bulk or (), fields
    yield "sections", typed_names(screen), columns_known(screen.model)
    yield "readonly", screen.readonly, columns_known(screen.model)
    yield "exclude", screen.exclude, fields
    yield "defaults", tuple(name for name, _value in screen.defaults), fields
    for fill in screen.fills:
        yield f"fill by {fill.field}", (fill.field, *fill.told), fields
        yield f"fill by {fill.field}", fill.always, fields
    yield from _panels(screen, fields)
    for children in screen.children:
        known = columns_known(children.model)
        yield f"children {children.model.__name__}", children.columns or (), known
        yield f"children {children.model.__name__}.key", children.key or (), known
    for lines in screen.lines:
        yield f"lines {lines.model.__name__}", lines.columns, columns_known(lines.model)
    merge = screen.merge or Merge()
    yield "merge.gather", merge.gather, {stored.name for stored in screen.model._meta.fields}
    yield "merge.keep", merge.keep, fields
    if screen.copy is not None:
        yield "copy.reset", screen.copy.reset, fields
    if screen.importing is not None:
        yield from _importing(screen.importing, fields)


def _panels(screen: Screen, fields: Collection[str]) -> Iterator[Names]:
    for panel in screen.panels:
        if isinstance(panel, Panel):
            known = columns_known(panel.model)
            names = tuple(n for n in panel.columns if not path_of(panel.model, n))
            yield f"panel {panel.model.__name__}", names, known
        elif isinstance(panel, Differs):
            yield "differs", (panel.against,), fields


def _importing(importing: Import, fields: Collection[str]) -> Iterator[Names]:
    yield "importing.key", importing.key or (), fields
    yield "importing.fields", importing.fields or (), fields
    yield "importing.past", importing.past, fields
    for alike in importing.alike:
        yield "importing.alike", (alike.field, *filter(None, (alike.within,))), fields
        yield "importing.alike by", (alike.by,), KINDS
    for names in importing.also_by:
        yield "importing.also_by", names, fields


def unknown_names(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of names that the model does not have."""
    for place, names, known in _lists(screen):
        for name in () if isinstance(names, str) else names:
            if name not in known and not (place == "columns" and path_of(screen.model, name)):
                yield complain(
                    screen,
                    Mistake.UNKNOWN_NAME,
                    f"{place} names {name!r}, which {screen.model.__name__} does not have.",
                    hint=nearest(name, known),
                    word=name,
                )


def repeated_names(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of names that stand twice in one list, or in two sections."""
    for place, names, _known in _lists(screen):
        for name, times in Counter(() if isinstance(names, str) else names).items():
            if times > 1:
                yield complain(
                    screen,
                    Mistake.NAMED_TWICE,
                    f"{place} names {name!r} {times} times.",
                    hint="Leave it where it belongs.",
                    word=name,
                )


def no_tuples(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a text where a tuple of names belongs: its letters would count as names."""
    lists: list[tuple[str, object]] = [(place, names) for place, names, _k in _lists(screen)]
    lists += [("a section", section.fields) for section in screen.sections or ()]
    for place, names in lists:
        if isinstance(names, str):
            yield complain(
                screen,
                Mistake.NO_TUPLE,
                f"{place} is the text {names!r}.",
                hint=f"Write ({names!r},) with a comma.",
                word=names,
            )


RULES = (unknown_names, repeated_names, no_tuples)
