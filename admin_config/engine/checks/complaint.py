"""How a wrong word is reported: where it stands, what is wrong, what it should probably be."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core import checks

from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Screen


class Place:
    """The file and line in which a screen is declared, looked up when somebody reads it."""

    def __init__(self, screen: Screen, word: str = "") -> None:
        """Remember the screen and the word to find in its file."""
        self.screen = screen
        self.word = word

    def __str__(self) -> str:
        """Return ``folder/file.py:line (app.model)``."""
        file = file_of(self.screen)
        if file is None:
            return self.screen.label
        shown = (
            file.relative_to(settings.BASE_DIR) if file.is_relative_to(settings.BASE_DIR) else file
        )
        return f"{shown}:{_line_of(file, self.word)} ({self.screen.label})"


def file_of(screen: Screen) -> Path | None:
    """Return the file of the module that holds the screen as ``SCREEN`` or under another name."""
    for module in list(sys.modules.values()):
        held: dict[str, object] = dict(vars(module))
        if held.get("__file__") and any(value is screen for value in held.values()):
            return Path(str(held["__file__"]))
    return None


def _line_of(file: Path, word: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    wanted = (f'"{word}"', f'"-{word}"', word) if word else ()
    for text in (*wanted, "Screen("):
        for number, line in enumerate(lines, start=1):
            if text in line:
                return number
    return 1


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the word most like this one, or all that are known."""
    words = sorted(set(known))
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(words) or 'none'}."


def complain(
    screen: Screen, mistake: Mistake, message: str, *, hint: str, word: str = ""
) -> checks.Error:
    """Return the error of a rule about one word of a screen."""
    return checks.Error(
        f"{screen.model.__name__} screen: {message}",
        hint=hint,
        obj=Place(screen, word),
        id=mistake.id,
    )
