"""The words ``Trend`` and ``Share``: figures drawn above a list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trend:
    """How many records, or how much of a number, per month, within the list's filter and rights."""

    #: The date by which records are counted.
    by: str
    #: The number that is summed; empty counts records.
    sum_of: str = ""
    #: A choice or relation by which the figure is split.
    split_by: str = ""
    #: How many months back.
    months: int = 12


@dataclass(frozen=True)
class Share:
    """How records, or a number of theirs, are divided among the values of a field."""

    #: A choice or relation.
    of: str
    #: The number that is summed; empty counts records.
    sum_of: str = ""
    #: How many values are named before the rest counts as one.
    most: int = 8
