"""What records go through and keep: life cycles, rules, named queries, and wishes for a screen."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from admin_config.generator.choice import Choice


@dataclass(frozen=True)
class StepPlan:
    """One step of a life cycle: from which states to which, by whom, and what it leaves behind."""

    name: str
    sources: tuple[str, ...]
    target: str
    title: str
    told: str
    icon: str = "play_arrow"
    title_zh: str = ""
    told_zh: str = ""
    #: The right that it needs, as the house calls it: ``change``, ``approve``.
    right: str = "change"
    #: Asks why.
    reason: bool = False
    #: By somebody else than who handed the paper in or owns it, within the amount of their roles.
    another: bool = False
    #: The field that keeps the reason.
    keeps: str = ""
    #: Fields that it sets: to ``today``, ``now``, ``me`` or ``nothing``.
    sets: tuple[tuple[str, str], ...] = ()
    #: Fields that are filled before it; ``lines`` asks for at least one line.
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class LifePlan:
    """The life cycle of a record: its states, its steps, and where it may be written."""

    states: tuple[Choice, ...]
    steps: tuple[StepPlan, ...]
    #: States in which it may be written; in all others it is locked.
    open: tuple[str, ...]

    @property
    def start(self) -> str:
        """Return the state of a new record."""
        return self.states[0].value

    @property
    def past(self) -> tuple[str, ...]:
        """Return the states from which no step leads on."""
        left = {source for step in self.steps for source in step.sources}
        return tuple(state.value for state in self.states if state.value not in left)

    def word(self, value: str) -> str:
        """Return what a state is called."""
        return next(state.title for state in self.states if state.value == value)

    @property
    def hands_in(self) -> tuple[StepPlan, ...]:
        """Return the steps that hand a paper in for somebody else's approval."""
        waits = {source for step in self.steps if step.another for source in step.sources}
        return tuple(step for step in self.steps if step.target in waits and not step.another)

    def fields_set(self) -> frozenset[str]:
        """Return the fields that steps write, so that nobody types them."""
        kept = {step.keeps for step in self.steps} - {""}
        return frozenset(kept | {name for step in self.steps for name, _value in step.sets})


class RuleKind(enum.Enum):
    """What a rule says about its fields."""

    COMPARED = "compared"
    BETWEEN = "between"
    UNIQUE = "unique"
    WITH = "with"
    WHEN = "when"
    EITHER = "either"


@dataclass(frozen=True)
class RulePlan:
    """A rule that every record keeps: in the form with a message, in the database as a constraint.

    ``back_on >= lent_on`` has two fields and an operator, ``discount between 0 and 100`` one field
    and two values, ``note required when state = worn`` two fields and a value.
    """

    kind: RuleKind
    fields: tuple[str, ...]
    operator: str = ""
    values: tuple[str, ...] = ()
    says: str = ""
    says_zh: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition of a query: a field, how it is compared, and with what."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True)
class QueryPlan:
    """Records that have a name of their own, such as what is overdue; a card shows them."""

    name: str
    conditions: tuple[Condition, ...]
    #: The title of the card on the home page; without one there is none.
    card: str = ""
    card_zh: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class ChainPlan:
    """What the papers of a model continue: whose lines, in which states, how much of them."""

    #: The paper that is continued: ``Order`` of this domain, or ``sales.Quotation``.
    source: str
    #: States in which it may be continued.
    when: tuple[str, ...]
    title: str
    title_zh: str = ""
    icon: str = "arrow_forward"
    #: No more of a line is taken than there is of it.
    limited: bool = True
    #: Fields that do not come along.
    anew: tuple[str, ...] = ()
    #: States in which a continuing paper takes nothing.
    void: tuple[str, ...] = ()
    #: States that a paper does not enter while it is continued.
    kept_from: tuple[str, ...] = ()
    #: The lines that are continued, and their relation to their paper.
    line: str = ""
    of: str = ""
    #: The relation of the continuing lines to those.
    field: str = ""
    #: Amounts of the head that go along with the first part alone.
    once: tuple[str, ...] = ()
    #: What the paper that is continued is called.
    noun: str = ""


@dataclass(frozen=True)
class FillPlan:
    """Choosing one record on the form fills in what both have under one name."""

    field: str
    filled: tuple[str, ...]


@dataclass(frozen=True)
class ChartPlan:
    """A trend by a date or a share of a choice or relation."""

    kind: str
    field: str
    sum_of: str = ""
    split_by: str = ""
    months: int = 0


@dataclass(frozen=True)
class ScreenPlan:
    """Wishes for a screen; what is ``None`` or empty is inferred."""

    columns: tuple[str, ...] | None = None
    filters: tuple[str, ...] | None = None
    totals: tuple[str, ...] | None = None
    ordering: tuple[str, ...] | None = None
    editable: tuple[str, ...] = ()
    #: Titles with their rows of fields; fields of one row stand side by side.
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] | None = None
    #: Chinese of the sections' titles.
    sections_zh: tuple[tuple[str, str], ...] = ()
    charts: tuple[ChartPlan, ...] | None = None
    search: tuple[str, ...] | None = None
    #: Fields that a copy starts anew; ``copy`` tells whether there are copies at all.
    reset: tuple[str, ...] = ()
    copy: bool = True
