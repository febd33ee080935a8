"""The console's own tables while it explores: one file a database, kept beside the house's data."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections, models, transaction

from admin_config.explorer.apps import APP
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation

ACCOUNT = "explorer"


def open_own_tables(address: str) -> Any:
    """Open or make the file that keeps views, columns and stars for a database; return the account.

    The file is known by the database's address and by the shape of the house's own tables: after
    an upgrade of the house a new one is begun.
    """
    folder: Path = settings.DATA_DIR / "explore"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{_mark(address)}.sqlite3"
    connections.settings["default"].update(NAME=str(path), OPTIONS=_OPTIONS)
    connections["default"].close()
    connections["default"].settings_dict.update(NAME=str(path), OPTIONS=_OPTIONS)
    if not path.exists():
        path.touch(mode=0o600)
    _make_tables()
    return _account()


_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
}


def _models() -> list[type[models.Model]]:
    known = apps.get_models(include_auto_created=True)
    return [m for m in known if m._meta.managed and not m._meta.proxy and m._meta.app_label != APP]


def _mark(address: str) -> str:
    shape = sorted(
        f"{m._meta.db_table}.{f.column}" for m in _models() for f in m._meta.local_concrete_fields
    )
    said = "\n".join((address, str(os.getuid()), *shape))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _make_tables() -> None:
    """Make the tables at once, as the models are now; migrations would take half a minute."""
    connection = connections["default"]
    if get_user_model()._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        for model in _models():
            if not model._meta.auto_created:
                editor.create_model(model)


def _account() -> Any:
    """Return the one account of this console: every right, and no password to sign in with."""
    accounts: Any = get_user_model()
    found = accounts._default_manager.filter(username=ACCOUNT).first()
    if found is not None:
        return found
    account = accounts(username=ACCOUNT, name=ACCOUNT.title(), is_superuser=True, time_zone="UTC")
    account.set_unusable_password()
    with transaction.atomic(), operation(OperationKind.CREATE, by=SYSTEM):
        account.save()
    return account
