"""Clear files that were made or sent for a single use and are not wanted any more."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

#: What others keep for a while only: each forgets what is too old and returns how much.
_others: list[Callable[[], int]] = []


def clear_also(work: Callable[[], int]) -> None:
    """Let the clock clear something else as well; called once, in ``AppConfig.ready``."""
    if work not in _others:
        _others.append(work)


def clear_old_files() -> int:
    """Remove files of a single use that are older than they are kept; return how many went.

    Only below the folders that the settings name. Harmless to do twice at once.
    """
    before = (timezone.now() - dt.timedelta(days=settings.FILES_KEPT_DAYS)).timestamp()
    root = Path(settings.MEDIA_ROOT)
    files = sum(_clear(root / name, before) for name in settings.FILES_OF_SINGLE_USE)
    return files + sum(work() for work in _others)


def _clear(folder: Path, before: float) -> int:
    """Remove old files below a folder, and folders below it that are old and empty."""
    removed = 0
    for place, _folders, files in os.walk(folder, topdown=False):
        for name in files:
            removed += _is_removed(Path(place) / name, before)
        if Path(place) != folder:
            with _missing_or_full():
                if Path(place).stat().st_mtime < before:
                    Path(place).rmdir()
    return removed


def _is_removed(file: Path, before: float) -> bool:
    with _missing_or_full():
        if file.lstat().st_mtime < before:
            file.unlink()
            return True
    return False


@contextlib.contextmanager
def _missing_or_full() -> Iterator[None]:
    """Pass over what somebody else removed meanwhile, or put something into."""
    with contextlib.suppress(OSError):
        yield
