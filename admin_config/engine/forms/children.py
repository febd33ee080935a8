"""Children inside the form of their parent: rows or blocks, with the rights of their own model."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from unfold.admin import StackedInline, TabularInline

from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.forms.inputs import INPUTS, InputsPart
from admin_config.engine.forms.record_form import TOKEN, RecordForm, RecordFormSet
from admin_config.engine.spec import Children, Screen
from erp.foundation.life_cycle import is_locked
from erp.foundation.rights import hidden_fields, may, scoped


class ChildPart(InputsPart):
    """Rows of another model that belong to the record of the form."""

    children: ClassVar[Children]
    read_only: ClassVar[bool]
    fk_name: str
    model: Any
    form = RecordForm
    formset = RecordFormSet
    formfield_overrides = INPUTS
    extra = 0
    show_change_link = True

    def _may(self, request: HttpRequest, action: str, parent: Any = None) -> bool:
        """Ask for the right on such rows; those of a locked paper are read."""
        locked = parent is not None and is_locked(parent)
        if action != "view" and (self.read_only or locked):
            return False
        return may(actor_of(request), action, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to look up such rows."""
        return self._may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to add such rows."""
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to change such rows; every changed row is asked for again."""
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to delete such rows; every removed row is asked for again."""
        return self._may(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may look up, with what they point to."""
        rows = scoped(actor_of(request), "view", self.model._default_manager.all())
        pointing = [
            n
            for n in self._columns(request)
            if isinstance(
                fields_of(self.model).get(n, None) and fields_of(self.model)[n].field, ForeignKey
            )
        ]
        rows = rows.select_related(*pointing) if pointing else rows
        return rows if rows.query.order_by or self.model._meta.ordering else rows.order_by("pk")

    def _columns(self, request: HttpRequest) -> list[str]:
        hidden = hidden_fields(actor_of(request), self.model)
        known = fields_of(self.model)
        names = self.children.columns
        if names is None:
            names = tuple(
                f.name
                for f in known.values()
                if f.editable and not f.is_many and f.name != self.fk_name
            )
        return [n for n in names if n not in hidden and n != self.fk_name]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return the columns that the person may see, and the row's version token."""
        return [*self._columns(request), TOKEN]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return the columns that are computed."""
        known = fields_of(self.model)
        return [n for n in self._columns(request) if n not in known or not known[n].editable]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Return the rows' form, which knows who types."""
        formset = super().get_formset(request, obj, **options)  # type: ignore[misc]
        formset.form.actor = actor_of(request)
        formset.form.may_type = self.has_change_permission(request, obj)
        return formset


class ChildRows(ChildPart, TabularInline):
    """Children as a table."""

    narrow = True


class ChildBlocks(ChildPart, StackedInline):
    """Children one below the other, for long ones and for the only one."""


def make_children(screen: Screen) -> list[type[ChildPart]]:
    """Return one inline class for every declared kind of children."""
    from admin_config.engine.forms.lines.part import make_lines

    return [
        *(make_lines(screen, lines) for lines in screen.lines if not lines.tab),
        *(_make(screen, children) for children in screen.children),
        *(make_lines(screen, lines) for lines in screen.lines if lines.tab),
    ]


def _make(screen: Screen, children: Children) -> type[ChildPart]:
    relation: Any = _get_foreign_key(screen.model, children.model, fk_name=children.relation)
    single = isinstance(relation, models.OneToOneField)
    base = ChildBlocks if children.blocks or single else ChildRows
    facts = {
        "children": children,
        "model": children.model,
        "read_only": screen.read_only,
        "fk_name": relation.name,
        "tab": children.tab,
        "max_num": 1 if single else children.most,
        "__doc__": f"{children.model.__name__} inside {screen.model.__name__}.",
        "__module__": __name__,
    }
    return type(f"{children.model.__name__}Children", (base,), facts)


class ChildrenPart:
    """Shows the declared children inside the form."""

    screen: ClassVar[Screen]
    _children: list[type[ChildPart]] | None = None

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[type[ChildPart]]:
        """Return the declared children."""
        if self._children is None:
            self._children = make_children(self.screen)
        return self._children
