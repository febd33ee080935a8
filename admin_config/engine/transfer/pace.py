"""How fast a long import goes, and how long it still takes."""

from __future__ import annotations

import time

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.foundation.services.job import Progress

_MINUTE = 60


class Pace:
    """Tells a job's progress with rows a second and the time left, in the reader's language."""

    def __init__(self, progress: Progress, total: int) -> None:
        """Begin to measure; what was done before an interruption is not counted."""
        self._progress, self._total = progress, total
        self._begun = time.monotonic()
        self._first: int | None = None

    def tell(self, done: int) -> None:
        """Store how far it is; the first chunk only sets the clock."""
        seconds = time.monotonic() - self._begun
        self._progress.tell(done, max(self._total, done), self._message(done, seconds))
        if self._first is None:
            self._first, self._begun = done, time.monotonic()

    def _message(self, done: int, seconds: float) -> str:
        if self._first is None or done <= self._first or not seconds:
            return ""
        rate = (done - self._first) / seconds
        facts = {"rate": number_format(round(rate), force_grouping=True)}
        if done >= self._total:
            return _("%(rate)s rows a second") % facts
        facts["left"] = duration((self._total - done) / rate)
        return _("%(rate)s rows a second, about %(left)s left") % facts


def duration(seconds: float) -> str:
    """Return a time as people say it: seconds, then minutes."""
    whole = max(1, round(seconds))
    if whole < 2 * _MINUTE:
        return ngettext("%(count)s second", "%(count)s seconds", whole) % {"count": whole}
    minutes = round(whole / _MINUTE)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
