"""What can be asked of each kind of field, and how many values the question takes."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


class Takes(enum.StrEnum):
    """What an operator wants to be given."""

    NOTHING = "nothing"
    ONE = "one"
    TWO = "two"
    SEVERAL = "several"
    PERIOD = "period"
    COUNT = "count"


@dataclass(frozen=True)
class Operator:
    """One question that can be asked of a field."""

    name: str
    takes: Takes
    label: Any = field(compare=False, repr=False)


IS = Operator("is", Takes.ONE, _("is"))
ON = Operator("is", Takes.ONE, _("is on"))
NOT = Operator("not", Takes.ONE, _("is not"))
ANY_OF = Operator("is", Takes.SEVERAL, _("is"))
NONE_OF = Operator("not", Takes.SEVERAL, _("is not"))
WITH_ANY = Operator("is", Takes.SEVERAL, _("has any of"))
WITH_ALL = Operator("all", Takes.SEVERAL, _("has all of"))
WITH_NONE = Operator("not", Takes.SEVERAL, _("has none of"))
CONTAINS = Operator("contains", Takes.ONE, _("contains"))
LACKS = Operator("lacks", Takes.ONE, _("does not contain"))
STARTS = Operator("starts", Takes.ONE, _("starts with"))
ABOVE = Operator("above", Takes.ONE, _("is more than"))
BELOW = Operator("below", Takes.ONE, _("is less than"))
BETWEEN = Operator("between", Takes.TWO, _("is between"))
BEFORE = Operator("before", Takes.ONE, _("is before"))
AFTER = Operator("after", Takes.ONE, _("is after"))
WITHIN = Operator("within", Takes.PERIOD, _("is"))
LAST = Operator("last", Takes.COUNT, _("is in the last … days"))
NEXT = Operator("next", Takes.COUNT, _("is in the next … days"))
EMPTY = Operator("empty", Takes.NOTHING, _("is empty"))
FILLED = Operator("filled", Takes.NOTHING, _("is not empty"))

#: The operators of each kind of filter, in the order in which they are offered.
OPERATORS: dict[str, tuple[Operator, ...]] = {
    "choice": (ANY_OF, NONE_OF),
    "several": (WITH_ANY, WITH_ALL, WITH_NONE),
    "flag": (IS,),
    "related": (ANY_OF, NONE_OF),
    "text": (CONTAINS, LACKS, STARTS, IS, NOT),
    "number": (IS, NOT, ABOVE, BELOW, BETWEEN),
    "day": (WITHIN, LAST, NEXT, ON, BEFORE, AFTER, BETWEEN),
}


def operators_of(kind: str, *, may_be_empty: bool) -> tuple[Operator, ...]:
    """Return the operators of a field, emptiness only where a field can be empty."""
    return (*OPERATORS[kind], EMPTY, FILLED) if may_be_empty else OPERATORS[kind]
