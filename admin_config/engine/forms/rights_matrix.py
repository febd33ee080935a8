"""Choose rights in a table: one row per screen, one column per action, all records or own ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.registry import registry
from erp.foundation.models.recorded import ACTIONS, OWN_ACTIONS
from erp.foundation.rights import owner_fields

LABELS = {
    "view": gettext_lazy("look up"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
    "copy": gettext_lazy("copy"),
    "approve": gettext_lazy("approve"),
    "print": gettext_lazy("print"),
    "import": gettext_lazy("import"),
    "export": gettext_lazy("export"),
}


@dataclass
class Box:
    """One right that can be ticked."""

    key: str
    label: str
    chosen: bool
    #: Whoever edits does not hold it, so that it can neither be given nor taken.
    locked: bool
    #: Whether the house's own table gives it; ``None`` where the house has none for this record.
    usual: bool | None = None

    @property
    def differs(self) -> bool:
        """Tell whether it was given or taken by hand."""
        return self.usual is not None and self.usual != self.chosen


@dataclass
class Cell:
    """What may be ticked for one action on one screen."""

    action: str
    boxes: list[Box]


@dataclass
class Row:
    """The rights of one screen."""

    title: str
    cells: list[Cell] = field(default_factory=list)
    fields: list[Box] = field(default_factory=list)

    def boxes(self) -> list[Box]:
        """Return everything that can be ticked in the row."""
        return [*(box for cell in self.cells for box in cell.boxes), *self.fields]


@dataclass
class Group:
    """A section of the menu with its screens."""

    title: str
    rows: list[Row]


class RightsMatrix(forms.SelectMultiple):
    """Rights as a table; those that no screen shows are kept as they are."""

    template_name = "console/rights_matrix.html"

    class Media:
        js = ("console/rights_matrix.js",)
        css = {"all": ("console/rights_matrix.css",)}

    def __init__(self, held: Any, attrs: dict[str, Any] | None = None) -> None:
        """Take what whoever edits may hand on: a test of ``app.codename``."""
        self.held = held
        #: Nothing is typed: the boxes show what is, and no reason why they are locked.
        self.only_shown = False
        #: What the house gives by default, by name of the right; ``None`` where it says nothing.
        self.usual: frozenset[str] | None = None
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Lay the rights out by screen and action."""
        chosen = {str(key) for key in value or ()}
        rights = _rights_by_model()
        shown: set[str] = set()
        groups = [
            Group(str(section.title), list(self._rows(section.screens, rights, chosen, shown)))
            for section in registry.menu
        ]
        boxes = [box for group in groups for row in group.rows for box in row.boxes()]
        return {
            "name": name,
            "groups": [group for group in groups if group.rows],
            "has_usual": self.usual is not None,
            "differing": sum(box.differs for box in boxes),
            "actions": [LABELS[action] for action in ACTIONS],
            "kept": [] if self.only_shown else sorted(chosen - shown),
            "only_shown": self.only_shown,
            "attrs": attrs or {},
        }

    def _rows(
        self,
        screens: Any,
        rights: dict[str, dict[str, int]],
        chosen: set[str],
        shown: set[str],
    ) -> Iterator[Row]:
        for screen in screens:
            known = rights.get(screen.label, {})
            if known:
                yield self._row(screen.model, known, chosen, shown)

    def _row(self, model: Any, known: dict[str, int], chosen: set[str], shown: set[str]) -> Row:
        names = model._meta.model_name

        def box(codename: str, label: str) -> list[Box]:
            key = known.get(f"{codename}_{names}")
            if key is None:
                return []
            right = f"{model._meta.app_label}.{codename}_{names}"
            locked = not self.held(right)
            ticked = str(key) in chosen
            if not locked:
                shown.add(str(key))
            usual = None if self.usual is None else right in self.usual
            return [Box(str(key), label, ticked, locked, usual)]

        row = Row(str(model._meta.verbose_name_plural))
        owned = bool(owner_fields(model))
        for action in ACTIONS:
            own = box(f"own_{action}", _("own")) if owned and action in OWN_ACTIONS else []
            boxes = [*box(action, _("all") if own else ""), *own]
            row.cells.append(Cell(str(LABELS[action]), boxes))
        for name in getattr(model, "guarded_fields", ()):
            row.fields += box(f"see_{name}", str(model._meta.get_field(name).verbose_name))
        return row

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)


def with_tables_of_rights(model: Any, fieldsets: Any) -> Any:
    """Return the sections of a form that is only looked at, with rights as tables."""
    tables = {many.name: _table_of(many) for many in model._meta.many_to_many if is_rights(many)}
    for _title, options in fieldsets:
        options["fields"] = [tables.get(name, name) for name in options["fields"]]
    return fieldsets


def _table_of(many: Any) -> Callable[[Any], SafeString]:
    """Return what shows the rights of a record as a table that cannot be ticked."""

    def table(record: Any) -> SafeString:
        chosen = list(getattr(record, many.name).values_list("pk", flat=True))
        widget = RightsMatrix(lambda _right: False)
        widget.only_shown = True
        widget.usual = usual_rights(record)
        return mark_safe(widget.render(many.name, chosen))  # noqa: S308 - our own template

    table.__name__ = many.name
    table.short_description = many.verbose_name  # type: ignore[attr-defined]
    return table


def usual_rights(record: Any) -> frozenset[str] | None:
    """Return the rights that the house's own table gives a record, where it knows of any."""
    usual = getattr(record, "usual_rights", None)
    return usual() if usual is not None else None


def _rights_by_model() -> dict[str, dict[str, int]]:
    """Return the key of every right by model and codename, with one query."""
    rows = Permission.objects.values_list(
        "content_type__app_label", "content_type__model", "codename", "pk"
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for app, model, codename, key in rows:
        found[f"{app}.{model}"][codename] = key
    return found


def is_rights(db_field: Any) -> bool:
    """Tell whether a many-to-many field holds rights."""
    return bool(issubclass(db_field.remote_field.model, Permission))
