"""What the clock does every so often, and what others let it do as well."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """A verb that the clock does every so often; it must be harmless to do twice at once."""

    name: str
    verb: Callable[[], object]
    every: dt.timedelta


#: Rounds of others, behind those of the house.
others: list[Round] = []


def do_also(each: Round) -> None:
    """Let the clock do something else as well; called once, in ``AppConfig.ready``."""
    if each.name not in {known.name for known in others}:
        others.append(each)
