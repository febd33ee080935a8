"""What the commands of import and export share: in whose name, which screen, how far it is."""

from __future__ import annotations

import sys
import time
from typing import Any, TextIO

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from admin_config.engine.checks.complaint import nearest
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.pace import duration
from erp.foundation.actor import Actor

#: Exit codes: rows were refused and the others taken; nothing was done at all.
SOME_REFUSED, NOTHING_DONE = 1, 2
_WIDTH = 30


def screen_named(name: str) -> Screen:
    """Return the screen; an unknown name is answered with the nearest."""
    found = registry.find(name)
    if found is None:
        labels = [screen.label for screen in registry]
        known = [*labels, *(label.split(".")[1] for label in labels)]
        message = f"No screen is called {name!r}. {nearest(name.lower(), known)}"
        raise CommandError(message, returncode=NOTHING_DONE)
    return found


def actor_named(username: str) -> Actor:
    """Return the person in whose name it happens; their rights hold here too."""
    person: Any = get_user_model()._default_manager.filter(username=username, is_active=True)
    found = person.first()
    if found is None:
        message = f"There is no active account {username!r}."
        raise CommandError(message, returncode=NOTHING_DONE)
    return Actor.person(found)


class Bar:
    """A bar of progress with rate and time left; silent where nobody looks at a terminal."""

    def __init__(self, title: str, total: int, out: TextIO | None = None) -> None:
        """Begin at nothing."""
        self._title, self._total, self._out = title, max(total, 1), out or sys.stderr
        self._begun, self._drawn, self._done = time.monotonic(), 0.0, 0

    def tell(self, done: int) -> None:
        """Draw how far it is, at most ten times a second."""
        self._done = done
        now = time.monotonic()
        if now - self._drawn >= 0.1:  # noqa: PLR2004
            self._drawn = now
            self._draw(now)

    def end(self) -> None:
        """Draw the last state and leave the line."""
        if self._done:
            self._draw(time.monotonic())
            if self._out.isatty():
                self._out.write("\n")

    def _draw(self, now: float) -> None:
        if not self._out.isatty():
            return
        share = min(1.0, self._done / self._total)
        rate = self._done / max(now - self._begun, 1e-9)
        left = duration((self._total - self._done) / rate) if share < 1 and rate else ""
        bar = "#" * round(share * _WIDTH)
        self._out.write(
            f"\r{self._title} [{bar:<{_WIDTH}}] {share:4.0%} {self._done:,} / {self._total:,}"
            f"  {rate:,.0f}/s  {left:<12}"
        )
        self._out.flush()
