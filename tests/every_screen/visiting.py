"""A screen with somebody in front of it: addresses, forms, what is sent and what comes back."""

from __future__ import annotations

import json
from typing import Any

from django.db import router, transaction
from django.db.models.deletion import Collector
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from admin_config.engine.spec import Screen
from erp.staff.models import User
from tests.every_screen.making import make
from tests.language.page import Form, Page

#: Inputs of a row of children that name a stored row.
_ROW_KEYS = ("-id", "-version_token")
#: How the hidden input of a grid of lines is named.
_GRID = "lines-"


class Visit:
    """One person at one screen."""

    def __init__(self, screen: Screen, who: User) -> None:
        """Sign the person in."""
        self.screen = screen
        self.model: Any = screen.model
        self.who = who
        self.client = Client()
        self.client.force_login(who)

    def address(self, page: str, *arguments: Any) -> str:
        """Return the address of one of the screen's pages."""
        return reverse(f"console:{self.screen.label.replace('.', '_')}_{page}", args=arguments)

    def get(self, page: str, *arguments: Any, **query: Any) -> HttpResponse:
        """Open a page."""
        return self.client.get(self.address(page, *arguments), query)  # type: ignore[return-value]

    def post(self, page: str, *arguments: Any, **values: Any) -> HttpResponse:
        """Send values to a page."""
        return self.client.post(self.address(page, *arguments), values)  # type: ignore[return-value]

    def page(self, page: str, *arguments: Any, **query: Any) -> Page:
        """Open a page that must be there."""
        response = self.get(page, *arguments, **query)
        assert response.status_code == 200, f"{page}: {response.status_code} {response.headers}"
        return Page(response)

    def form(self, page: str, *arguments: Any) -> Form:
        """Return the record's form on a page."""
        return self.page(page, *arguments).form(f"{self.model._meta.model_name}_form")

    def record_keys(self) -> set[Any]:
        """Return the keys of all records."""
        return set(self.model._base_manager.values_list("pk", flat=True))

    def typed_for_new(self) -> dict[str, Any]:
        """Return what a person types to add a record: that of one that existed a moment ago.

        It is taken off the page of a record made by the factory, which then vanishes without a
        trace, as if it had never been: its relations stay and can be chosen.
        """
        sample = make(self.model)
        typed = self.form("change", sample.pk).values
        vanish(sample)
        rows = {name for name in typed if name.endswith("-INITIAL_FORMS")}
        empty = self.form("add")
        kept = {
            name: values
            for name, values in typed.items()
            if name in empty.names or _is_of_row(name, rows)
        }
        return {**empty.values, **kept, **_as_new_rows(kept, rows), **_fresh(empty)}


def _fresh(empty: Form) -> dict[str, Any]:
    """Return what belongs to the empty form itself: its tokens."""
    return {
        name: values
        for name, values in empty.values.items()
        if name in {"csrfmiddlewaretoken", "_form_token", "version_token"}
    }


def _is_of_row(name: str, rows: set[str]) -> bool:
    prefixes = tuple(row.removesuffix("INITIAL_FORMS") for row in rows)
    return bool(prefixes) and name.startswith(prefixes) and "__prefix__" not in name


def _as_new_rows(values: dict[str, Any], rows: set[str]) -> dict[str, Any]:
    """Return the rows of children as if each were typed anew."""
    changed: dict[str, Any] = {name: ["0"] for name in rows}
    for name in values:
        if _is_of_row(name, rows) and name.endswith(_ROW_KEYS):
            changed[name] = [""]
        elif name.startswith(_GRID):
            changed[name] = [_typed_anew(values[name][0])]
    return changed


def _typed_anew(grid: str) -> str:
    """Return a grid's rows as if each were typed into an empty one."""
    rows = json.loads(grid)["rows"]
    return json.dumps({"rows": [{"c": row["c"], "t": row.get("t", {})} for row in rows]})


def vanish(record: Any) -> None:
    """Take a record and its children out of the database behind everybody's back."""
    using = router.db_for_write(type(record))
    with transaction.atomic(using):
        collector = Collector(using=using)
        collector.collect([record])
        collector.delete()
