"""Endings of texts that must differ in a copy: “(copy)”, “(copy 2)”, or “_copy2” in codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.foundation.refusal import Refusal

#: From so many copies on numbers are looked for in strides.
_STRIDES = 8
_MOST = 1_000_000


def free_text(field: Any, value: str, is_taken: Callable[[str], bool]) -> str:
    """Return the text with the first free ending that its field allows, cut to the length.

    Where a field takes no brackets and blanks, as codes of small letters, the ending is “_copy”.
    """
    for endings in (_in_brackets, _in_code):
        start = _without_ending(value)
        for ending in endings():
            text = start[: (field.max_length or len(start) + len(ending)) - len(ending)] + ending
            if not _is_allowed(field, text):
                break
            if not is_taken(text):
                return text
    message = _("“%(field)s” must be unique: it cannot be copied.")
    raise Refusal(message % {"field": field.verbose_name}, code="unique")


def _in_brackets() -> Iterator[str]:
    word = pgettext("ending of a name", "copy")
    return (f" ({word})" if number == 1 else f" ({word} {number})" for number in _numbers())


def _in_code() -> Iterator[str]:
    return ("_copy" if number == 1 else f"_copy{number}" for number in _numbers())


def _numbers() -> Iterator[int]:
    number = 1
    while number < _MOST:
        yield number
        number += 1 if number < _STRIDES else number // 2


def _is_allowed(field: Any, text: str) -> bool:
    try:
        field.run_validators(text)
    except ValidationError:
        return False
    return True


def _without_ending(value: str) -> str:
    """Return the text without the ending of an earlier copy, so that endings do not pile up."""
    word = pgettext("ending of a name", "copy")
    head, bracket, tail = value.rpartition(" (")
    number = tail[:-1].removeprefix(word).strip()
    if bracket and tail.endswith(")") and (number.isdigit() or tail == f"{word})"):
        return head
    head, stroke, tail = value.rpartition("_copy")
    return head if stroke and (tail.isdigit() or not tail) else value
