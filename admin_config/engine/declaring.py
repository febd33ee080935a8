"""Takes in the declared menu; a word that the language lacks stops the start in one line."""

from __future__ import annotations

import dataclasses
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from admin_config.engine import spec
from admin_config.engine.checks.complaint import nearest
from admin_config.engine.checks.mistake import Mistake

if TYPE_CHECKING:
    from types import TracebackType

    from admin_config.engine.spec import MenuSection

_WRONG_CALL = re.compile(r"(\w+)\.__init__\(\) (.+)")
_UNKNOWN = re.compile(r"got an unexpected keyword argument '(\w+)'")
_ENGINE = Path(__file__).parent


class WrongDeclaration(ImproperlyConfigured):
    """A screen says what the language cannot say; the text names file, line and word."""


def declared_menu(path: str) -> tuple[MenuSection, ...]:
    """Return the menu that stands under a dotted path, with all its screens.

    Raises ``WrongDeclaration`` where a word is misspelt, given twice or lacks what it needs: such a
    file cannot be read to its end, so no check could look at it.
    """
    try:
        return import_string(path)  # type: ignore[no-any-return]
    except TypeError as error:
        wrong = _WRONG_CALL.fullmatch(str(error))
        word = getattr(spec, wrong[1], None) if wrong else None
        if wrong is None or word is None:
            raise
        message = f"{_place(error.__traceback__)}: {_complaint(word, wrong[2])}"
        raise WrongDeclaration(f"{Mistake.UNKNOWN_WORD.id} {message}") from error


def _complaint(word: Any, what: str) -> str:
    unknown = _UNKNOWN.match(what)
    if unknown is None:
        return f"{word.__name__} {what}"
    known = [field.name for field in dataclasses.fields(word)]
    return f"{word.__name__} has no word {unknown[1]!r}. {nearest(unknown[1], known)}"


def _place(trace: TracebackType | None) -> str:
    """Return file and line of the declaration: the last step that is no part of the engine."""
    steps = [
        step
        for step in traceback.extract_tb(trace)
        if Path(step.filename).is_file() and not Path(step.filename).is_relative_to(_ENGINE)
    ]
    file, here = Path(steps[-1].filename), Path.cwd()
    return f"{file.relative_to(here) if file.is_relative_to(here) else file}:{steps[-1].lineno}"
