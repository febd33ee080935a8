"""What is to be written: a domain, its models and their fields, wherever they were read from."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from admin_config.generator.adopted import AdoptedColumn, AdoptedTable
from admin_config.generator.behaviour import (
    ChainPlan,
    FillPlan,
    LifePlan,
    QueryPlan,
    RulePlan,
    ScreenPlan,
)
from admin_config.generator.choice import Choice
from admin_config.generator.origin import FieldOrigin, TableOrigin

__all__ = [
    "CHOSEN",
    "MOST_DIGITS",
    "RELATIONS",
    "TEXTS",
    "Choice",
    "DomainPlan",
    "FieldOrigin",
    "FieldPlan",
    "Kind",
    "ModelPlan",
    "PaperPlan",
    "TableOrigin",
]


class Kind(enum.Enum):
    """What a field holds; every kind is one way to declare it and one kind of input."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    RELATION = "relation"
    SEVERAL = "several"
    EMAIL = "email"
    LINK = "link"
    IMAGE = "image"
    FILE = "file"


#: Kinds that point to records of another model.
RELATIONS = frozenset({Kind.RELATION, Kind.SEVERAL})
#: Kinds whose values are texts typed by people.
TEXTS = frozenset({Kind.TEXT, Kind.CODE})
#: Kinds that take their values from a list: one of them, or any number.
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})
#: A stored number keeps at most so many digits: SQLite holds it as a float.
MOST_DIGITS = 15


#: What people write beside a record does not name it.
_REMARKS = frozenset({"note", "notes", "remark", "remarks", "comment", "comments"})


@dataclass(frozen=True)
class FieldPlan:
    """One field: its kind and where it differs from what the kind says."""

    name: str
    kind: Kind
    title: str
    title_zh: str = ""
    required: bool = False
    unique: bool = False
    #: Served by an index even where nothing else asks for one.
    indexed: bool = False
    length: int = 0
    #: Digits in all, and digits behind the point.
    digits: tuple[int, int] = (0, 0)
    default: str = ""
    choices: tuple[Choice, ...] = ()
    #: The model it points to: ``Shelf`` of this domain, or ``parties.Customer``.
    to: str = ""
    #: Goes when the record goes that it points to, and is edited inside its form.
    belongs: bool = False
    #: The same, typed in a grid below the head of a paper.
    lines: bool = False
    #: Nobody types it: steps of the life cycle set it.
    locked: bool = False
    #: The relation of the same form that it belongs to, and its own relation to the same: a contact
    #: is one of the chosen customer's.
    of: str = ""
    by: str = ""
    #: It leads to the line of another paper that is continued here.
    source: bool = False
    #: Where its values stand in the database that it was read from.
    origin: FieldOrigin | None = None
    #: The column of another program's table in which it stands.
    adopted: AdoptedColumn | None = None


@dataclass(frozen=True)
class PaperPlan:
    """A paper: with what its numbers begin, and whether its lines have prices."""

    prefix: str
    priced: bool = False


@dataclass(frozen=True)
class ModelPlan:
    """One model: its fields in order and what its screen cannot guess."""

    name: str
    title: str
    plural: str
    about: str
    fields: tuple[FieldPlan, ...]
    title_zh: str = ""
    icon: str = "table_rows"
    #: The fields by which files and people name a record.
    key: tuple[str, ...] = ()
    #: The field that holds the person who owns a record.
    owner: str = ""
    #: Stays at hundreds of rows.
    small: bool = False
    #: A paper with a number, a day and an owner; its lines are another model.
    paper: PaperPlan | None = None
    #: Fields that the house declares for it: those of a paper's head or line.
    given: tuple[FieldPlan, ...] = ()
    life: LifePlan | None = None
    chains: tuple[ChainPlan, ...] = ()
    fills: tuple[FillPlan, ...] = ()
    rules: tuple[RulePlan, ...] = ()
    queries: tuple[QueryPlan, ...] = ()
    screen: ScreenPlan = field(default_factory=ScreenPlan)
    #: Where its rows stand in the database that it was read from.
    origin: TableOrigin | None = None
    #: The table of another program in which its records stay.
    adopted: AdoptedTable | None = None

    @property
    def read_only(self) -> bool:
        """Tell whether its records are only looked at."""
        return self.adopted is not None and self.adopted.read_only

    @property
    def known(self) -> dict[str, FieldPlan]:
        """Return all its fields by name, those of the house first."""
        return {found.name: found for found in (*self.given, *self.fields)}

    @property
    def priced(self) -> bool:
        """Tell whether it is a paper with money."""
        return self.paper is not None and self.paper.priced

    def field(self, name: str) -> FieldPlan:
        """Return the field of this name."""
        return self.known[name]

    @property
    def parent(self) -> FieldPlan | None:
        """Return the relation to the record that this one is a line of, if it is one."""
        return next((found for found in self.fields if found.belongs), None)

    @property
    def naming(self) -> FieldPlan | None:
        """Return the field that people call a record by: its code, its name, its first text."""
        texts = [
            found
            for found in self.fields
            if found.kind in TEXTS
            and not found.locked
            and (found.required or found.name not in _REMARKS)
        ]
        named = [found for name in ("name", "title") for found in texts if found.name == name]
        keyed = [found for found in texts if found.name in self.key]
        return next(iter([*named, *keyed, *texts]), None)


@dataclass(frozen=True)
class DomainPlan:
    """A domain: a folder of ``erp``, a group of the menu, a section of the rights."""

    name: str
    title: str
    about: str
    models: tuple[ModelPlan, ...]
    title_zh: str = ""
    #: The domain it stands directly above in the order of imports.
    above: str = "catalog"
    #: What the roles may do here, by role: letters as in the table of default rights.
    rights: tuple[tuple[str, str], ...] = field(default=(("manager", "RWDCAPXI"),))

    def model(self, name: str) -> ModelPlan | None:
        """Return the model of this name, if it is one of this domain."""
        return next((model for model in self.models if model.name == name), None)

    def children_of(self, parent: ModelPlan) -> tuple[ModelPlan, ...]:
        """Return the models whose records are lines of this model's records."""
        return tuple(m for m in self.models if m.parent is not None and m.parent.to == parent.name)

    def lines_of(self, paper: ModelPlan) -> tuple[ModelPlan, ...]:
        """Return the models whose records are typed in a grid below this paper's head."""
        return tuple(m for m in self.children_of(paper) if m.parent and m.parent.lines)

    def head_of(self, model: ModelPlan) -> ModelPlan | None:
        """Return the model that this one is a part of, if it is one."""
        return self.model(model.parent.to) if model.parent is not None else None

    def is_priced_line(self, model: ModelPlan) -> bool:
        """Tell whether the model's records are lines with goods, quantity and price."""
        head = self.head_of(model)
        return bool(model.parent and model.parent.lines and head is not None and head.priced)
