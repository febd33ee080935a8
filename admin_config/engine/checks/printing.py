"""Rules about print: every path leads to a field, and to none that some may not see.

Whoever may print a record may fetch what was printed of it, byte for byte. A field that a role
must be given to see would go with it to everybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import FieldDoesNotExist

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import path_of
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.labels.stock import STOCKS
from admin_config.engine.printing.style import SIZES
from admin_config.engine.spec import Label, Layout, Letterhead, PrintTaxes, PrintTotal, Screen


def guarded_in_print(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a layout that prints a guarded field."""
    for layout in screen.layouts:
        for model, path in _printed(layout):
            name = _guarded_on(model, path)
            if name:
                yield complain(
                    screen,
                    Mistake.PRINTS_GUARDED,
                    f"{layout.name} prints {path!r}: {name!r} is seen by those alone who may.",
                    hint="Leave it off the paper: whoever may print fetches what was printed.",
                    word=path,
                )


def nowhere_in_print(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a path of a layout or label that leads to no field."""
    wanted = [(layout.name, each) for layout in screen.layouts for each in _printed(layout)]
    wanted += [(label.name, (screen.model, path)) for label in screen.labels for path in _on(label)]
    for name, (model, path) in dict.fromkeys(wanted):
        wrong = _wrong_step(model, path)
        if wrong is not None:
            holder, step = wrong
            yield complain(
                screen,
                Mistake.PRINTS_NOWHERE,
                f"{name} prints {path!r}: {step!r} is no field of {holder.__name__}.",
                hint=nearest(step, _fields_of(holder)),
                word=path,
            )
    for layout in screen.layouts:
        if layout.lines is not None and _lines_of(layout) is None:
            accessor = layout.lines.accessor
            yield complain(
                screen,
                Mistake.PRINTS_NOWHERE,
                f"{layout.name} prints the lines {accessor!r}: {layout.model.__name__} has none.",
                hint=nearest(accessor, _accessors_of(layout.model)),
                word=accessor,
            )


def unknown_sizes(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of a size of paper, or a sheet of labels, that nobody knows."""
    sizes: list[tuple[str, str, Collection[str]]] = [
        *((layout.name, layout.size, SIZES) for layout in screen.layouts),
        *((label.name, label.stock, STOCKS) for label in screen.labels),
    ]
    for name, size, known in sizes:
        if size not in known:
            yield complain(
                screen,
                Mistake.UNKNOWN_WORD,
                f"{name} is printed on {size!r}, which nobody knows.",
                hint=nearest(size, known),
                word=size,
            )


def _printed(layout: Layout) -> Iterator[tuple[Any, str]]:
    """Yield every path that a layout names, with the model from which it leads on."""
    head: Any = layout.model
    paths = [*layout.facts, *layout.texts, layout.in_words, layout.number, layout.language]
    paths += [total.value for total in layout.totals if isinstance(total, PrintTotal)]
    paths.append(layout.currency)
    if layout.addressee is not None:
        paths += layout.addressee.rows
    if layout.letterhead is not None:
        paths += _of_issuer(head, layout.letterhead)
    yield from ((head, path) for path in paths if path)
    line = _lines_of(layout)
    if layout.lines is None or line is None:
        return
    along = [name for t in layout.totals if isinstance(t, PrintTaxes) for name in t.along]
    for column in layout.lines.columns:
        along += [column.value, *column.below, column.otherwise]
    along.append(layout.lines.carried)
    yield from ((line, path) for path in along if path not in {"", "#"})


def _of_issuer(head: Any, letterhead: Letterhead) -> list[str]:
    """Return the paths of a letterhead; where nobody is found who issues it, the way there."""
    if not path_of(head, letterhead.of):
        return [letterhead.of]
    own = [name for row in letterhead.details for name in row]
    own += [letterhead.name, letterhead.logo, letterhead.stamp, letterhead.accent, *letterhead.bank]
    return [f"{letterhead.of}__{name}" for name in own if name]


def _on(label: Label) -> Iterator[str]:
    yield from filter(None, (*label.rows, label.code, label.otherwise))


def _lines_of(layout: Layout) -> Any:
    """Return the model of a paper's lines; nothing where there are none by that name."""
    accessor = layout.lines.accessor if layout.lines else ""
    head: Any = layout.model
    found = next((each for each in head._meta.related_objects if each.name == accessor), None)
    return found.related_model if found is not None and found.one_to_many else None


def _accessors_of(model: Any) -> list[str]:
    return [each.name for each in model._meta.related_objects if each.one_to_many]


def _fields_of(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


def _wrong_step(model: Any, path: str) -> tuple[Any, str] | None:
    """Return the first step of a path that leads nowhere, and of what it is no field."""
    *steps, last = path.split("__")
    for step in steps:
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return model, step
        related = field.related_model if field.many_to_one or field.one_to_one else None
        if related is None:
            return model, step
        model = related
    return None if last in _fields_of(model) else (model, last)


def _guarded_on(model: Any, path: str) -> str:
    """Return the first field on a path that is guarded; nothing where none is."""
    for step in path.split("__"):
        if step in getattr(model, "guarded_fields", ()):
            return step
        try:
            model = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            return ""
        if model is None:
            return ""
    return ""


RULES = (guarded_in_print, nowhere_in_print, unknown_sizes)
