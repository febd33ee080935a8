"""The word ``Screen``: what a whole screen differs in from what its model already tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from admin_config.engine.spec.along import Along, Values
from admin_config.engine.spec.children import Children
from admin_config.engine.spec.copying import Copy
from admin_config.engine.spec.importing import Import
from admin_config.engine.spec.lines import Lines
from admin_config.engine.spec.merging import Merge
from admin_config.engine.spec.section import Section

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.db.models import Model

    from admin_config.engine.spec.action import Do
    from admin_config.engine.spec.begin import Begin
    from admin_config.engine.spec.belongs import Belongs
    from admin_config.engine.spec.chart import Share, Trend
    from admin_config.engine.spec.continues import Continues
    from admin_config.engine.spec.fill import Fill
    from admin_config.engine.spec.home_card import HomeCard
    from admin_config.engine.spec.labels import Label
    from admin_config.engine.spec.narrow import Narrow
    from admin_config.engine.spec.page import Page
    from admin_config.engine.spec.panel import Changes, Differs, Panel
    from admin_config.engine.spec.preview import Preview
    from admin_config.engine.spec.printing import Layout


@dataclass(frozen=True)
class Screen:
    """A complete screen for one model; every argument but the model is a difference."""

    #: The model (or proxy) whose records the screen shows.
    model: type[Model]
    #: Name of a Material symbol for menu and headings.
    icon: str = "table_rows"
    #: Columns of the list, in order; inferred: the name, then choices, relations, numbers, dates.
    columns: tuple[str, ...] | None = None
    #: Fields offered as filters; inferred: choices, relations, yes/no, dates, money with an index.
    filters: tuple[str, ...] | None = None
    #: Filters over what no field of a row says, found by a function.
    narrows: tuple[Narrow, ...] = ()
    #: Order of the list; inferred from the model's ``Meta.ordering``. Must be an indexed column.
    ordering: tuple[str, ...] | None = None
    #: Number columns summed over the filtered set; inferred: money and quantity columns.
    totals: tuple[str, ...] | None = None
    #: Fields that can be changed in the list itself: typed, pasted, filled down, saved together.
    editable: tuple[str, ...] = ()
    #: Fields that can be changed for many records at once; inferred: those of the form that two
    #: records may share, but no files. Empty takes the page away.
    bulk: tuple[str, ...] | None = None
    #: The form's sections in order; inferred: the fields grouped by what they are.
    sections: tuple[Section, ...] | None = None
    #: Fields shown but never typed.
    readonly: tuple[str, ...] = ()
    #: Fields kept off the form and the list.
    exclude: tuple[str, ...] = ()
    #: Fields of records that this one points to, in the same form.
    along: tuple[Along, ...] = ()
    #: Fields that people define, such as the specifications of a category.
    values: Values | None = None
    #: Records edited inside their parent's form, e.g. the contacts of a customer.
    children: tuple[Children, ...] = ()
    #: Rows of a paper, typed in a grid below its head.
    lines: tuple[Lines, ...] = ()
    #: How a record is copied; ``None`` takes the verb away.
    copy: Copy | None = field(default_factory=Copy)
    #: How records that mean the same become one; ``None`` does not offer it.
    merge: Merge | None = None
    #: How files are imported; ``None`` takes the verb away.
    importing: Import | None = field(default_factory=Import)
    #: What else is known about a record, shown below its form.
    panels: tuple[Panel | Changes | Differs, ...] = ()
    #: Verbs of the domain offered on list and form.
    actions: tuple[Do, ...] = ()
    #: Pages of their own about a record or the list.
    pages: tuple[Page, ...] = ()
    #: What the form comes to, drawn beside it while people type.
    preview: Preview | None = None
    #: How its records are printed, the usual way first.
    layouts: tuple[Layout, ...] = ()
    #: Labels with codes that are stuck on what its records stand for, the usual one first.
    labels: tuple[Label, ...] = ()
    #: New records of other screens that are begun from a record of this one.
    begins: tuple[Begin, ...] = ()
    #: What the papers of this screen continue: offered there, told on both.
    continues: tuple[Continues, ...] = ()
    #: Trends and shares above the list.
    charts: tuple[Trend | Share, ...] = ()
    #: Records that wait for a person, shown on the home page.
    home: tuple[HomeCard, ...] = ()
    #: What a choice on the form fills in besides, such as a customer the currency.
    fills: tuple[Fill, ...] = ()
    #: Relations that offer only what belongs to the choice in another, such as a contact.
    belongs: tuple[Belongs, ...] = ()
    #: Values that a new record starts with, by field.
    defaults: tuple[tuple[str, Callable[[Any], Any]], ...] = ()
    #: Whoever opens or glances at a record, its history, versions or files is in the log: for what
    #: few see. The page of an act in the log does not count.
    audited_reads: bool = False
    #: The table stays small (hundreds of rows): order and filter need no index.
    small: bool = False
    #: Nothing is added, changed or deleted through the console (logs, ledgers).
    read_only: bool = False
    #: Rows on a page until the person chooses otherwise.
    page_size: int = 50
    #: The one escape hatch: an own ModelAdmin; counted by a test.
    admin: type[ModelAdmin[Any]] | None = None

    def __post_init__(self) -> None:
        """Refuse a name in place of the model at once: nothing could say where it stands later."""
        if not isinstance(self.model, type):
            message = f"Screen.__init__() wants a model, not {self.model!r}"
            raise TypeError(message)

    @property
    def owned(self) -> tuple[Children | Lines, ...]:
        """Return everything that is edited inside the form of a record."""
        return (*self.children, *self.lines)

    @property
    def label(self) -> str:
        """Return the model's label in lower case, by which the screen is known."""
        return self.model._meta.label_lower
