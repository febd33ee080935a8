"""A rule about print: an issued paper is fetched later, so it holds nothing that some may not see.

Whoever may print a record may fetch what was printed of it, byte for byte. A field that a role
must be given to see would go with it to everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.exceptions import FieldDoesNotExist

from admin_config.engine.checks.complaint import complain
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Layout, PrintTotal, Screen


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


def _printed(layout: Layout) -> Iterator[tuple[Any, str]]:
    """Yield every path that a layout names, with the model from which it leads on."""
    head: Any = layout.model
    paths = [*layout.facts, *layout.texts, layout.in_words, layout.number, layout.language]
    paths += [total.value for total in layout.totals if isinstance(total, PrintTotal)]
    if layout.addressee is not None:
        paths += layout.addressee.rows
    yield from ((head, path) for path in paths)
    letterhead = layout.letterhead
    if letterhead is not None:
        issuer = letterhead.of
        own = [name for row in letterhead.details for name in row]
        own += [letterhead.name, letterhead.logo, letterhead.stamp, *letterhead.bank]
        yield from ((head, f"{issuer}__{name}") for name in own)
    if layout.lines is not None:
        line = head._meta.get_field(layout.lines.accessor).related_model
        yield line, layout.lines.carried
        for column in layout.lines.columns:
            yield from ((line, path) for path in (column.value, *column.below, column.otherwise))


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


RULES = (guarded_in_print,)
