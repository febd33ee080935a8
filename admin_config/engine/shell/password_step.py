"""What the sign-in pages know of the step that looks at name and password."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Typed:
    """What somebody typed; the riddle and its answer where one was asked."""

    name: str
    password: str = field(repr=False)
    riddle: str = ""
    answer: str = ""


@dataclass(frozen=True)
class StepOutcome:
    """Who it is, or why nobody."""

    user: Any = None
    #: How long to wait before the next attempt; this one was not looked at.
    wait: dt.timedelta = dt.timedelta(0)
    #: To be shown for the next attempt: ``picture``, ``question`` and ``sealed``.
    riddle: Any = None
    #: This attempt was not looked at, because a riddle has to be answered first.
    riddle_first: bool = False
    riddle_wrong: bool = False
    #: To be called with the answer that signs in.
    finish: Callable[[HttpResponseBase], None] | None = None

    @property
    def seconds(self) -> int:
        """Return the wait in whole seconds."""
        return math.ceil(self.wait.total_seconds())


def take_password_step(request: HttpRequest, typed: Typed) -> StepOutcome:
    """Ask the step that the settings name."""
    step: Callable[[HttpRequest, Typed], StepOutcome] = import_string(settings.PASSWORD_STEP)
    return step(request, typed)


def wait_words(seconds: int) -> str:
    """Return how long to wait, for people."""
    minute = 60
    if seconds < minute:
        told = ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    else:
        minutes = math.ceil(seconds / minute)
        told = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("Too many attempts. Try again in %(time)s.") % {"time": told}
