"""Write chunk by chunk: one that is refused as a whole is tried in halves, down to the row."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError


def write_all(
    write: Callable[[int], int],
    refuse_next: Callable[[Exception], int],
    *,
    most: int,
    tell: Callable[[int], None],
    done: int = 0,
) -> None:
    """Call ``write`` with a size until it says that nothing is left.

    ``write`` returns how many rows it dealt with; where the database or a rule refuses the chunk
    it is called again with half of it, and for the one row that is to blame ``refuse_next`` notes
    the reason and returns how many rows that were. ``tell`` is called with how many are done.
    """
    size = most
    while True:
        try:
            count = write(size)
        except (ValidationError, IntegrityError) as error:
            if size > 1:
                size = max(1, size // 2)
                continue
            count = refuse_next(error)
        if not count:
            return
        done += count
        tell(done)
        size = min(most, size * 2)
