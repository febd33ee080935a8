"""The word ``Copy``: how a record is copied."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Copy:
    """A copy takes every value over except these; unique texts get a numbered ending."""

    #: Fields that start anew with their default.
    reset: tuple[str, ...] = ()
    #: Relations (accessor names) whose records are copied along.
    along: tuple[str, ...] = ()
    #: The relation to the same model that names what it was copied from; inferred: ``origin``
    #: where there is one. Empty keeps no origin.
    origin: str | None = None
