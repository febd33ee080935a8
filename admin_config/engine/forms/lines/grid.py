"""All lines of one paper on its form: what was stored, what was typed, what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import Form, Media
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _

from admin_config.engine.forms.lines.checking import check_rows
from admin_config.engine.forms.lines.column import Column
from admin_config.engine.forms.lines.doubts import is_open
from admin_config.engine.forms.lines.relations import labels_for
from admin_config.engine.forms.lines.state import Row, State, read_state
from admin_config.engine.forms.lines.writing import write_rows
from admin_config.engine.forms.stale import Conflict
from admin_config.engine.spec import Lines
from erp.foundation.actor import Actor

#: The scripts of the grid, each building on those before it.
SCRIPTS = (
    *("figures", "rows", "picker", "draw", "editor", "choosing"),
    *("pasting", "facts", "moving", "start"),
)


class Grid:
    """Stands where the admin expects a set of forms, and handles its rows as a whole."""

    #: Set on the class that is made for a request.
    lines: ClassVar[Lines]
    columns: ClassVar[list[Column]]
    actor: ClassVar[Actor]
    relation: ClassVar[Any]
    #: What the person may do with rows here at all.
    allowed: ClassVar[frozenset[str]]
    #: Look at every row once more: the database refused one and did not say which.
    exactly: ClassVar[bool] = False

    #: The admin looks for forms; there are none.
    form: Any = Form
    forms: tuple[Any, ...] = ()
    initial_forms = extra_forms = deleted_forms = forms
    new_objects: list[Any]
    changed_objects: list[Any]
    deleted_objects: list[Any]

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Any = None,
        prefix: str | None = None,
        queryset: Any = None,
        **_options: Any,
    ) -> None:
        """Read the stored rows, and what was typed where something was."""
        self.instance, self.prefix, self.queryset = instance, prefix, queryset
        self.is_bound = data is not None
        self.conflicts: list[Conflict] = []
        self.notes: list[str] = []
        self.stored: dict[int, Any] = {}
        self.state = State()
        self._valid: bool | None = None
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if instance is not None and instance.pk is not None:
            rows = queryset.filter(**{self.relation.name: instance})
            for row in rows:
                self.relation.set_cached_value(row, instance)
                self.stored[row.pk] = row
        if self.is_bound:
            self._read(data.get(self.prefix))
        else:
            self.state.rows = [self.row_of(record) for record in self.stored.values()]

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name of the hidden input, the relation's name on the head."""
        return f"lines-{cls.relation.remote_field.get_accessor_name()}"

    def _read(self, text: str | None) -> None:
        """Read what was typed; a form without the grid leaves the rows as they are."""
        if text is None:
            self.state.rows = [self.row_of(record) for record in self.stored.values()]
            return
        try:
            self.state = read_state(text, self.typed_names, self.lines.most)
        except ValidationError as error:
            self.notes += error.messages
            self.state.rows = [self.row_of(record) for record in self.stored.values()]
            self._valid = False

    @property
    def typed_names(self) -> list[str]:
        """Return the columns that are typed."""
        return [column.name for column in self.columns if column.kind != "shown"]

    def row_of(self, record: Any) -> Row:
        """Return a stored row as the page holds it."""
        cells = {c.name: c.to_typed(record) for c in self.columns if c.kind != "shown"}
        typed = {name: value for name, value in cells.items() if value}
        return Row(record.pk, record.version, typed, doubtful=is_open(self, record), record=record)

    def is_valid(self) -> bool:
        """Check all rows, once."""
        if self._valid is None:
            check_rows(self)
            self._valid = not self.notes and not any(row.errors for row in self.state.rows)
        return self._valid

    def has_changed(self) -> bool:
        """Tell whether anything differs from what is stored."""
        return bool(self.state.gone) or any(row.changed for row in self.state.rows)

    @property
    def errors(self) -> list[dict[str, list[str]]]:
        """Return what is wrong, row by row."""
        self.is_valid()
        return [row.errors for row in self.state.rows]

    def non_form_errors(self) -> ErrorList:
        """Return what is wrong with the grid as a whole."""
        wrong = sum(1 for row in self.state.rows if row.errors)
        count = [_("Lines with mistakes: %(count)d.") % {"count": wrong}] if wrong else []
        return ErrorList([*self.notes, *count])

    def save(self, commit: bool = True) -> list[Any]:
        """Write what was added, changed, moved and taken away, set by set."""
        del commit
        return write_rows(self)

    def save_m2m(self) -> None:
        """Do nothing: lines join no sets."""

    def is_multipart(self) -> bool:
        """Send no files."""
        return False

    def get_queryset(self) -> list[Any]:
        """Return no records: no form stands for one."""
        return []

    def __iter__(self) -> Iterator[Any]:
        """Yield no forms."""
        return iter(())

    def __len__(self) -> int:
        """Count no forms."""
        return 0

    def __bool__(self) -> bool:
        """Be there all the same."""
        return True

    @property
    def empty_form(self) -> Any:
        """Return what stands for a row that the admin would add by a template: nothing."""
        return Form()

    @property
    def media(self) -> Media:
        """Return the script and the looks of the grid."""
        return Media(
            js=tuple(f"console/lines/{name}.js" for name in SCRIPTS),
            css={"all": ("console/lines.css",)},
        )

    def total_form_count(self) -> int:
        """Return how many rows there are."""
        return len(self.state.rows)

    initial_form_count = total_form_count

    def shown_records(self) -> list[Any]:
        """Return the rows' records with what they point to, one query a relation."""
        records = [row.record for row in self.state.rows]
        labels_for([r for r in records if r is not None], self.columns)
        return records

    def _shown(self, row: Row) -> dict[str, Any]:
        """Return what the page shows of a row and nobody types, for drawing it again."""
        if row.key is None:
            return {}
        shown = {c.name: c.to_shown(row.record) for c in self.columns if c.kind == "shown"}
        return {"s": shown} if shown else {}

    def sent_text(self) -> str:
        """Return the rows as the hidden input holds them."""
        sent = {
            "rows": [row.as_sent() | self._shown(row) for row in self.state.rows],
            "gone": [{"id": key, "v": version} for key, version in self.state.gone.items()],
        }
        return json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
