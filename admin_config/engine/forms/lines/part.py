"""The declared lines as a part of the form: the grid, with the rights of the lines' own model."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from unfold.admin import TabularInline

from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.forms.children import ChildPart
from admin_config.engine.forms.lines.column import Column, kind_of
from admin_config.engine.forms.lines.grid import Grid
from admin_config.engine.forms.lines.page import Page
from admin_config.engine.spec import Lines, Screen
from erp.foundation.rights import hidden_fields, scoped


class LinesPart(ChildPart, TabularInline):
    """Rows of a paper in a grid; the admin sees a set without forms."""

    lines: ClassVar[Lines]
    relation: ClassVar[Any]
    template = "console/lines.html"
    narrow = True

    def _columns(self, request: HttpRequest) -> list[str]:
        """Return the columns that the person may see."""
        hidden = hidden_fields(actor_of(request), self.model)
        return [name for name in self.lines.columns if name not in hidden]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return nothing: the grid lays itself out."""
        return [(None, {"fields": []})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may look up, in their order."""
        rows = scoped(actor_of(request), "view", self.model._default_manager.all())
        return rows.order_by(*([self.lines.order] if self.lines.order else []), "pk")

    def columns_for(self, request: HttpRequest) -> list[Column]:
        """Return the columns with the form's fields that clean them."""
        known = fields_of(self.model)
        return [self._column(name, known.get(name), request) for name in self._columns(request)]

    def _column(self, name: str, found: Any, request: HttpRequest) -> Column:
        if found is None:
            return Column(name, name.replace("_", " "), "shown", None)
        typed = None
        if found.editable and not found.is_many:
            typed = self.formfield_for_dbfield(found.field, request)
        if typed is None:
            return Column(name, found.label, "shown", found.field)
        limit: Any = getattr(typed, "get_limit_choices_to", dict)()
        if limit:
            typed.queryset = typed.queryset.complex_filter(limit)
        rule = self.lines.compute
        kind = kind_of(found.field, typed)
        money = rule is not None and name == rule.price
        return Column(name, found.label, kind, found.field, typed, money)

    def get_formset(self, request: HttpRequest, obj: Any = None, **_options: Any) -> Any:
        """Return the grid's class for this request and person."""
        allowed = {
            name
            for name, has in (
                ("add", self.has_add_permission),
                ("change", self.has_change_permission),
                ("delete", self.has_delete_permission),
            )
            if has(request, obj)
        }
        facts = {
            "lines": self.lines,
            "columns": self.columns_for(request),
            "actor": actor_of(request),
            "relation": self.relation,
            "allowed": frozenset(allowed),
            "exactly": getattr(request, "_look_closely", False),
            "page": cached_property(Page),
            "model": self.model,
        }
        return type(f"{self.model.__name__}Grid", (Grid,), facts)


def make_lines(screen: Screen, lines: Lines) -> type[LinesPart]:
    """Return the inline class of one declared kind of lines."""
    relation: Any = _get_foreign_key(screen.model, lines.model, fk_name=lines.relation)
    facts = {
        "lines": lines,
        "children": lines,
        "relation": relation,
        "model": lines.model,
        "read_only": screen.read_only,
        "fk_name": relation.name,
        "tab": lines.tab,
        "__doc__": f"{lines.model.__name__} inside {screen.model.__name__}.",
        "__module__": __name__,
    }
    return type(f"{lines.model.__name__}Lines", (LinesPart,), facts)
