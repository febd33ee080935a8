"""What writes the values of a column into cells, worked out once for any number of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from admin_config.engine.transfer.dates import DateTimeWidget, DateWidget
from admin_config.engine.transfer.values import (
    BooleanWidget,
    ChoiceWidget,
    NumberReading,
    TextWidget,
    defuse,
)

#: With one of these a text begins that ``defuse`` may have to change.
_RISKY = frozenset("'=+-@\t\r")


def writer_for(widget: Any) -> Callable[[Any], Any] | None:
    """Return what writes a widget's values, worked out once; None where they stay as they are.

    The same as ``render``, without asking for language and zone in every cell.
    """
    if isinstance(widget, BooleanWidget):
        words: dict[Any, str] = {value: widget.render(value) for value in (None, True, False)}
        return words.get
    if isinstance(widget, ChoiceWidget):
        known = {value: widget.render(value) for value in widget.labels}
        return lambda value: known.get(value) or widget.render(value)
    if isinstance(widget, DateTimeWidget):
        zone = timezone.get_current_timezone()
        return lambda value: value and value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if isinstance(widget, TextWidget):
        return _write_text
    if isinstance(widget, NumberReading | DateWidget):
        return None
    render: Callable[[Any], Any] = widget.render
    return render


def forgiving(write: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """Return a writer for a column that may hold texts where its kind says something else."""

    def written(value: Any) -> Any:
        if isinstance(value, str):
            return _write_text(value)
        return value if write is None else write(value)

    return written


def _write_text(value: Any) -> Any:
    if not value:
        return ""
    text = str(value)
    return defuse(text) if text[0] in _RISKY else text
