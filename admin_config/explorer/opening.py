"""Opens a database: read what it says, make models and screens of it, guard it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from admin_config.engine.build.admin import build_admins, make_admin
from admin_config.engine.registry import registry
from admin_config.engine.site import console
from admin_config.explorer.address import connection_settings
from admin_config.explorer.apps import DATABASE, WRITTEN
from admin_config.explorer.facts import Looker
from admin_config.explorer.guard import watch_connections
from admin_config.explorer.making import Facts, make_models, plan_tables
from admin_config.explorer.naming import is_fit, is_shown
from admin_config.explorer.showing import menu_of
from admin_config.generator.inference import TableFinding, columns_of, findings_of
from admin_config.generator.reading import (
    CannotRead,
    Schema,
    Table,
    parse_address,
    read_database,
)


@dataclass(frozen=True)
class Opened:
    """What was opened, for whoever waits at the terminal."""

    tables: int
    views: int
    #: Tables whose rows may be changed.
    written: int
    #: Tables and columns that cannot be shown, with why.
    left_out: tuple[str, ...]


def open_database(url: str, *, writes: bool = False) -> Opened:
    """Make a screen of every table at the URL; ``CannotRead`` with the reason where it cannot.

    With ``writes`` rows of tables with a key of one column may be added, changed and deleted.
    """
    address = parse_address(url)
    schema = read_database(url)
    fit = [table for table in schema.tables if is_fit(table.name) and table.columns]
    if not fit:
        raise CannotRead(f"{address}: there are no tables")
    _connect({DATABASE: connection_settings(address)}, str(address))
    plans = plan_tables(_looked_at(schema, fit), schema.engine, writes=writes)
    menu = menu_of(plans, make_models(plans))
    registry.load(menu)
    _build()
    settings.UNFOLD = {**settings.UNFOLD, "SITE_TITLE": schema.name, "SITE_HEADER": schema.name}
    views = sum(plan.table.is_view for plan in plans.values())
    written = sum(plan.is_written for plan in plans.values())
    if written:
        _connect({WRITTEN: connection_settings(address, writing=True)}, str(address))
    return Opened(len(plans) - views, views, written, tuple(_left_out(schema)))


def _looked_at(schema: Schema, fit: list[Table]) -> list[tuple[TableFinding, Facts]]:
    """Return what the generator's inference finds about every table, with facts of its rows."""
    looker = Looker(connections[DATABASE], schema.engine)
    samples = looker.samples(fit)
    fitting = dataclasses.replace(schema, tables=tuple(fit))
    found = {each.table.name: each for each in findings_of(fitting, samples)}
    for view in fitting.views:
        found[view.name] = TableFinding(view, "", columns_of(view, samples), ())
    return [(found[table.name], looker.facts(table, samples)) for table in fit]


def _connect(found: dict[str, Any], address: str) -> None:
    watch_connections()
    settings.DATABASES |= found
    connections.settings = connections.configure_settings(settings.DATABASES)
    try:
        for alias in found:
            connections[alias].ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as error:
        raise CannotRead(f"{address}: {error}") from error


def _build() -> None:
    """Build the admins; Django's own registration refuses keys of several columns, ours works."""
    known: Any = console._registry
    for screen in registry:
        if screen.model._meta.is_composite_pk:
            known[screen.model] = make_admin(screen)(screen.model, console)
    build_admins()


def _left_out(schema: Schema) -> list[str]:
    found = list(schema.notes)
    for table in schema.tables:
        if not is_fit(table.name) or not table.columns:
            found.append(table.name)
        else:
            found += [f"{table.name}.{c.name}" for c in table.columns if not is_shown(c.name)]
    return found
